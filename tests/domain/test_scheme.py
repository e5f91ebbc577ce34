"""The scheme: what may be one, what it allows, and colours that can be seen."""

import copy
import itertools

import pytest

from annotator.domain import scheme
from annotator.domain.errors import Refused

PLAIN = scheme.DEFAULT.model_dump(mode="json")


def changed(change):
    value = copy.deepcopy(PLAIN)
    change(value)
    return value


def set_label(number, **fields):
    return lambda value: value["labels"][number].update(fields)


def set_rule(**fields):
    return lambda value: value["relations"][0].update(fields)


def test_the_default_is_the_contracts_labels_and_relation():
    assert [label.key for label in scheme.DEFAULT.labels] == [
        *("claim", "speculation", "named_source", "anonymous_source"),
    ]
    assert [label.shortcut for label in scheme.DEFAULT.labels] == ["1", "2", "3", "4"]
    assert [rule.type for rule in scheme.DEFAULT.relations] == ["attributed_to"]


def test_a_scheme_shown_and_loaded_is_the_same_scheme():
    assert scheme.scheme_of(PLAIN) == scheme.DEFAULT
    assert PLAIN["relations"][0].keys() == {"type", "from", "to"}


def test_relations_lead_from_what_is_said_to_who_said_it():
    said, who = ("claim", "speculation"), ("named_source", "anonymous_source")
    for one, other in itertools.product(said + who, repeat=2):
        allowed = scheme.DEFAULT.allows("attributed_to", one, other)
        assert allowed == (one in said and other in who)
    assert not scheme.DEFAULT.allows("contradicts", "claim", "named_source")


REFUSALS = {
    "no labels": (lambda v: v.update(labels=[]), "label"),
    "labels missing": (lambda v: v.pop("labels"), "labels"),
    "all retired": (lambda v: [x.update(retired=True) for x in v["labels"]], "retired"),
    "two labels of one key": (set_label(1, key="claim"), "claim"),
    "two labels of one name": (set_label(1, name="Claim"), "Claim"),
    "two labels on one key of the keyboard": (set_label(1, shortcut="1"), "1"),
    "a key in capitals": (set_label(0, key="Claim"), "key"),
    "a key with a line end": (set_label(0, key="claim\n"), "key"),
    "a key of 41 letters": (set_label(0, key="a" * 41), "key"),
    "an empty name": (set_label(1, name="  "), "label 2 has no name yet; give it one"),
    "a NUL in the name": (set_label(0, name="a\0"), "NUL"),
    "half a character in the question": (set_label(0, question="\ud83d"), "surrogate"),
    "a shortcut of two digits": (set_label(0, shortcut="12"), "shortcut"),
    "a shortcut that is a letter": (set_label(0, shortcut="a"), "shortcut"),
    "a colour with a name": (set_label(0, line="red"), "#082e61"),
    "a colour that closes the rule": (set_label(0, tint="#fff;}"), "#082e61"),
    "a colour with a line end": (set_label(0, line="#082e61\n"), "#082e61"),
    "a line as pale as its tint": (set_label(0, line="#d9e8fc"), "seen"),
    "a dark line as dark as its tint": (set_label(0, dark_line="#1b3554"), "dark"),
    "an unknown pattern": (set_label(0, pattern="wavy"), "pattern"),
    "an unknown field": (set_label(0, colour="#082e61"), "colour"),
    "retired that is a word": (set_label(0, retired="yes"), "retired"),
    "a relation to an unknown label": (set_rule(to=["nobody"]), "nobody"),
    "a relation from an unknown label": ({"from": ["nobody"]}, "nobody"),
    "a relation from nothing": ({"from": []}, "attributed_to"),
    "a relation to nothing": (set_rule(to=[]), "attributed_to"),
    "a relation of a strange type": (set_rule(type="said by"), "type"),
    "two relations of one type": (lambda v: v.update(relations=v["relations"] * 2), "same type"),
}


@pytest.mark.parametrize(("change", "said"), REFUSALS.values(), ids=REFUSALS.keys())
def test_a_scheme_is_refused_for(change, said):
    value = changed(change if callable(change) else set_rule(**change))
    with pytest.raises(Refused, match=said):
        scheme.scheme_of(value)


@pytest.mark.parametrize("value", [None, [], "claim", 1])
def test_what_is_no_object_is_no_scheme(value):
    with pytest.raises(Refused):
        scheme.scheme_of(value)


def test_a_retired_label_may_share_name_and_shortcut_with_its_successor():
    old = PLAIN["labels"][0] | {"key": "old_claim", "retired": True}
    value = changed(lambda v: v["labels"].append(old))
    assert scheme.scheme_of(value).labels[-1].retired


def test_the_refusal_names_the_label_that_repeats():
    with pytest.raises(Refused) as refused:
        scheme.scheme_of(changed(set_label(3, shortcut="1")))
    assert refused.value.field == "labels.3.shortcut"


@pytest.mark.parametrize("colours", scheme.PALETTE.values(), ids=scheme.PALETTE.keys())
def test_every_colour_offered_can_be_seen_on_its_tint(colours):
    line, tint, dark_line, dark_tint = colours
    assert scheme.contrast(line, tint) >= 4.5
    assert scheme.contrast(dark_line, dark_tint) >= 4.5


def test_contrast_is_that_of_wcag():
    assert scheme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert scheme.contrast("#ffffff", "#ffffff") == 1
    assert scheme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
