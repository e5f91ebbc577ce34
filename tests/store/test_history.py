"""The history of a layer, and going back to any point of it: nothing is ever lost on the way."""

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.errors import AnnotatorError, Conflict, Forbidden, NotFound
from annotator.domain.scheme import DEFAULT, Scheme
from annotator.store import articles, history, journal, restoring
from tests.store.project import ME, TEXT, uid

S, OTHER, THIRD, R, Q = (uid(n) for n in range(1, 6))
SPANS = (S, OTHER, THIRD)
PLACE = ("a", ME)
SAID = {
    "spans": ("id", "label", "fragments", "text", "note", "flags", "origin", "created_at"),
    "relations": ("id", "type", "from", "to"),
    "sources": ("id", "name", "role", "kind", "spans"),
}
EMPTY: dict[str, list[object]] = {name: [] for name in SAID}


@pytest.fixture
def project(project):
    project.article()
    return project


def acts(project, limit=200, cursor=None, place=PLACE, by=None):
    return project.read(history.page, by or project.me, place, limit, cursor)


def back_to(project, action, id_, place=PLACE, by=None):
    return project.write(restoring.restore, by or project.me, place, action, id_)


def said(layer):
    """What the layer's owner made, without what the program counts."""
    return {
        name: [{key: one[key] for key in keys} for one in layer[name]]
        for name, keys in SAID.items()
    }


def put(id_, **fields):
    return {"put": "span", "id": id_, "label": "claim", "fragments": [[0, 5]], **fields}


def test_the_history_says_who_did_what_and_when_the_newest_first(project, set_clock):
    set_clock("2030-01-01T14:02:00Z")
    first = project.put(S, fragments=[[8, 10]], note="📈").record
    set_clock("2030-01-01T14:03:00Z")
    second = project.put(S, label="speculation").record
    project.set_status("submitted")
    items = acts(project)["items"]
    assert [(item["by"], item["at"], item["status"], item["count"]) for item in items] == [
        (ME, "2030-01-01T14:03:00Z", "submitted", 0),
        (ME, "2030-01-01T14:03:00Z", "", 1),
        (ME, "2030-01-01T14:02:00Z", "", 1),
    ]
    assert [item["changes"] for item in items] == [
        [],
        [{"object": "span", "id": S, "before": first, "after": second}],
        [{"object": "span", "id": S, "before": None, "after": first}],
    ]


def test_a_long_history_comes_in_pages_each_action_once(project):
    for number in range(7):
        project.put(S, note=str(number))
    found, cursor = [], None
    while True:
        page = acts(project, 3, cursor)
        found += page["items"]
        if page["next"] is None:
            break
        cursor = int(page["next"])
    assert [item["changes"][0]["after"]["note"] for item in found] == [*"6543210"]


def test_an_act_of_many_changes_shows_some_and_tells_all_when_asked(project):
    project.batch(uid(50), *[put(uid(100 + n)) for n in range(30)])
    (item,) = acts(project)["items"]
    assert (item["count"], len(item["changes"])) == (30, history.FEW)
    whole = project.read(history.whole, project.me, PLACE, uid(50))
    assert [change["id"] for change in whole["changes"]] == [uid(100 + n) for n in range(30)]


def test_an_import_is_one_act_that_names_what_it_brought(project):
    spans = [{"id": f"s{n}", "label": "claim", "start": n, "end": n + 3} for n in range(4)]
    project.take({"id": "a", "text": TEXT, "layer": ME, "spans": spans})
    (item,) = acts(project)["items"]
    assert (item["imported"], item["count"], item["changes"]) == ({"spans": 4}, 4, [])
    whole = project.read(history.whole, project.me, PLACE, item["id"])
    assert [change["id"] for change in whole["changes"]] == ["s0", "s1", "s2", "s3"]


def test_nobody_reads_or_turns_back_a_layer_that_is_not_theirs(project):
    project.put(S)
    bob = project.actor("bob")
    for ask in (
        lambda: acts(project, by=bob),
        lambda: project.read(history.whole, bob, PLACE, uid(50)),
        lambda: project.read(restoring.preview, bob, PLACE, "start"),
        lambda: back_to(project, "start", uid(51), by=bob),
        lambda: back_to(project, "start", uid(51), ("a", "bob")),
    ):
        with pytest.raises(Forbidden):
            ask()
    assert acts(project, place=("a", "bob"), by=bob) == {"items": [], "next": None}
    with pytest.raises(NotFound):
        acts(project, place=("a", "bob"))


def test_an_action_of_another_layer_is_not_in_this_history(project):
    project.article("b", "Another text")
    project.batch(uid(50), put(S), place=("b", ME))
    project.put(S)
    for ask in (
        lambda: project.read(history.whole, project.me, PLACE, uid(50)),
        lambda: project.read(restoring.preview, project.me, PLACE, uid(50)),
        lambda: back_to(project, uid(50), uid(51)),
    ):
        with pytest.raises(NotFound, match="no action"):
            ask()


def test_going_back_is_one_action_with_one_undo_and_takes_nothing_out(project):
    project.batch(
        uid(50), put(S, note="📈"), put(OTHER, label="named_source", fragments=[[40, 48]])
    )
    before = said(project.layer())
    project.batch(uid(51), put(S, label="speculation", note=""), put(THIRD))
    project.delete(OTHER)
    rows = project.count("journal")
    assert project.read(restoring.preview, project.me, PLACE, uid(50)) == {
        "spans": {"added": 1, "changed": 1, "removed": 1},
        "relations": {"added": 0, "changed": 0, "removed": 0},
        "sources": {"added": 0, "changed": 0, "removed": 0},
    }
    answer = back_to(project, uid(50), uid(52))
    assert answer == project.layer()
    assert said(answer) == before
    assert answer["version"] == 4
    assert project.count("journal") == rows + 4  # three spans, and where it went back to
    newest = acts(project)["items"][0]
    assert (newest["id"], newest["restores"]["id"], newest["count"]) == (uid(52), uid(50), 3)


def test_going_back_sent_twice_is_done_once(project):
    project.batch(uid(50), put(S))
    project.delete(S)
    back_to(project, uid(50), uid(51))
    project.delete(S)
    state = acts(project)
    assert back_to(project, uid(50), uid(51))["spans"] == []
    assert acts(project) == state
    bob = project.actor("bob")
    with pytest.raises(Conflict):
        back_to(project, "start", uid(51), ("a", "bob"), bob)


def test_going_back_to_where_one_stands_changes_nothing(project):
    project.batch(uid(50), put(S))
    rows = project.count("journal")
    assert back_to(project, uid(50), uid(51))["version"] == 1
    assert project.count("journal") == rows


def test_the_status_stays_when_labels_go_back(project):
    project.put(S)
    project.set_status("submitted")
    answer = back_to(project, restoring.START, uid(51))
    assert (answer["spans"], answer["status"]) == ([], "submitted")


def test_before_an_import_what_it_brought_is_not_there(project):
    project.put(S)
    first = acts(project)["items"][0]["id"]
    spans = [
        {"id": "c", "label": "claim", "start": 0, "end": 5},
        {"id": "w", "label": "named_source", "start": 40, "end": 48},
    ]
    relations = [{"id": "r", "type": "attributed_to", "from": "c", "to": "w"}]
    sources = [{"id": "q", "name": "Ana", "spans": ["w"]}]
    line = {"id": "a", "text": TEXT, "layer": ME, "spans": spans}
    project.take(line | {"relations": relations, "sources": sources})
    imported = acts(project)["items"][0]["id"]
    full = said(project.layer())
    project.delete("w")
    assert [span["id"] for span in back_to(project, first, uid(51))["spans"]] == [S]
    assert said(back_to(project, imported, uid(52))) == full


def without(*keys):
    """The default scheme with these labels retired."""
    labels = [label.model_copy(update={"retired": label.key in keys}) for label in DEFAULT.labels]
    return Scheme(labels=labels, relations=DEFAULT.relations)


def test_a_label_that_was_retired_since_stands_in_the_way_in_one_sentence(project):
    project.batch(uid(50), put(S, label="speculation"))
    project.put(S)
    project.load_scheme(without("speculation"))
    layer, rows = project.layer(), project.count("journal")
    with pytest.raises(Conflict, match="going back is not possible: “speculation” is retired"):
        back_to(project, uid(50), uid(51))
    assert (project.layer(), project.count("journal")) == (layer, rows)


def test_a_label_that_was_removed_since_stands_in_the_way(project):
    project.batch(uid(50), put(S, label="speculation"))
    project.put(S)
    labels = [label for label in DEFAULT.labels if label.key != "speculation"]
    project.load_scheme(Scheme(labels=labels))
    with pytest.raises(Conflict, match="“speculation” is not a label"):
        back_to(project, uid(50), uid(51))


def test_a_link_that_the_scheme_does_not_allow_any_more_stands_in_the_way(project):
    project.put(S)
    project.put(OTHER, label="named_source")
    project.batch(
        uid(50), {"put": "relation", "id": R, "type": "attributed_to", "from": S, "to": OTHER}
    )
    project.delete(R, of="relation")
    project.load_scheme(Scheme(labels=DEFAULT.labels))
    before = project.layer()
    with pytest.raises(Conflict, match="the scheme has no “attributed_to”"):
        back_to(project, uid(50), uid(51))
    assert project.layer() == before


def test_a_deleted_article_stands_in_the_way(project):
    project.batch(uid(50), put(S))
    project.write(articles.remove, project.me.number, ["a"])
    with pytest.raises(NotFound, match="deleted"):
        back_to(project, uid(50), uid(51))


def test_a_verdict_is_not_brought_back_with_the_label_that_it_was_about(project):
    """Only reviewers judge: what somebody turned back was not judged as it stands now."""
    span = {"id": "j", "label": "claim", "start": 2, "end": 8, "verdict": "accepted"}
    project.take({"id": "a", "text": TEXT, "layer": ME, "spans": [span]})
    imported = acts(project)["items"][0]["id"]
    project.put("j", label="speculation")
    (now,) = back_to(project, imported, uid(51))["spans"]
    assert (now["label"], now["verdict"], now["origin"]) == ("claim", "", "import")


def test_an_undo_says_which_act_it_takes_back_so_that_it_is_not_undone_next(project):
    project.batch(uid(50), put(S))
    project.batch(uid(51), {"delete": "span", "id": S}, undoes=[uid(50)])
    project.batch(uid(52), put(S), redoes=[uid(51)])
    found = [(item["undoes"], item["redoes"]) for item in acts(project)["items"]]
    assert found == [([], [uid(51)]), ([uid(50)], []), ([], [])]


def test_two_tabs_that_undo_the_same_act_undo_it_once(project):
    project.batch(uid(50), put(S))
    undo = {"delete": "span", "id": S}
    project.batch(uid(51), undo, undoes=[uid(50)])
    assert project.batch(uid(52), undo, undoes=[uid(50)])["version"] == 2
    project.batch(uid(53), put(S), redoes=[uid(51)])
    assert project.batch(uid(54), put(S), redoes=[uid(51)])["version"] == 3
    project.batch(uid(55), undo, undoes=[uid(50)])  # undone again, after it was done again
    assert [item["id"] for item in acts(project)["items"]] == [uid(n) for n in (55, 53, 51, 50)]


def test_acts_that_claim_to_undo_each_other_do_no_harm(project):
    project.batch(uid(50), put(S), undoes=[uid(51)])
    project.batch(uid(51), put(S, note="why"), undoes=[uid(50)])
    layer = project.read(lambda c: history.layer_of(c, project.me, PLACE))
    assert project.read(journal.taken_back, layer, uid(50)) in {True, False}
    project.batch(uid(52), put(S, note="so"), undoes=[uid(50), uid(51)])


def link(from_, to):
    return {"put": "relation", "id": R, "type": "attributed_to", "from": from_, "to": to}


_LABELS = st.sampled_from(["claim", "speculation", "named_source", "anonymous_source"])
_EDGES = st.integers(0, len(TEXT) - 9).flatmap(
    lambda start: st.tuples(st.just(start), st.integers(start + 1, start + 8))
)
_CHANGES = st.one_of(
    st.builds(
        lambda id_, label, edges, note, flags: put(
            id_, label=label, fragments=[edges], note=note, flags=flags
        ),
        *(st.sampled_from(SPANS), _LABELS, _EDGES),
        *(st.sampled_from(["", "👩‍👩‍👧 why?", "e\u0301"]), st.sampled_from([[], ["discuss"]])),
    ),
    st.builds(lambda id_: {"delete": "span", "id": id_}, st.sampled_from(SPANS)),
    st.builds(link, st.sampled_from(SPANS), st.sampled_from(SPANS)),
    st.just({"delete": "relation", "id": R}),
    st.builds(
        lambda name, ids: {"put": "source", "id": Q, "name": name, "spans": sorted(ids)},
        *(st.sampled_from(["Ana 🇳🇱", "Bo"]), st.sets(st.sampled_from(SPANS))),
    ),
    st.just({"delete": "source", "id": Q}),
)
_IMPORTS = st.builds(
    lambda n, edges, label: {"id": f"i{n}", "label": label, "start": edges[0], "end": edges[1]},
    *(st.integers(0, 2), _EDGES, _LABELS),
)
_SCRIPTS = st.lists(
    st.one_of(st.lists(_CHANGES, min_size=1, max_size=4), _IMPORTS, st.integers(0, 20), st.none()),
    min_size=2,
    max_size=10,
)


def play(project, place, step, even):
    """One act: a batch, an import, going back to some point, or a change of the status."""
    if step is None:
        project.set_status("submitted" if even else "open", place[0])
    elif isinstance(step, int):
        ids = [restoring.START, *[item["id"] for item in acts(project, place=place)["items"]]]
        back_to(project, ids[step % len(ids)], str(uuid4()), place)
    elif isinstance(step, dict):
        project.take({"id": place[0], "text": TEXT, "layer": ME, "spans": [step]})
    else:
        project.batch(str(uuid4()), *step, place=place)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(script=_SCRIPTS)
def test_going_back_to_any_point_gives_exactly_what_was_there(project, script):
    place = (str(uuid4()), ME)
    project.article(place[0])
    moments = {restoring.START: EMPTY}
    for number, step in enumerate(script):
        try:
            play(project, place, step, number % 2)
        except AnnotatorError:
            continue
        for item in acts(project, 1, place=place)["items"]:
            moments.setdefault(item["id"], said(project.layer(place[0])))
    for action, then in reversed(moments.items()):
        counts = project.read(restoring.preview, project.me, place, action)
        before = project.layer(place[0])
        assert said(back_to(project, action, str(uuid4()), place)) == then
        same = not any(sum(how.values()) for how in counts.values())
        assert same == (project.layer(place[0]) == before)
    # The whole journal, backwards: the empty layer.
    assert said(project.layer(place[0])) == EMPTY
