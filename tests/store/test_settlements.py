"""Several layers of one article are settled into gold, and nobody's own rows are changed by it."""

from collections.abc import Callable
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.errors import Conflict, Forbidden, NotFound, Refused
from annotator.domain.reviews import Reply, Settlement
from annotator.store import decisions, scheme, settlements, settling, unsettled
from annotator.store.alike import alike
from annotator.store.case_sheet import Sheet
from annotator.store.people import Actor
from tests.store.project import TEXT, Project, uid

NAMES = "alice", "bob", "carla"
LONG, SHORT = [[0, 14]], [[1, 14]]
WHO = TEXT.index("an official")
OFFICIAL = [[WHO, WHO + 11]]
RUIZ = [[TEXT.index("Ana Ruiz"), TEXT.index("Ana Ruiz") + 8]]


def labelled(project: Project, name: str, *spans: tuple[str, Any]) -> Actor:
    """A teammate who made these spans, each with its number as its id, and submitted."""
    actor = project.actor(name)
    place = ("a", name)
    for number, (label, fragments) in enumerate(spans, 1):
        project.put(uid(number), by=actor, place=place, label=label, fragments=fragments)
    project.set_status("submitted", name=name, by=actor)
    return actor


@pytest.fixture
def two(project: Project) -> Project:
    """Two who agree on a source, and differ in the edges of a claim and in a speculation."""
    project.article()
    source = ("anonymous_source", OFFICIAL)
    labelled(project, "alice", ("claim", LONG), source, ("speculation", RUIZ))
    labelled(project, "bob", ("claim", SHORT), source)
    return project


def settle(project: Project, *given: dict[str, Any], **more: Any) -> Any:
    asked = {"id": str(uuid4()), "decisions": list(given)} | more
    settlement = Settlement.model_validate(asked)
    by_themselves = project.read(alike, project.me, "a", settlement)
    return project.write(settlements.settle, project.me, "a", settlement, by_themselves)


def verdict(layer: str, number: int, said: str | None, **more: Any) -> dict[str, Any]:
    return {"layer": layer, "span": uid(number), "verdict": said, **more}


def link(layer: str, number: int, said: str | None, **more: Any) -> dict[str, Any]:
    return {"layer": layer, "relation": uid(number), "verdict": said, **more}


def sheet(project: Project) -> Sheet:
    found: Sheet = project.read(settling.sheet, project.me, "a")
    return found


def gold(project: Project) -> dict[str, Any]:
    return project.layer(name="gold")


def origins(span: dict[str, Any]) -> list[str]:
    return [f"{one['layer']}/{int(one['span'][-12:])}" for one in span["derived_from"]]


def rows_of(project: Project, name: str) -> list[Any]:
    """What one person made, as the tables have it."""
    found = []
    for table in ("span", "relation", "source"):
        found += project.rows(
            f"SELECT {table}.* FROM {table} JOIN layer ON layer.number = {table}.layer"
            " JOIN annotator ON annotator.number = layer.annotator"
            f" WHERE annotator.name = ? ORDER BY {table}.id",
            name,
        )
    return found


def test_what_all_say_alike_goes_in_by_itself_with_the_first_decision(two: Project) -> None:
    assert [case.kinds for case in sheet(two).cases] == [["boundary"], [], ["missing"]]
    assert sheet(two).left == 2
    before = rows_of(two, "alice"), rows_of(two, "bob")
    settle(two, verdict("alice", 3, "rejected"))
    (source,) = gold(two)["spans"]
    assert source["text"] == "an official"
    assert origins(source) == ["alice/2", "bob/2"]
    assert sheet(two).left == 1
    assert (rows_of(two, "alice"), rows_of(two, "bob")) == before


def test_one_sides_reading_is_gold_and_the_other_hears_of_it_as_changed(two: Project) -> None:
    settle(
        two, verdict("alice", 1, "accepted"),
        verdict("bob", 1, "changed", label="claim", fragments=LONG),
    )  # fmt: skip
    claim = gold(two)["spans"][0]
    assert claim["text"] == "“Prices 📈 rose"
    assert origins(claim) == ["alice/1", "bob/1"]
    assert two.layer(name="bob")["spans"][0]["verdict"] == "changed"


def test_both_readings_may_stand_and_a_third_may_take_their_place(two: Project) -> None:
    settle(two, verdict("alice", 1, "accepted"), verdict("bob", 1, "accepted"))
    assert [span["text"] for span in gold(two)["spans"]] == [
        "“Prices 📈 rose", "Prices 📈 rose", "an official",
    ]  # fmt: skip
    third = {"label": "speculation", "fragments": [[1, 9]]}
    settle(two, verdict("alice", 1, "changed", **third), verdict("bob", 1, "changed", **third))
    first = gold(two)["spans"][0]
    assert (first["label"], first["text"]) == ("speculation", "Prices 📈")
    assert origins(first) == ["alice/1", "bob/1"]
    settle(two, verdict("alice", 1, None), verdict("bob", 1, None))
    assert [span["text"] for span in gold(two)["spans"]] == ["an official"]
    assert sheet(two).left == 2


def test_an_agreed_span_may_be_left_out_and_stays_out(two: Project) -> None:
    settle(two, verdict("alice", 2, "rejected"), verdict("bob", 2, "rejected"))
    settle(two, verdict("alice", 3, "accepted"))
    assert [span["text"] for span in gold(two)["spans"]] == ["Ana Ruiz"]


def test_an_author_who_changes_a_span_opens_its_case_again(two: Project) -> None:
    settle(two, verdict("alice", 1, "accepted"), verdict("bob", 1, "accepted"))
    settle(two, verdict("alice", 3, "accepted"))
    assert sheet(two).left == 0
    bob = two.actor("bob")
    two.put(uid(1), by=bob, place=("a", "bob"), fragments=[[1, 9]])
    assert sheet(two).left == 1
    two.put(
        uid(2),
        by=bob,
        place=("a", "bob"),
        label="anonymous_source",
        fragments=[[WHO + 3, WHO + 11]],
    )
    assert sheet(two).left == 2


def test_an_act_is_done_once_and_a_stale_one_not_at_all(two: Project) -> None:
    act = verdict("alice", 3, "accepted", was="", version=1)
    settle(two, act, id=uid(70))
    settle(two, verdict("alice", 3, "rejected"))
    settle(two, act, id=uid(70))
    assert [span["text"] for span in gold(two)["spans"]] == ["an official"]
    before = two.state()
    with pytest.raises(Conflict, match="changed meanwhile"):
        settle(two, verdict("bob", 1, "accepted"), act)
    assert two.state() == before
    with pytest.raises(Conflict, match="used for something else"):
        two.article("b", "Another 📈 text.")
        for name in ("alice", "bob"):
            two.set_status("submitted", article="b", name=name, by=two.actor(name))
        two.write(settlements.settle, two.me, "b", Settlement(id=uid(70)))


def test_only_reviewers_settle_and_only_where_two_have_submitted(two: Project) -> None:
    act = Settlement(id=str(uuid4()))
    with pytest.raises(Forbidden):
        two.write(settlements.settle, two.actor("bob"), "a", act)
    assert two.read(unsettled.queue, two.actor("bob")) == []
    with pytest.raises(NotFound):
        two.write(settlements.settle, two.me, "nowhere", act)
    two.set_status("open", name="bob", by=two.actor("bob"))
    with pytest.raises(Conflict, match="fewer than two"):
        two.write(settlements.settle, two.me, "a", act)
    assert two.read(unsettled.queue, two.me) == []


def test_it_is_finished_when_each_span_has_a_verdict(two: Project) -> None:
    (waiting,) = two.read(unsettled.queue, two.me)
    assert (waiting["id"], waiting["spans"], waiting["decided"]) == ("a", 5, 0)
    settle(two, verdict("alice", 3, "accepted"))
    with pytest.raises(Conflict, match="1 case is not settled yet"):
        settle(two, finish=True)
    settle(two, verdict("alice", 1, "accepted"), verdict("bob", 1, "rejected"), finish=True)
    for name in ("alice", "bob", "gold"):
        assert two.layer(name=name)["status"] == "reviewed"
    assert two.read(unsettled.queue, two.me) == []
    assert [one["id"] for one in two.read(unsettled.settled, two.me, 5)] == ["a"]
    two.put(uid(1), by=two.actor("bob"), place=("a", "bob"), fragments=[[1, 9]])
    assert [one["id"] for one in two.read(unsettled.queue, two.me)] == ["a"]


def attributed(project: Project) -> Project:
    """Two who agree on a claim and two sources, and attribute the claim to different ones."""
    project.article()
    spans = [("claim", LONG), ("anonymous_source", OFFICIAL), ("named_source", RUIZ)]
    for name, to in (("alice", 2), ("bob", 3)):
        actor = labelled(project, name, *spans)
        project.relate(uid(9), uid(1), uid(to), by=actor, place=("a", name))
    return project


@pytest.fixture
def linked(project: Project) -> Project:
    return attributed(project)


def leads_to(project: Project) -> list[str]:
    layer = gold(project)
    words = {span["id"]: span["text"] for span in layer["spans"]}
    return sorted(words[one["to"]] for one in layer["relations"])


def test_a_link_that_is_rejected_leaves_gold_and_one_that_is_accepted_stands(
    linked: Project,
) -> None:
    assert sheet(linked).left == 1
    before = rows_of(linked, "alice"), rows_of(linked, "bob")
    settle(linked)
    assert leads_to(linked) == []
    settle(linked, links=[link("alice", 9, "accepted"), link("bob", 9, "accepted")])
    assert leads_to(linked) == ["Ana Ruiz", "an official"]
    settle(linked, links=[link("bob", 9, "rejected")])
    assert leads_to(linked) == ["an official"]
    assert sheet(linked).left == 0
    settle(linked, links=[link("alice", 9, "rejected", was="accepted"), link("bob", 9, "accepted")])
    assert leads_to(linked) == ["Ana Ruiz"]
    settle(linked, links=[link("alice", 9, None), link("bob", 9, None)])
    assert leads_to(linked) == []
    assert sheet(linked).left == 1
    assert (rows_of(linked, "alice"), rows_of(linked, "bob")) == before


def test_a_stale_verdict_on_a_link_is_refused_and_a_new_one_after_a_change_waits(
    linked: Project,
) -> None:
    settle(linked, links=[link("alice", 9, "accepted"), link("bob", 9, "rejected")])
    with pytest.raises(Conflict, match="changed meanwhile"):
        settle(linked, links=[link("bob", 9, "accepted", was="")])
    with pytest.raises(NotFound):
        settle(linked, links=[link("nobody", 9, "accepted")])
    bob = linked.actor("bob")
    linked.delete(uid(9), of="relation", by=bob, place=("a", "bob"))
    linked.relate(uid(9), uid(1), uid(3), by=bob, place=("a", "bob"))
    assert sheet(linked).left == 1


def test_a_link_that_two_drew_stays_while_one_of_them_stands(project: Project) -> None:
    project.article()
    for name in ("alice", "bob"):
        actor = labelled(project, name, ("claim", LONG), ("anonymous_source", OFFICIAL))
        project.relate(uid(9), uid(1), uid(2), by=actor, place=("a", name))
    settle(project)
    assert leads_to(project) == ["an official"]
    settle(project, verdict("alice", 1, "rejected"))
    assert leads_to(project) == ["an official"]
    settle(project, verdict("bob", 1, "rejected"))
    assert leads_to(project) == []


def draw(layer: str, number: int, to: int, id_: int) -> dict[str, Any]:
    ends = {"from": {"layer": layer, "span": uid(number)}, "to": {"layer": layer, "span": uid(to)}}
    return {"id": uid(id_), "type": "attributed_to", **ends}


def test_what_a_reviewer_linked_gives_way_to_a_reading_that_is_chosen_later(
    linked: Project,
) -> None:
    none = [link("alice", 9, "rejected"), link("bob", 9, "rejected")]
    settle(linked, links=none, draws=[draw("alice", 1, 3, 60)])
    assert leads_to(linked) == ["Ana Ruiz"]
    assert [one.own for one in sheet(linked).gold_links] == [True]
    settle(linked, links=[link("alice", 9, "rejected"), link("bob", 9, "accepted")])
    assert leads_to(linked) == ["Ana Ruiz"]
    assert [one.own for one in sheet(linked).gold_links] == [False]
    settle(linked, links=none, draws=[draw("alice", 1, 3, 61)])
    settle(linked, links=none, draws=[draw("alice", 1, 2, 62)])
    assert leads_to(linked) == ["an official"]
    settle(linked, links=none, gold=[{"delete": "relation", "id": uid(99)}])
    assert leads_to(linked) == []


def test_a_span_that_is_judged_anew_is_linked_anew(linked: Project) -> None:
    settle(linked)
    settle(linked, links=[link("alice", 9, "accepted"), link("bob", 9, "rejected")])
    assert sheet(linked).left == 0
    settle(linked, verdict("alice", 1, None), verdict("bob", 1, None))
    settle(linked, verdict("alice", 1, "accepted"), verdict("bob", 1, "accepted"))
    assert sheet(linked).left == 1
    assert leads_to(linked) == []


def test_nobody_s_link_is_taken_for_another_s(project: Project) -> None:
    """Two drew the same link; one of their claims is read apart, left out, and read apart again."""
    project.article()
    for name in ("alice", "bob"):
        actor = labelled(project, name, ("claim", LONG), ("anonymous_source", OFFICIAL))
        project.relate(uid(9), uid(1), uid(2), by=actor, place=("a", name))
    settle(project)
    apart = verdict("alice", 1, "changed", label="claim", fragments=SHORT)
    settle(project, apart)
    assert leads_to(project) == ["an official"] * 2
    settle(project, verdict("alice", 1, "rejected"))
    settle(project, apart)
    assert leads_to(project) == ["an official"] * 2
    settle(project, links=[link("alice", 9, "rejected")])
    assert leads_to(project) == ["an official"]
    assert [one.own for one in sheet(project).gold_links] == [False]


def test_what_is_drawn_in_a_layer_that_was_opened_again_stays_there(linked: Project) -> None:
    carla = labelled(linked, "carla", ("claim", LONG), ("named_source", RUIZ))
    settle(linked, links=[link("alice", 9, "accepted"), link("bob", 9, "rejected")])
    linked.set_status("open", name="carla", by=carla)
    linked.relate(uid(9), uid(1), uid(2), by=carla, place=("a", "carla"))
    settle(linked, verdict("alice", 1, "accepted"))
    assert leads_to(linked) == ["an official"]


def test_who_submits_with_nothing_there_opens_the_case_again(
    two: Project, set_clock: Callable[[str], None]
) -> None:
    settle(two, verdict("alice", 1, "accepted"), verdict("bob", 1, "rejected"))
    settle(two, verdict("alice", 3, "accepted"))
    assert sheet(two).left == 0
    set_clock("2030-01-02T00:00:00Z")
    labelled(two, "carla", ("claim", LONG))
    assert [case.kinds for case in sheet(two).cases] == [["boundary"], ["missing"], ["missing"]]
    assert sheet(two).left == 3
    set_clock("2030-01-03T00:00:00Z")
    settle(two, verdict("alice", 1, "accepted"), verdict("carla", 1, "accepted"))
    settle(two, verdict("alice", 2, "accepted"), verdict("bob", 2, "accepted"))
    assert sheet(two).left == 1


def test_nothing_goes_in_by_itself_that_the_reviewer_saw_otherwise(two: Project) -> None:
    carla = labelled(two, "carla", ("claim", LONG))
    seen = ["alice", "bob", "carla"]
    two.set_status("open", name="carla", by=carla)
    settle(two, verdict("alice", 3, "accepted"), people=seen)
    assert [span["text"] for span in gold(two)["spans"]] == ["Ana Ruiz"]
    settle(two, people=["alice", "bob"])
    assert [span["text"] for span in gold(two)["spans"]] == ["an official", "Ana Ruiz"]


def test_what_is_to_be_discussed_is_a_case_though_all_say_the_same(project: Project) -> None:
    project.article()
    for name in ("alice", "bob"):
        actor = labelled(project, name, ("claim", LONG))
        flags = ["discuss"] if name == "bob" else ["own_voice"]
        project.put(uid(1), by=actor, place=("a", name), fragments=LONG, flags=flags)
    assert sheet(project).left == 1
    settle(project)
    assert gold(project)["spans"] == []
    settle(project, verdict("alice", 1, "accepted"), verdict("bob", 1, "accepted"))
    assert sheet(project).left == 0
    assert [span["flags"] for span in gold(project)["spans"]] == [["own_voice"]]


def test_what_its_authors_delete_is_a_case_until_gold_lets_it_go(two: Project) -> None:
    settle(two, verdict("alice", 1, "rejected"), verdict("bob", 1, "rejected"))
    settle(two, verdict("alice", 3, "rejected"), finish=True)
    two.delete(uid(2), by=two.actor("alice"), place=("a", "alice"))
    assert sheet(two).left == 1
    two.delete(uid(2), by=two.actor("bob"), place=("a", "bob"))
    assert sheet(two).left == 1
    assert [one["id"] for one in two.read(unsettled.queue, two.me)] == ["a"]
    (gone,) = sheet(two).gone
    assert gone.span["text"] == "an official"
    settle(two, *({"layer": layer, "span": span, "verdict": None} for layer, span in gone.members))
    assert gold(two)["spans"] == []
    assert sheet(two).left == 0


def test_who_deletes_alone_leaves_it_to_the_reviewer(two: Project) -> None:
    settle(two, verdict("alice", 1, "rejected"), verdict("bob", 1, "rejected"))
    two.delete(uid(2), by=two.actor("bob"), place=("a", "bob"))
    assert sheet(two).left == 2
    settle(two, verdict("alice", 2, "accepted"))
    assert sheet(two).left == 1
    (span,) = gold(two)["spans"]
    assert origins(span) == ["alice/2"]


def test_a_contest_brings_an_article_back_and_keeps_it_from_being_finished(two: Project) -> None:
    settle(two, verdict("alice", 1, "accepted"), verdict("bob", 1, "rejected"))
    settle(two, verdict("alice", 3, "rejected"), finish=True)
    assert two.read(unsettled.queue, two.me) == []
    said = Reply(reply="No 🙃", contested=True)
    two.write(decisions.reply, two.actor("bob"), ("a", "bob"), uid(1), said)
    assert [one["id"] for one in two.read(unsettled.queue, two.me)] == ["a"]
    with pytest.raises(Conflict, match="1 case is not settled"):
        settle(two, finish=True)


def test_a_reading_whose_label_was_retired_since_may_be_chosen(two: Project) -> None:
    current = two.read(scheme.current)
    retired = [one.model_copy(update={"retired": one.key == "claim"}) for one in current.labels]
    two.load_scheme(current.model_copy(update={"labels": retired}))
    settle(
        two, verdict("alice", 1, "accepted"),
        verdict("bob", 1, "changed", label="claim", fragments=LONG),
    )  # fmt: skip
    assert origins(gold(two)["spans"][0]) == ["alice/1", "bob/1"]


def test_an_act_that_arrived_is_known_though_somebody_opened_their_layer_since(
    two: Project,
) -> None:
    act = verdict("alice", 3, "accepted")
    settle(two, act, id=uid(70))
    two.set_status("open", name="bob", by=two.actor("bob"))
    settle(two, act, id=uid(70))


def test_what_was_settled_of_links_comes_back_from_a_file(
    linked: Project, new_project: Any
) -> None:
    settle(linked, links=[link("alice", 9, "accepted"), link("bob", 9, "rejected")], finish=True)
    other: Project = new_project("other")
    other.take(linked.export())
    assert other.export() == linked.export()
    assert sheet(other).left == 0
    settle(other, verdict("alice", 1, None), verdict("bob", 1, None))
    settle(other, verdict("alice", 1, "accepted"), verdict("bob", 1, "accepted"))
    assert "Ana Ruiz" not in leads_to(other)


def test_a_file_judges_no_links_where_gold_is_there_already(linked: Project) -> None:
    settle(linked, links=[link("alice", 9, "accepted"), link("bob", 9, "rejected")], finish=True)
    linked.execute("DELETE FROM relation_verdict")
    linked.take(linked.export())
    assert linked.count("relation_verdict") == 0


def test_reviewers_add_to_gold_what_nobody_saw_but_never_change_what_came_from_a_layer(
    two: Project,
) -> None:
    own = {"put": "span", "id": uid(50), "label": "claim", "fragments": [[32, 45]]}
    settle(two, gold=[own])
    assert [span["derived_from"] == [] for span in gold(two)["spans"]] == [False, True]
    derived = next(span["id"] for span in gold(two)["spans"] if span["derived_from"])
    with pytest.raises(Refused, match="judge the span there"):
        settle(two, gold=[{"delete": "span", "id": derived}])


NUMBERS = count()
SAID = st.sampled_from(["accepted", "rejected", "changed", None])
LINKED = st.sampled_from(["accepted", "rejected", None])
WHO_AND_WHAT = st.tuples(st.sampled_from(NAMES), st.integers(1, 3))
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("judge"), WHO_AND_WHAT, SAID, st.integers(2, 14)),
        st.tuples(st.just("link"), WHO_AND_WHAT, LINKED, st.just(0)),
        st.tuples(st.just("edit"), WHO_AND_WHAT, st.none(), st.integers(2, 14)),
        st.tuples(st.just("draw"), WHO_AND_WHAT, st.booleans(), st.just(0)),
    ),
    max_size=10,
)


def _do(project: Project, act: tuple[str, tuple[str, int], Any, int]) -> None:
    kind, (name, number), said, end = act
    actor, place = project.actor(name), ("a", name)
    if kind == "judge":
        more = {"label": "speculation", "fragments": [[1, end]]} if said == "changed" else {}
        number = min(number, 2)
        settle(project, verdict(name, number, said, **more))
    elif kind == "link":
        settle(project, links=[link(name, 9, said)])
    elif kind == "edit":
        project.put(uid(min(number, 2)), by=actor, place=place, fragments=[[0, end]])
    else:
        project.delete(uid(9), of="relation", by=actor, place=place)
        project.relate(uid(9), uid(1 + said), uid(3), by=actor, place=place)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(ACTS)
def test_whatever_is_done_in_any_order_each_persons_rows_are_their_own_and_gold_is_traceable(
    new_project: Any, acts: list[Any]
) -> None:
    project: Project = new_project(f"project-{next(NUMBERS)}")
    project.article()
    for at, name in enumerate(NAMES):
        spans = ("claim", [[0, 14 - at]]), ("claim", [[0, 5]]), ("named_source", RUIZ)
        actor = labelled(project, name, *spans)
        project.relate(uid(9), uid(1), uid(3), by=actor, place=("a", name))
    settle(project)
    for act in acts:
        own = act[0] in {"edit", "draw"}
        others = {one: rows_of(project, one) for one in NAMES if not (own and one == act[1][0])}
        _do(project, act)
        assert {one: rows_of(project, one) for one in others} == others
        settle(project, verdict("alice", 3, "accepted"))  # links follow with a reviewer's act
        _check_gold(project)
        _check_links(project)


def _check_gold(project: Project) -> None:
    """Each gold span is what the verdicts on the spans that it names leave of them."""
    there = {
        (name, span["id"]): span for name in NAMES for span in project.layer(name=name)["spans"]
    }
    named = set()
    for span in gold(project)["spans"]:
        assert span["text"] == TEXT[span["start"] : span["end"]]
        assert span["derived_from"]
        for origin in span["derived_from"]:
            named.add((origin["layer"], origin["span"]))
            mine = there[origin["layer"], origin["span"]]
            assert mine["verdict"] != "rejected"
            if mine["verdict"] == "accepted":
                assert (mine["label"], mine["fragments"]) == (span["label"], span["fragments"])
            elif mine["verdict"] == "changed":
                assert (mine["label"], mine["fragments"]) != (span["label"], span["fragments"])
    decided = {key for key, span in there.items() if span["verdict"] in {"accepted", "changed"}}
    assert decided <= named


def _check_links(project: Project) -> None:
    """Every link of gold came from somebody whose link was not rejected, each stands once."""
    now = sheet(project)
    links = [(one.type, one.from_, one.to) for one in now.gold_links]
    assert len(links) == len(set(links))
    assert not any(one.own for one in now.gold_links)
    said: dict[tuple[str, str, str], set[str]] = {}
    for (name, _), one in now.relations.items():
        ends = [now.gold.get((name, one[end])) for end in ("from", "to")]
        if ends[0] and ends[1]:
            key = one["type"], ends[0]["id"], ends[1]["id"]
            said.setdefault(key, set()).add(one["verdict"])
    assert set(links) <= {key for key, verdicts in said.items() if verdicts != {"rejected"}}
    assert {key for key, verdicts in said.items() if "accepted" in verdicts} <= set(links)
