"""A review leaves verdicts beside the author's spans, and gold that knows where it came from."""

from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.errors import Conflict, Forbidden, NotFound, Refused
from annotator.domain.reviews import Reply, Review, Shown
from annotator.store import decisions, finishing, reviewing, reviews
from annotator.store.people import Actor
from tests.store.project import ME, TEXT, Project, uid

PLACE = ("a", "alice")
FELL = [[TEXT.index("And fell"), TEXT.index("And fell") + 8]]


@pytest.fixture
def alice(project: Project) -> Actor:
    """A teammate who labelled and submitted: a claim, its source, the register entry."""
    project.article()
    alice = project.actor("alice")
    project.put(uid(1), by=alice, place=PLACE, fragments=[[0, 14]], flags=["discuss", "own_voice"])
    who = TEXT.index("an official")
    span: dict[str, Any] = {"label": "anonymous_source", "fragments": [[who, who + 11]]}
    project.put(uid(2), by=alice, place=PLACE, **span)
    project.relate(uid(3), uid(1), uid(2), by=alice, place=PLACE)
    entry: dict[str, Any] = {"name": "an official", "kind": "anonymous", "spans": [uid(2)]}
    project.put(uid(4), of="source", by=alice, place=PLACE, **entry)
    project.set_status("submitted", name="alice", by=alice)
    return alice


def decide(
    project: Project, *given: dict[str, Any], id_: str = "", by: Actor | None = None
) -> dict[str, Any]:
    asked = {"id": id_ or str(uuid4()), "decisions": list(given)}
    answer: dict[str, Any] = project.write(
        reviews.decide, by or project.me, PLACE, Review.model_validate(asked)
    )
    return answer


def verdict(number: int, said: str | None, **more: Any) -> dict[str, Any]:
    return {"span": uid(number), "verdict": said, **more}


def gold(project: Project) -> dict[str, Any]:
    return project.layer(name="gold")


def rows_of(project: Project) -> list[Any]:
    """What alice made, as the tables have it."""
    found = []
    for table in ("span", "relation", "source"):
        found += project.rows(
            f"SELECT {table}.* FROM {table} JOIN layer ON layer.number = {table}.layer"
            " JOIN annotator ON annotator.number = layer.annotator WHERE annotator.name = 'alice'"
        )
    return found


def test_what_is_accepted_goes_to_gold_with_its_link_and_its_register_entry(
    project: Project, alice: Actor
) -> None:
    before = rows_of(project)
    decide(project, verdict(1, "accepted", comment="Well seen 📈"), verdict(2, "accepted"))
    settled = gold(project)
    claim, source = settled["spans"]
    assert claim["text"] == "“Prices 📈 rose"
    assert (claim["label"], claim["flags"]) == ("claim", ["own_voice"])
    assert claim["derived_from"] == [{"layer": "alice", "span": uid(1)}]
    (relation,) = settled["relations"]
    assert (relation["from"], relation["to"]) == (claim["id"], source["id"])
    (entry,) = settled["sources"]
    assert (entry["name"], entry["spans"]) == ("an official", [source["id"]])
    span = project.layer(name="alice")["spans"][0]
    assert (span["verdict"], span["reviewer"], span["comment"]) == (
        "accepted", ME, "Well seen 📈",
    )  # fmt: skip
    assert rows_of(project) == before


def test_what_is_changed_stands_in_gold_as_the_reviewer_reads_it(
    project: Project, alice: Actor
) -> None:
    decide(project, verdict(1, "accepted"), verdict(2, "accepted"))
    decide(project, verdict(1, "changed", label="speculation", fragments=[[1, 14]]))
    (claim, _) = gold(project)["spans"]
    assert (claim["label"], claim["text"]) == ("speculation", "Prices 📈 rose")
    decide(project, verdict(1, "changed", comment="Not certain"))
    assert gold(project)["spans"][0]["label"] == "speculation"
    assert project.layer(name="alice")["spans"][0]["label"] == "claim"
    with pytest.raises(Refused, match="accept it"):
        decide(project, verdict(2, "changed"))
    with pytest.raises(Refused, match="stays as it is"):
        decide(project, verdict(2, "accepted", label="claim"))


def test_a_link_goes_with_a_label_that_it_does_not_fit_and_comes_back(
    project: Project, alice: Actor
) -> None:
    decide(project, verdict(1, "accepted"), verdict(2, "accepted"))
    (relation,) = gold(project)["relations"]
    decide(project, verdict(2, "changed", label="claim"))
    assert gold(project)["relations"] == []
    decide(project, verdict(2, "accepted"))
    assert [one["id"] for one in gold(project)["relations"]] == [relation["id"]]


def test_what_is_rejected_or_withdrawn_leaves_gold(project: Project, alice: Actor) -> None:
    decide(project, verdict(1, "accepted"), verdict(2, "accepted"))
    first = gold(project)["spans"][0]["id"]
    decide(project, verdict(1, "rejected"))
    decide(project, verdict(2, None))
    assert gold(project)["spans"] == gold(project)["relations"] == []
    assert project.read(reviewing.sheet, project.me, PLACE)["again"] == []
    spans = project.layer(name="alice")["spans"]
    assert [span["verdict"] for span in spans] == ["rejected", ""]
    decide(project, verdict(1, "accepted"), verdict(2, "accepted"))
    assert gold(project)["spans"][0]["id"] == first
    assert len(gold(project)["relations"]) == 1


def test_one_act_is_one_action_and_is_done_once(project: Project, alice: Actor) -> None:
    decide(project, verdict(1, "accepted"), verdict(2, "accepted"), id_=uid(77))
    decide(project, verdict(1, "rejected"))
    decide(project, verdict(1, "accepted"), verdict(2, "accepted"), id_=uid(77))
    spans = project.layer(name="alice")["spans"]
    assert [span["verdict"] for span in spans] == ["rejected", "accepted"]
    actions = project.rows("SELECT count(DISTINCT action) FROM journal WHERE object = 'verdict'")
    assert actions == [(2,)]
    other = project.actor("carla", "reviewer")
    with pytest.raises(Conflict):
        decide(project, verdict(1, "accepted"), id_=uid(77), by=other)


def test_all_or_nothing(project: Project, alice: Actor) -> None:
    with pytest.raises(NotFound):
        decide(project, verdict(1, "accepted"), verdict(99, "accepted"))
    assert [span["verdict"] for span in project.layer(name="alice")["spans"]] == ["", ""]
    with pytest.raises(NotFound):
        gold(project)


def test_only_reviewers_decide_and_only_on_what_was_submitted(
    project: Project, alice: Actor
) -> None:
    with pytest.raises(Forbidden):
        decide(project, verdict(1, "accepted"), by=alice)
    project.set_status("open", name="alice", by=alice)
    with pytest.raises(Conflict, match="not submitted"):
        decide(project, verdict(1, "accepted"))


def test_nobody_decides_on_what_they_did_not_see(project: Project, alice: Actor) -> None:
    project.put(uid(1), by=alice, place=PLACE, fragments=[[1, 14]])
    with pytest.raises(Conflict, match="meanwhile"):
        decide(project, verdict(1, "accepted", version=1))
    decide(project, verdict(1, "accepted", version=2, was=""))
    other = project.actor("carla", "reviewer")
    with pytest.raises(Conflict, match="robin: accepted"):
        decide(project, verdict(1, "rejected", was=""), by=other)


def test_an_edit_of_the_author_asks_for_review_again_and_touches_no_gold(
    project: Project, alice: Actor
) -> None:
    decide(project, verdict(1, "accepted"), verdict(2, "accepted"))
    project.write(finishing.set_status, project.me, PLACE, "reviewed")
    assert project.read(reviewing.queue, project.me) == []
    before = gold(project)
    project.put(uid(1), by=alice, place=PLACE, fragments=[[1, 14]])
    assert gold(project) == before
    assert project.read(reviewing.sheet, project.me, PLACE)["again"] == [uid(1)]
    (waiting,) = project.read(reviewing.queue, project.me)
    assert (waiting["name"], waiting["decided"], waiting["spans"]) == ("alice", 1, 2)


def test_a_review_ends_when_all_is_decided(project: Project, alice: Actor) -> None:
    decide(project, verdict(1, "accepted"))
    with pytest.raises(Conflict, match="1 span has no verdict"):
        project.write(finishing.set_status, project.me, PLACE, "reviewed")
    decide(project, verdict(2, "rejected"))
    project.write(finishing.set_status, project.me, PLACE, "reviewed")
    assert project.layer(name="alice")["status"] == gold(project)["status"] == "reviewed"
    bob = project.actor("bob")
    with pytest.raises(Forbidden):
        project.write(finishing.set_status, bob, PLACE, "submitted")


def test_two_who_say_the_same_are_one_gold_span(project: Project, alice: Actor) -> None:
    bob = project.actor("bob")
    project.put(uid(5), by=bob, place=("a", "bob"), fragments=[[0, 14]])
    project.set_status("submitted", name="bob", by=bob)
    decide(project, verdict(1, "accepted"))
    review = Review.model_validate({"id": uid(80), "decisions": [verdict(5, "accepted")]})
    project.write(reviews.decide, project.me, ("a", "bob"), review)
    (claim,) = gold(project)["spans"]
    assert [origin["layer"] for origin in claim["derived_from"]] == ["alice", "bob"]
    decide(project, verdict(1, "changed", fragments=FELL))
    texts = {span["text"]: span["derived_from"] for span in gold(project)["spans"]}
    assert texts["“Prices 📈 rose"] == [{"layer": "bob", "span": uid(5)}]
    assert texts["And fell"] == [{"layer": "alice", "span": uid(1)}]


@pytest.mark.parametrize(
    "seen",
    [{"verdict": "accepted"}, {"decided_at": "2026-01-01T00:00:00Z"}, {"was": "Fine 🙂"}],
    ids=["another verdict", "an earlier one", "another answer"],
)
def test_an_answer_is_to_what_the_author_saw(
    project: Project, alice: Actor, seen: dict[str, Any]
) -> None:
    decide(project, verdict(1, "rejected", comment="No 🙃"))
    (news,) = project.read(decisions.listed, alice)
    said = {"reply": "Why?", "was": "", "decided_at": news["decided_at"], "verdict": "rejected"}
    with pytest.raises(Conflict, match="meanwhile"):
        project.write(decisions.reply, alice, PLACE, uid(1), Reply.model_validate(said | seen))
    assert len(project.read(decisions.listed, alice)) == 1
    project.write(decisions.reply, alice, PLACE, uid(1), Reply.model_validate(said))
    assert project.read(decisions.listed, alice) == []


def test_an_author_sees_what_was_decided_answers_and_contests(
    project: Project, alice: Actor
) -> None:
    change = verdict(1, "changed", fragments=[[1, 14]], comment="Without the mark 🙂")
    decide(project, change, verdict(2, "accepted"))
    (news,) = project.read(decisions.listed, alice)
    assert news["span"]["comment"] == "Without the mark 🙂"
    assert [tuple(part) for part in news["parts"]] == [
        ("“", "removed"), ("Prices 📈 rose", "same"),
    ]  # fmt: skip
    project.write(decisions.reply, alice, PLACE, uid(1), Reply(reply="No 🙃", contested=True))
    assert [one["contested"] for one in project.read(decisions.listed, alice)] == [True]
    (waiting,) = project.read(reviewing.queue, project.me)
    assert waiting["contested"] == 1
    with pytest.raises(Forbidden):
        project.write(decisions.reply, project.me, PLACE, uid(1), Reply(reply="?"))
    decide(project, verdict(1, "accepted"))
    assert project.read(decisions.listed, alice)[0]["contested"] is False
    stale = Shown(article="a", span=uid(1), decided_at="2026-01-01T00:00:00Z")
    project.write(decisions.saw, alice, [stale])
    assert len(project.read(decisions.listed, alice)) == 1
    shown = [
        Shown(article=one["article"], span=one["span"]["id"], decided_at=one["decided_at"])
        for one in project.read(decisions.listed, alice)
    ]
    project.write(decisions.saw, alice, shown)
    assert project.read(decisions.listed, alice) == []


def test_a_comment_on_shared_gold_splits_nothing(project: Project, alice: Actor) -> None:
    bob = project.actor("bob")
    project.put(uid(5), by=bob, place=("a", "bob"), fragments=[[0, 14]])
    project.set_status("submitted", name="bob", by=bob)
    decide(project, verdict(1, "accepted"))
    review = Review.model_validate({"id": uid(80), "decisions": [verdict(5, "accepted")]})
    project.write(reviews.decide, project.me, ("a", "bob"), review)
    decide(project, verdict(1, "accepted", comment="As bob has it 🙂"))
    (claim,) = gold(project)["spans"]
    assert [origin["layer"] for origin in claim["derived_from"]] == ["alice", "bob"]


def test_an_act_on_gold_alone_may_be_sent_again(project: Project, alice: Actor) -> None:
    missed = {"put": "span", "id": uid(60), "label": "claim", "fragments": FELL}
    review = Review.model_validate({"id": uid(81), "gold": [missed]})
    for _ in range(2):
        project.write(reviews.decide, project.me, PLACE, review)
    assert [span["id"] for span in gold(project)["spans"]] == [uid(60)]


def test_what_came_from_a_layer_is_not_changed_past_its_verdict(
    project: Project, alice: Actor
) -> None:
    decide(project, verdict(1, "accepted"))
    (claim,) = gold(project)["spans"]
    change = {"delete": "span", "id": claim["id"]}
    review = Review.model_validate({"id": uid(82), "gold": [change]})
    with pytest.raises(Refused, match="judge the span"):
        project.write(reviews.decide, project.me, PLACE, review)


def test_gold_of_a_span_that_its_author_deleted_waits_and_can_be_taken_out(
    project: Project, alice: Actor
) -> None:
    decide(project, verdict(1, "accepted"), verdict(2, "accepted"))
    project.write(finishing.set_status, project.me, PLACE, "reviewed")
    project.delete(uid(1), by=alice, place=PLACE)
    assert len(project.read(reviewing.queue, project.me)) == 1
    decide(project, verdict(1, None))
    assert [span["text"] for span in gold(project)["spans"]] == ["an official"]
    assert project.read(reviewing.queue, project.me) == []


def test_links_follow_their_author_at_the_next_verdict(project: Project, alice: Actor) -> None:
    decide(project, verdict(1, "accepted"), verdict(2, "accepted"))
    project.delete(uid(3), of="relation", by=alice, place=PLACE)
    decide(project, verdict(1, "accepted"))
    assert gold(project)["relations"] == []
    project.relate(uid(3), uid(1), uid(2), by=alice, place=PLACE)
    decide(project, verdict(1, "accepted"))
    assert len(gold(project)["relations"]) == 1


def test_upholding_a_verdict_settles_a_contest_and_keeps_the_answer(
    project: Project, alice: Actor
) -> None:
    decide(project, verdict(1, "rejected"), verdict(2, "accepted"))
    project.write(decisions.reply, alice, PLACE, uid(1), Reply(reply="Why? 🙃", contested=True))
    decide(project, verdict(1, "rejected"))
    assert project.read(reviewing.sheet, project.me, PLACE)["contested"] == []
    (told,) = project.read(decisions.listed, alice)
    assert (told["span"]["reply"], told["contested"]) == ("Why? 🙃", False)


def test_nobodys_verdict_is_sent_in_anothers_name(project: Project, alice: Actor) -> None:
    review = {"id": uid(83), "by": "carla", "decisions": [verdict(1, "accepted")]}
    with pytest.raises(Forbidden, match="carla"):
        project.write(reviews.decide, project.me, PLACE, Review.model_validate(review))


def test_a_retired_label_stays_with_who_had_it_and_is_given_to_nobody(
    project: Project, alice: Actor
) -> None:
    project.execute("UPDATE label SET retired = 1 WHERE key IN ('claim', 'speculation')")
    decide(project, verdict(1, "accepted"))
    assert gold(project)["spans"][0]["label"] == "claim"
    with pytest.raises(Refused, match="retired"):
        decide(project, verdict(1, "changed", label="speculation"))


NUMBERS = count()
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["alice", "robin", "carla"]),
        st.sampled_from([1, 2, 5]),
        st.sampled_from(["accepted", "rejected", "changed", None, "move", "delete"]),
        st.integers(0, 20),
    ),
    max_size=12,
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=ACTS)
def test_whatever_people_do_nobody_changes_anothers_rows_and_gold_can_be_traced(
    new_project: Any, acts: list[tuple[str, int, str | None, int]]
) -> None:
    project = new_project(f"project-{next(NUMBERS)}")
    alice = prepared(project)
    carla = project.actor("carla", "reviewer")
    for who, number, what, at in acts:
        before, settled = rows_of(project), gold_rows(project)
        try:
            if who == "alice" or what in {"move", "delete"}:
                edit(project, alice, number, what, at)
                assert gold_rows(project) == settled
            else:
                reviewer = project.me if who == "robin" else carla
                more = {"fragments": [[at, at + 3]]} if what == "changed" else {}
                decide(project, verdict(number, what, **more), by=reviewer)
                assert rows_of(project) == before
        except (Refused, Conflict, NotFound):
            assert (rows_of(project), gold_rows(project)) == (before, settled)
        check_traces(project)
    project.close()


def prepared(project: Project) -> Actor:
    project.article()
    alice = project.actor("alice")
    for number, start in ((1, 0), (2, 5), (5, 12)):
        project.put(uid(number), by=alice, place=PLACE, fragments=[[start, start + 8]])
    project.set_status("submitted", name="alice", by=alice)
    return alice


def edit(project: Project, alice: Actor, number: int, what: str | None, at: int) -> None:
    if what == "delete":
        project.delete(uid(number), by=alice, place=PLACE)
    else:
        project.put(uid(number), by=alice, place=PLACE, fragments=[[at, at + 4]])


def gold_rows(project: Project) -> list[Any]:
    return project.rows(
        "SELECT span.* FROM span JOIN layer ON layer.number = span.layer"
        " JOIN annotator ON annotator.number = layer.annotator WHERE annotator.name = 'gold'"
    )


def check_traces(project: Project) -> None:
    """Each gold span came from spans on which a verdict was given that left it there."""
    try:
        spans = gold(project)["spans"]
    except NotFound:
        return
    for span in spans:
        assert span["text"] == TEXT[span["start"] : span["end"]]
        assert span["derived_from"]
        for origin in span["derived_from"]:
            given = project.rows(
                "SELECT after ->> 'verdict' FROM journal WHERE object = 'verdict'"
                f" AND object_id = '{origin['span']}' ORDER BY seq DESC LIMIT 1"
            )
            assert given[0][0] in {"accepted", "changed"}
