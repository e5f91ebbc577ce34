"""The project's scheme: loading one over another, and what keeps it from being loaded."""

import pytest

from annotator.domain.errors import Conflict
from annotator.domain.scheme import DEFAULT, RelationRule, Scheme
from annotator.store import scheme
from tests.store.failing import fail_at_each_statement
from tests.store.project import uid


def without(key):
    """The default scheme without this label."""
    labels = [label for label in DEFAULT.labels if label.key != key]
    rules = [
        RelationRule.model_validate(
            {
                "type": rule.type,
                "from": [one for one in rule.from_ if one != key],
                "to": [one for one in rule.to if one != key],
            }
        )
        for rule in DEFAULT.relations
    ]
    return Scheme(labels=labels, relations=rules)


@pytest.mark.parametrize(
    "wanted",
    [
        DEFAULT,
        without("claim"),
        DEFAULT.model_copy(update={"labels": DEFAULT.labels[::-1], "relations": []}),
        DEFAULT.model_copy(
            update={
                "labels": [one.model_copy(update={"retired": True}) for one in DEFAULT.labels[:1]]
                + DEFAULT.labels[1:]
            }
        ),
    ],
)
def test_the_scheme_loaded_is_the_scheme_shown(project, wanted):
    project.load_scheme(wanted)
    assert project.read(scheme.current).labels == wanted.labels
    assert project.read(scheme.current).relations == (
        wanted.relations if wanted.labels[0].key != "anonymous_source" else []
    )


def test_loading_the_same_scheme_again_leaves_no_trace(project):
    rule = DEFAULT.relations[0].model_copy(update={"to": ["anonymous_source", "named_source"]})
    other_order = DEFAULT.model_copy(update={"relations": [rule]})
    before = project.count("journal")
    for wanted in (DEFAULT, other_order, other_order):
        project.load_scheme(wanted)
    assert project.count("journal") == before


def test_a_change_of_the_scheme_is_in_the_journal(project):
    project.load_scheme(without("claim"))
    (object_, before, after), *rest = project.rows("SELECT object, before, after FROM journal")
    assert (object_, rest) == ("scheme", [])
    assert '"claim"' in before
    assert '"claim"' not in after


def test_two_labels_can_swap_their_names_and_places(project):
    one, other, *rest = DEFAULT.labels
    swapped = [
        other.model_copy(update={"name": one.name, "shortcut": "1"}),
        one.model_copy(update={"name": other.name, "shortcut": "2"}),
        *rest,
    ]
    project.load_scheme(DEFAULT.model_copy(update={"labels": swapped}))
    assert project.read(scheme.current).labels == swapped


@pytest.mark.parametrize("deleted", [False, True])
def test_a_used_label_cannot_be_removed(project, deleted):
    project.article()
    project.put(uid(1))
    if deleted:
        project.delete(uid(1))
    before = project.state()
    with pytest.raises(Conflict, match=r"claim.*retire"):
        project.load_scheme(without("claim"))
    assert project.state() == before
    assert project.read(scheme.used_labels) == {"claim": 1}


def test_relations_that_exist_go_on_being_allowed(project):
    project.article()
    project.put(uid(1))
    project.put(uid(2), label="named_source")
    project.relate(uid(3), uid(1), uid(2))
    with pytest.raises(Conflict, match="attributed_to"):
        project.load_scheme(DEFAULT.model_copy(update={"relations": []}))
    project.load_scheme(without("anonymous_source"))
    assert project.read(scheme.used_rules) == [("attributed_to", "claim", "named_source")]
    project.delete(uid(3), of="relation")
    project.load_scheme(DEFAULT.model_copy(update={"relations": []}))


def test_a_load_that_fails_at_any_statement_changes_nothing(project):
    fail_at_each_statement(project, lambda: project.load_scheme(without("speculation")))
    assert project.read(scheme.current) == without("speculation")
