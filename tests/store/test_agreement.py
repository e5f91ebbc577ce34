"""What agreement compares: whose layers, on which articles, and never what somebody may not see."""

import pytest
from sqlalchemy import event

from annotator.domain.agreement.layers import Relation, Span
from annotator.domain.errors import Forbidden, NotFound
from annotator.domain.scheme import Scheme
from annotator.store import agreement, articles, layers, reporting, scheme
from annotator.store.agreement import Selection
from tests.store.project import TEXT, uid

ANA = TEXT.index("Ana Ruiz")
CLAIM = {"id": "s1", "label": "claim", "start": 1, "end": 9}
SOURCE = {"id": "s2", "label": "named_source", "fragments": [[ANA, ANA + 3], [ANA + 4, ANA + 8]]}
LINK = {"id": "r1", "type": "attributed_to", "from": "s1", "to": "s2"}


def line(article, layer, status="submitted", **more):
    return {"id": article, "text": TEXT, "layer": layer, "status": status, **more}


@pytest.fixture
def busy(project):
    """Two done layers on a, one of them empty; on b one is open; gold on both; a sample."""
    project.take(
        line("a", "ann", spans=[CLAIM, SOURCE], relations=[LINK]),
        line("a", "bea", "reviewed"),
        line("a", "gold", "reviewed", spans=[CLAIM]),
        line("b", "ann", spans=[CLAIM]),
        line("b", "bea", "open", spans=[CLAIM]),
        line("b", "gold", "reviewed"),
    )
    project.write(articles.add_samples, project.me.number, [articles.new(TEXT, "s")])
    project.take(line("s", "ann"), line("s", "bea"))
    return project


def compared(project, **selection):
    with project.database.snapshot() as connection:
        return list(agreement.compared(connection, Selection(**selection)))


def places(project, **selection):
    found = compared(project, **selection)
    return " ".join(f"{one.id}/{layer.name}" for one in found for layer in one.layers)


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ({}, "a/ann a/bea"),
        ({"layers": ("ann", "bea")}, "a/ann a/bea b/ann b/bea"),
        ({"layers": ("ann", "gold")}, "a/ann a/gold b/ann b/gold"),
        ({"layers": ("ann",)}, ""),
        ({"samples": True}, "a/ann a/bea s/ann s/bea"),
        ({"layers": ("ann", "bea"), "articles": ("b",)}, "b/ann b/bea"),
    ],
)
def test_the_selection_is_what_is_compared(busy, selection, expected):
    assert places(busy, **selection) == expected


def test_a_layer_comes_as_it_stands(busy):
    (only,) = compared(busy)
    ann, bea = only.layers
    assert only.text == TEXT
    assert ann.spans == [
        Span("s1", "claim", ((1, 9),)),
        Span("s2", "named_source", ((ANA, ANA + 3), (ANA + 4, ANA + 8))),
    ]
    assert TEXT[1:9] == "Prices 📈"
    assert ann.relations == [Relation("r1", "attributed_to", "s1", "s2")]
    assert (bea.spans, bea.relations) == ([], [])


def test_a_labeller_is_shown_others_only_on_what_they_have_submitted(busy):
    bob, bea, eve = busy.actor("bob"), busy.actor("bea"), busy.actor("eve", "reviewer")
    both = {"layers": ("ann", "bea")}
    assert places(busy, viewer=bob) == places(busy, viewer=bob, **both) == ""
    assert places(busy, viewer=bea, **both) == "a/ann a/bea"
    assert places(busy, viewer=eve, **both) == "a/ann a/bea b/ann b/bea"


def test_deleted_things_are_not_compared(busy):
    busy.article("c")
    for name in ("ann", "bea"):
        actor = busy.actor(name)
        busy.put(uid(1), place=("c", name), by=actor)
        busy.delete(uid(1), place=("c", name), by=actor)
        busy.set_status("submitted", "c", name, actor)
    assert places(busy) == "a/ann a/bea c/ann c/bea"
    assert [layer.spans for layer in compared(busy)[1].layers] == [[], []]
    busy.write(articles.remove, busy.me.number, ["c"])
    assert places(busy) == "a/ann a/bea"


def test_what_is_not_there_is_told_of(busy):
    for wrong in (Selection(("zoe",)), Selection((), ("klaim",)), Selection((), (), ("zzz",))):
        with pytest.raises(NotFound, match="there is no"):
            busy.read(agreement.check, wrong)
    busy.read(agreement.check, Selection(("ann", "gold"), ("claim",), ("a",)))


def test_a_labeller_may_not_ask_for_others(busy):
    with pytest.raises(Forbidden):
        busy.read(agreement.check, Selection(("bea",), viewer=busy.actor("bob")))


def test_labels_stand_in_the_order_of_the_scheme_without_unused_retired_ones(busy):
    now = busy.read(scheme.current)
    labels = [label.model_copy(update={"retired": label.key != "claim"}) for label in now.labels]
    busy.load_scheme(Scheme(labels=labels, relations=now.relations))
    assert busy.read(agreement.labels, Selection()) == ["claim", "named_source"]
    chosen = Selection(labels=("speculation", "claim"))
    assert busy.read(agreement.labels, chosen) == ["claim", "speculation"]


def test_chosen_people_are_compared_on_what_they_have_submitted(busy):
    assert places(busy, people=("ann", "bea")) == "a/ann a/bea"
    assert places(busy, people=("ann", "gold")) == "a/ann a/gold b/ann b/gold"
    assert places(busy, people=("ann",)) == ""
    with pytest.raises(NotFound):
        busy.read(agreement.check, Selection(people=("nobody",)))


def test_the_stamp_changes_with_what_is_compared_and_with_nothing_else(busy):
    everything = Selection(viewer=busy.actor("eve", "reviewer"))
    before = busy.read(agreement.standing, everything)
    assert before.articles == 1
    busy.article("new")
    busy.put(uid(9), place=("b", "bea"), by=busy.actor("bea"))
    assert busy.read(agreement.standing, everything) == before
    busy.put(uid(9), place=("a", "ann"), by=busy.actor("ann"))
    edited = busy.read(agreement.standing, everything)
    busy.write(layers.set_status, busy.actor("bea"), "b", "bea", "submitted")
    submitted = busy.read(agreement.standing, everything)
    assert (edited.articles, submitted.articles) == (1, 2)
    busy.execute("UPDATE article SET title = 'Other 📰' WHERE id = 'a'")
    titled = busy.read(agreement.standing, everything)
    assert len({before.stamp, edited.stamp, submitted.stamp, titled.stamp}) == 4


def test_a_labeller_hears_only_of_people_whose_layers_they_may_see(busy):
    assert busy.read(agreement.people, busy.actor("eve", "reviewer")) == ["ann", "bea", "gold"]
    assert busy.read(agreement.people, busy.actor("bob")) == []
    assert busy.read(agreement.people, busy.actor("bea")) == ["ann", "bea", "gold"]


@pytest.fixture
def seen_late(busy):
    """On c, ann and bea submitted two spans each and edited some of them afterwards."""
    busy.article("c")
    for name in ("ann", "bea"):
        actor = busy.actor(name)
        for number in (1, 2):
            busy.put(uid(number), place=("c", name), by=actor)
        busy.set_status("submitted", "c", name, actor)
    ann, place = busy.actor("ann"), ("c", "ann")
    busy.put(uid(1), place=place, by=ann, label="speculation")
    busy.put(uid(3), place=place, by=ann, fragments=[[1, 9]])
    busy.set_status("open", "c", "ann", ann)
    busy.set_status("submitted", "c", "ann", ann)
    return busy


def edited(project, **selection):
    return project.read(reporting.edited, Selection(**selection))


def test_spans_made_or_changed_after_the_first_submission_are_counted_by_person(seen_late):
    assert edited(seen_late) == {"ann": 2}
    assert edited(seen_late, layers=("ann", "bea", "gold")) == {"ann": 2}
    assert TEXT[1:9] == "Prices 📈"


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ({"labels": ("speculation",)}, {"ann": 1}),
        ({"articles": ("a",)}, {}),
        ({"people": ("bea", "gold")}, {}),
        ({"layers": ("ann", "gold")}, {}),
        ({"samples": True}, {"ann": 2}),
    ],
)
def test_edits_are_counted_among_what_is_compared(seen_late, selection, expected):
    assert edited(seen_late, **selection) == expected


def test_what_stands_as_it_was_submitted_was_not_changed(seen_late):
    ann, bea = seen_late.actor("ann"), seen_late.actor("bea")
    seen_late.put(uid(1), place=("c", "ann"), by=ann)
    seen_late.delete(uid(3), place=("c", "ann"), by=ann)
    seen_late.put(uid(1), place=("c", "bea"), by=bea, note="seen 📰")
    assert edited(seen_late) == {}
    seen_late.delete(uid(2), place=("c", "bea"), by=bea)
    seen_late.put(uid(2), place=("c", "bea"), by=bea, fragments=[[0, 9]])
    assert edited(seen_late) == {"bea": 1}


def test_what_a_file_brought_after_the_submission_was_made_after_it(seen_late):
    bea = seen_late.actor("bea")
    late = {"id": uid(9), "label": "claim", "start": 0, "end": 9}
    seen_late.take(line("c", "bea", status="submitted", spans=[late]))
    assert edited(seen_late) == {"ann": 2, "bea": 1}
    seen_late.put(uid(9), place=("c", "bea"), by=bea, label="speculation")
    assert edited(seen_late) == {"ann": 2, "bea": 1}
    assert edited(seen_late, labels=("claim",)) == {"ann": 1}


def test_edits_of_a_layer_that_came_submitted_are_not_known_of(busy):
    busy.put(uid(7), place=("a", "ann"), by=busy.actor("ann"))
    assert edited(busy) == {}


def test_a_labeller_hears_of_edits_as_far_as_they_may_see(seen_late):
    assert edited(seen_late, viewer=seen_late.actor("bea")) == {"ann": 2}
    assert edited(seen_late, viewer=seen_late.actor("bob")) == {}


def test_edits_are_counted_in_two_queries(seen_late):
    with seen_late.database.snapshot() as connection:
        asked = []
        event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
        reporting.edited(connection, Selection(labels=("claim", "speculation")))
    assert sum("journal" in one for one in asked) == 2
