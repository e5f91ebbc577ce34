"""Precedents: pinned by reviewers, taken away and brought back, found by like words."""

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.errors import Conflict, Forbidden, NotFound, Refused
from annotator.domain.precedents import LONGEST, Pinned
from annotator.store import articles, layers, precedents, scheme, sight
from tests.domain import strategies
from tests.store.project import ME, TEXT, uid

PRICES = [[1, 14]]
"""“Prices 📈 rose”, without its marks."""


def pinned(id_=1, **fields):
    stated = {"label": "claim", "fragments": PRICES, "reason": "Somebody says so 🙂."}
    return Pinned.model_validate({"id": uid(id_), **stated, **fields})


def pin(project, id_=1, *, article="a", by=None, **fields):
    return project.write(precedents.pin, by or project.me, article, pinned(id_, **fields))


def unpin(project, id_=1, by=None):
    project.write(precedents.unpin, by or project.me, uid(id_))


def restore(project, id_=1, by=None):
    return project.write(precedents.restore, by or project.me, uid(id_))


def listed(project, actor=None):
    return [one["id"] for one in project.read(precedents.listed, actor or project.me)]


def nearest(project, words, *labels, actor=None, **options):
    found = project.read(precedents.nearest, actor or project.me, words, list(labels), **options)
    return [one["id"] for one in found]


@pytest.fixture
def desk(project):
    """An article, and a text for each of the tests' words."""
    project.article("a", title="Prices 📈")
    return project


def test_what_is_pinned_is_listed_with_its_words(desk, set_clock):
    set_clock("2030-01-01T00:00:00Z")
    done = pin(desk, fragments=[[1, 9], [17, 28]], holds=False)
    assert done.created
    assert done.record == {
        "id": uid(1),
        "label": "claim",
        "holds": False,
        "words": "Prices 📈 an official",
        "reason": "Somebody says so 🙂.",
        "article": "a",
        "start": 1,
        "end": 28,
        "title": "Prices 📈",
        "article_deleted": False,
        "by": ME,
        "created_at": "2030-01-01T00:00:00Z",
    }
    assert desk.read(precedents.listed, desk.me) == [done.record]
    assert TEXT[1:9] + " " + TEXT[17:28] == done.record["words"]


def test_pinning_the_same_again_changes_nothing(desk):
    first, rae = pin(desk), desk.actor("rae", "reviewer")
    before = desk.state()
    again = pin(desk, by=rae)
    assert not again.created
    assert again.record == first.record
    assert desk.state() == before


@pytest.mark.parametrize(
    "other",
    [
        {"label": "speculation"},
        {"holds": False},
        {"fragments": [[1, 9]]},
        {"fragments": [[1, 7], [10, 14]]},
        {"reason": "Another 🙂."},
        {"article": "b"},
    ],
)
def test_the_same_id_for_something_else_is_a_clash(desk, other):
    desk.article("b")
    record = pin(desk).record
    for unpinned in (False, True):
        if unpinned:
            unpin(desk)
        before = desk.state()
        with pytest.raises(Conflict) as clash:
            pin(desk, **other)
        assert clash.value.current == record
        assert desk.state() == before


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"label": "lie"}, "label"),
        ({"fragments": [[0, len(TEXT) + 1]]}, "end"),
        ({"fragments": [[4, 4]]}, "fragments"),
        ({"fragments": [[6, 9], [0, 3]]}, "fragments"),
    ],
)
def test_what_is_not_there_cannot_be_pinned(desk, wrong, field):
    before = desk.state()
    with pytest.raises(Refused) as refused:
        pin(desk, **wrong)
    assert refused.value.field == field
    assert desk.state() == before


def test_an_article_that_is_not_there_has_none(desk):
    with pytest.raises(NotFound):
        pin(desk, article="nothing")
    desk.write(articles.remove, desk.me.number, ["a"])
    with pytest.raises(NotFound):
        pin(desk)


def test_a_label_that_is_retired_can_be_pinned(desk):
    """The case was settled, and says so for as long as its label is known."""
    wanted = desk.read(scheme.current)
    first, *others = wanted.labels
    retired = first.model_copy(update={"retired": True})
    desk.load_scheme(wanted.model_copy(update={"labels": [retired, *others]}))
    assert pin(desk).created


def test_only_reviewers_pin_and_take_away(desk):
    pin(desk)
    lou = desk.actor("lou")
    before = desk.state()
    for act in (pin, unpin, restore):
        with pytest.raises(Forbidden, match="reviewers"):
            act(desk, by=lou)
    with pytest.raises(Forbidden):
        unpin(desk, 9, by=lou)
    assert desk.state() == before


def test_taken_away_and_brought_back(desk):
    record = pin(desk).record
    unpin(desk)
    assert listed(desk) == nearest(desk, "prices") == []
    before = desk.state()
    unpin(desk)
    assert desk.state() == before, "a second time is no act"
    assert restore(desk) == record
    assert listed(desk) == nearest(desk, "prices") == [uid(1)]
    before = desk.state()
    assert restore(desk) == record
    assert desk.state() == before


def test_pinning_what_was_taken_away_brings_it_back(desk):
    record = pin(desk).record
    unpin(desk)
    done = pin(desk)
    assert done.created
    assert done.record == record
    assert listed(desk) == [uid(1)]


def test_one_never_seen_is_not_found(desk):
    for act in (unpin, restore):
        with pytest.raises(NotFound):
            act(desk, 9)


def test_the_journal_has_every_change(desk):
    content = {
        "label": "claim",
        "holds": True,
        "words": "Prices 📈 rose",
        "reason": "Somebody says so 🙂.",
        "article": "a",
        "start": 1,
        "end": 14,
    }
    pin(desk, fragments=[[1, 14]])
    unpin(desk)
    restore(desk)
    rows = desk.rows(
        "SELECT layer, object_id, before, after FROM journal WHERE object = 'precedent'"
    )
    states = [[orjson.loads(state) if state else None for state in row[2:]] for row in rows]
    assert states == [[None, content], [content, None], [None, content]]
    assert {row[:2] for row in rows} == {(None, uid(1))}


def test_they_stand_in_the_schemes_order_then_the_newest_first(desk, set_clock):
    for number, label in enumerate(("named_source", "claim", "speculation", "claim"), 1):
        set_clock(f"2030-01-0{number}T00:00:00Z")
        pin(desk, number, label=label, reason=f"Reason {number} 🙂")
    pin(desk, 5, label="claim", reason="Another 🙂")  # in the same second
    assert listed(desk) == [uid(5), uid(4), uid(2), uid(3), uid(1)]


def test_what_is_pinned_twice_with_the_same_words_is_one(desk):
    first = pin(desk, 1)
    again = pin(desk, 2)
    assert (again.created, again.record["id"]) == (False, uid(1))
    unpin(desk)
    assert pin(desk, 2).record["id"] == uid(2)
    assert first.created


def test_a_deleted_articles_precedents_stay(desk):
    pin(desk)
    desk.write(articles.remove, desk.me.number, ["a"])
    (one,) = desk.read(precedents.listed, desk.me)
    assert one["article_deleted"]
    assert one["words"] == "Prices 📈 rose"
    desk.write(articles.restore, desk.me.number, ["a"])
    assert not desk.read(precedents.listed, desk.me)[0]["article_deleted"]


def test_a_label_with_precedents_is_not_dropped_from_the_scheme(desk):
    pin(desk, label="anonymous_source")
    unpin(desk)
    wanted = desk.read(scheme.current)
    fewer = {"labels": wanted.labels[:3], "relations": []}
    with pytest.raises(Conflict, match="1 precedent and cannot be removed"):
        desk.load_scheme(wanted.model_copy(update=fewer))


WORDS = {
    1: ("claim", "🌊 The harbour will close in summer"),
    2: ("claim", "🌊 Prices of bread rose in May"),
    3: ("speculation", "🌊 The minister might resign"),
    4: ("claim", "🌊 The minister has resigned, São Paulo said"),
    5: ("named_source", "🌊 Jefa del banco central"),
    6: ("claim", "🌊 政府は今日、新しい税を発表した"),
}


@pytest.fixture
def library(project):
    for number, (label, words) in WORDS.items():
        project.article(str(number), words)
        pin(project, number, article=str(number), label=label, fragments=[[2, len(words)]])
    return project


@pytest.mark.parametrize(
    ("like", "first"),
    [
        ("harbour", 1),
        ("HARBOUR!", 1),
        ("the price of bread", 2),
        ("the minister might go, and then resign", 3),
        ("sao paulo", 4),
        ("banco", 5),
        ("新しい税", 6),
        (WORDS[4][1], 4),
    ],
)
def test_the_nearest_have_the_most_of_the_words(library, like, first):
    assert nearest(library, like)[0] == uid(first)


@pytest.mark.parametrize("like", ["", " ", "?!", "🦆", "nowhere", '"', "* OR", "NEAR(", "a" * 9000])
def test_what_is_like_none_finds_none(library, like):
    assert nearest(library, like) == []


def test_those_of_the_given_labels_come_first_and_no_more_than_asked(library):
    like = "the minister might resign next summer"
    assert nearest(library, like)[0] == uid(3)
    assert nearest(library, like, "claim")[:2] == [uid(1), uid(4)]
    assert uid(3) not in nearest(library, like, "claim", limit=2)
    assert nearest(library, like, "claim", "speculation")[0] == uid(3)
    assert len(nearest(library, "the in", limit=2)) == 2


def test_the_very_same_stretch_is_found_too(library):
    assert nearest(library, WORDS[2][1], "speculation") == [uid(2)]


def submit(project, actor, article, status="submitted"):
    project.write(layers.set_status, actor, article, actor.name, status)


def test_a_labeller_is_told_of_articles_that_they_have_submitted_only(project):
    for number in (1, 2):
        project.article(str(number), "🌊 Prices rose")
        pin(project, number, article=str(number), fragments=[[2, 8]])
    lou, rae = project.actor("lou"), project.actor("rae", "reviewer")

    def seen(actor=lou):
        found = listed(project, actor)
        assert sorted(nearest(project, "prices", actor=actor)) == sorted(found)
        return found

    assert seen() == []
    project.put(uid(1), place=("1", "lou"), by=lou)
    assert seen() == []
    submit(project, project.actor("kim"), "2")
    assert seen() == []
    submit(project, lou, "1")
    assert seen() == [uid(1)]
    submit(project, lou, "1", "open")
    assert seen() == []
    assert seen(rae) == [uid(2), uid(1)]
    project.write(sight.set_blind, project.me.number, False)
    assert seen() == [uid(2), uid(1)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(data=st.data())
def test_the_words_are_slices_of_the_stored_text(project, data):
    number = project.count("article") + 1
    text = data.draw(strategies.texts) + "🙂"
    fragments = data.draw(strategies.fragments(len(text)))
    if sum(end - start + 1 for start, end in fragments) > LONGEST:
        return
    project.article(str(number), text)
    record = pin(project, number, article=str(number), fragments=fragments).record
    stored = project.rows("SELECT text FROM article WHERE id = ?", str(number))[0][0]
    assert record["words"] == " ".join(stored[start:end] for start, end in fragments)
    assert (record["start"], record["end"]) == (fragments[0][0], fragments[-1][1])


def test_a_short_word_in_common_makes_no_text_like_another(desk):
    desk.article("b", "It 📈 may cost more than planned. It rose.")
    pin(desk, 1, article="b", fragments=[[0, 32]])
    near = lambda text: desk.read(precedents.nearest, desk.me, text, ["claim"])  # noqa: E731
    assert near("A person familiar with it") == []
    assert [one["id"] for one in near("The bridge may cost more")] == [uid(1)]
