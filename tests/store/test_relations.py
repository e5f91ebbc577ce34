"""Putting and deleting relations."""

import pytest

from annotator.domain.errors import Conflict, NotFound, Refused
from tests.store.project import uid

CLAIM, SOURCE, R = uid(1), uid(2), uid(3)


@pytest.fixture
def project(project):
    project.article()
    project.put(CLAIM)
    project.put(SOURCE, label="named_source", fragments=[[40, 48]])
    return project


def test_a_relation_put_is_the_relation_that_is_read(project):
    outcome = project.relate(R, CLAIM, SOURCE)
    assert outcome == (
        True,
        {"id": R, "type": "attributed_to", "from": CLAIM, "to": SOURCE, "version": 1},
    )
    assert project.layer()["relations"] == [outcome.record]


def test_the_same_put_twice_is_one_relation_whatever_version_it_expects(project):
    first = project.relate(R, CLAIM, SOURCE)
    assert project.relate(R, CLAIM, SOURCE, expected=9) == (False, first.record)


def test_a_stale_version_is_a_conflict_that_shows_what_stands(project):
    project.put(uid(4), label="anonymous_source")
    stands = project.relate(R, CLAIM, SOURCE).record
    for act in (
        lambda: project.relate(R, CLAIM, uid(4), expected=2),
        lambda: project.delete(R, of="relation", expected=2),
    ):
        with pytest.raises(Conflict) as conflict:
            act()
        assert conflict.value.current == stands


def test_a_relation_can_lead_elsewhere(project):
    project.put(uid(4), label="anonymous_source")
    project.relate(R, CLAIM, SOURCE)
    assert project.relate(R, CLAIM, uid(4), expected=1).record["version"] == 2


def test_a_deleted_relation_comes_back_with_a_later_version(project):
    project.relate(R, CLAIM, SOURCE)
    project.delete(R, of="relation")
    project.delete(R, of="relation", expected=1)
    assert project.layer()["relations"] == []
    outcome = project.relate(R, CLAIM, SOURCE)
    assert (outcome.created, outcome.record["version"]) == (True, 3)


def test_deleting_a_relation_never_seen_is_not_found(project):
    with pytest.raises(NotFound):
        project.delete(R, of="relation")


@pytest.mark.parametrize(
    ("ends", "field"),
    [
        ({"from_": SOURCE, "to": CLAIM}, "type"),
        ({"type_": "contradicts"}, "type"),
        ({"to": CLAIM}, "to"),
        ({"to": uid(9)}, "to"),
        ({"from_": uid(9)}, "from"),
    ],
)
def test_a_relation_that_the_scheme_or_the_layer_does_not_allow_is_refused(project, ends, field):
    with pytest.raises(Refused) as refused:
        project.relate(R, **{"from_": CLAIM, "to": SOURCE, **ends})
    assert refused.value.field == field


def test_a_new_id_that_is_no_uuid_is_refused(project):
    with pytest.raises(Refused, match="UUID"):
        project.relate("r1", CLAIM, SOURCE)


def test_a_relation_does_not_lead_to_a_deleted_span(project):
    project.relate(R, CLAIM, SOURCE)
    project.delete(SOURCE)
    with pytest.raises(Refused):
        project.relate(R, CLAIM, SOURCE)


def test_a_relation_does_not_lead_into_another_layer(project):
    bob = project.actor("bob")
    project.put(uid(7), place=("a", "bob"), by=bob, label="named_source")
    with pytest.raises(Refused):
        project.relate(R, CLAIM, uid(7))
