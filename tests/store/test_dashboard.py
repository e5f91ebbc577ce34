"""The dashboard's figures, counted by hand: states, footing of claims, sources, pace."""

from datetime import date
from typing import Any

import pytest

from annotator.domain.scheme import DEFAULT
from annotator.domain.standing import Footing
from annotator.store import accounts, assigning, dashboard, paces
from annotator.store.dashboard import States, Used
from annotator.store.paces import WEEKS
from tests.store.project import ME, Project, uid

TEXT = "🚢 One said so. Two said it too. Nobody said three."
WORDS = {"one": [2, 5], "so": [11, 13], "two": [15, 18], "it": [24, 26], "three": [45, 50]}


def label(project: Project, number: int, words: str, label: str, article: str = "a") -> str:
    span = {"label": label, "fragments": [WORDS[words]]}
    project.put(uid(number), place=(article, ME), **span)  # type: ignore[arg-type]
    return uid(number)


@pytest.fixture
def sourced(project: Project) -> Project:
    """One submitted article: a claim on a named source, one on an anonymous one, one on none."""
    project.article("a", TEXT)
    label(project, 1, "so", "claim")
    label(project, 2, "one", "named_source")
    label(project, 3, "it", "speculation")
    label(project, 4, "two", "anonymous_source")
    label(project, 5, "three", "claim")
    project.relate(uid(6), uid(1), uid(2))
    project.relate(uid(7), uid(3), uid(4))
    project.put(uid(8), of="source", name="Ana Ruiz", kind="named", spans=[uid(2)])
    project.set_status("submitted")
    return project


def rested(project: Project, by: Any = None) -> list[tuple[str, Footing]]:
    found = project.read(dashboard.rested, by or project.me, DEFAULT)
    return [(one.id, one.footing) for one in found]


def test_each_claim_counts_once_by_what_it_rests_on(sourced: Project) -> None:
    assert rested(sourced) == [("a", Footing(named=1, anonymous=1, none=1))]
    sourced.relate(uid(9), uid(3), uid(2))
    assert rested(sourced) == [("a", Footing(named=2, anonymous=0, none=1))]
    sourced.delete(uid(9), of="relation")
    sourced.delete(uid(6), of="relation")
    assert rested(sourced) == [("a", Footing(named=0, anonymous=1, none=2))]
    assert Footing(0, 1, 2).share == pytest.approx(1 / 3)
    assert Footing().share is None


def test_sources_are_counted_by_the_name_of_the_register_or_their_words(sourced: Project) -> None:
    found = sourced.read(dashboard.sources, sourced.me)
    assert found == [
        Used("Ana Ruiz", "named_source", 1),
        Used("Two", "anonymous_source", 1),
    ]


def test_a_claim_that_names_a_source_twice_rests_on_it_once(sourced: Project) -> None:
    again = label(sourced, 20, "it", "named_source")
    sourced.put(uid(21), of="source", name="Ana Ruiz", kind="named", spans=[again])
    sourced.relate(uid(22), uid(1), again)
    (used, *_) = sourced.read(dashboard.sources, sourced.me)
    assert used == Used("Ana Ruiz", "named_source", 1)


def test_only_attribution_makes_a_claim_rest_on_something(sourced: Project) -> None:
    sourced.execute("UPDATE relation SET type = 'contradicts' WHERE id = ?", uid(6))
    assert rested(sourced) == [("a", Footing(named=0, anonymous=1, none=2))]
    assert [one.label for one in sourced.read(dashboard.sources, sourced.me)] == [
        "anonymous_source"
    ]


def test_gold_goes_before_what_anybody_submitted(sourced: Project) -> None:
    sourced.put(uid(1), place=("a", "gold"), label="claim", fragments=[WORDS["three"]])
    assert rested(sourced) == [("a", Footing(none=1))]
    assert sourced.read(dashboard.labels, sourced.me) == {"claim": 1}


def test_each_article_is_in_one_state(sourced: Project) -> None:
    for id_ in ("b", "c", "d"):
        sourced.article(id_, f"{id_} 🙂")
    sourced.article("s", "A sample 🙂")
    sourced.execute("UPDATE article SET sample = 1 WHERE id = 's'")
    sourced.set_status("open", "b")
    sourced.set_status("reviewed", "c")
    assert sourced.read(dashboard.states, sourced.me) == States(
        reviewed=1, submitted=1, open=1, unopened=1, unassigned=1
    )


def state(project: Project) -> str:
    """The state of the one article that there is."""
    found = project.read(dashboard.states, project.me)
    return next(name for name in States._fields if getattr(found, name))


def test_an_article_is_reviewed_once_all_to_whom_it_was_given_are_done(sourced: Project) -> None:
    for name in ("bea 📰", "cem"):
        sourced.write(accounts.add, sourced.me.number, name, "labeller")
    sourced.write(assigning.assign, sourced.me.number, ["a"], [ME, "bea 📰"])
    sourced.set_status("reviewed")
    assert state(sourced) == "open"
    bea = sourced.actor("bea 📰")
    sourced.set_status("open", name="bea 📰", by=bea)
    assert state(sourced) == "open"
    sourced.set_status("submitted", name="bea 📰", by=bea)
    assert state(sourced) == "submitted"
    sourced.execute("UPDATE layer SET status = 'reviewed' WHERE annotator = ?", bea.number)
    assert state(sourced) == "reviewed"
    cem = sourced.actor("cem")
    sourced.set_status("open", name="cem", by=cem)
    assert state(sourced) == "reviewed"
    sourced.write(assigning.assign, sourced.me.number, ["a"], ["cem"])
    assert state(sourced) == "open"
    sourced.write(accounts.remove, sourced.me.number, "cem")
    assert state(sourced) == "reviewed"


def test_an_article_whose_gold_is_open_waits_for_a_reviewer(sourced: Project) -> None:
    sourced.set_status("reviewed")
    sourced.put(uid(1), place=("a", "gold"), label="claim", fragments=[WORDS["so"]])
    assert state(sourced) == "submitted"
    sourced.set_status("reviewed", name="gold")
    assert state(sourced) == "reviewed"


def test_a_labeller_counts_only_what_they_may_see(sourced: Project) -> None:
    alice = sourced.actor("alice")
    assert rested(sourced, alice) == []
    assert sourced.read(dashboard.states, alice).unopened == 1
    assert sourced.read(paces.paces, alice, date(2026, 11, 22)) == []
    sourced.set_status("submitted", name="alice", by=alice)
    assert len(rested(sourced, alice)) == 1


def test_pace_is_told_by_weeks_from_monday(project: Project, set_clock: Any) -> None:
    for id_, moment in (
        ("a", "2026-11-16T00:00:00Z"),  # this week's Monday
        ("b", "2026-11-15T23:59:59Z"),
        ("c", "2026-11-09T00:00:00Z"),
        ("d", "2026-01-01T00:00:00Z"),
    ):
        project.article(id_, f"{id_} 🙂")
        set_clock(moment)
        project.set_status("submitted", id_)
    (pace,) = project.read(paces.paces, project.me, date(2026, 11, 22))
    assert (pace.name, pace.submitted, pace.left) == (ME, 4, None)
    assert pace.weeks == (0,) * (WEEKS - 2) + (2, 1)


def test_who_was_given_articles_stands_there_before_they_submit_any(sourced: Project) -> None:
    for name in ("alice", "bob"):
        sourced.write(accounts.add, sourced.me.number, name, "labeller")
    alice = sourced.actor("alice")
    sourced.write(assigning.assign, sourced.me.number, ["a"], ["alice", "bob"])
    today = date(2026, 11, 22)
    found = [
        (one.name, one.submitted, one.left) for one in sourced.read(paces.paces, sourced.me, today)
    ]
    assert found == [("alice", 0, 1), ("bob", 0, 1), (ME, 1, None)]
    assert [one.name for one in sourced.read(paces.paces, alice, today)] == ["alice"]
