"""The register of sources: putting and deleting its entries."""

import pytest

from annotator.domain.errors import Conflict, NotFound, Refused
from tests.store.project import uid

ANA, OFFICIAL, Q = uid(1), uid(2), uid(3)


@pytest.fixture
def project(project):
    project.article()
    project.put(ANA, label="named_source", fragments=[[40, 48]])
    project.put(OFFICIAL, label="anonymous_source", fragments=[[18, 30]])
    return project


def source(project, **fields):
    return project.put(Q, of="source", **fields)


def test_a_source_put_is_the_source_that_is_read(project):
    outcome = source(project, name="Ana Ruiz", role="economist", kind="named", spans=[ANA])
    assert outcome.created
    assert project.layer()["sources"] == [outcome.record]
    assert outcome.record == {
        "id": Q,
        "name": "Ana Ruiz",
        "role": "economist",
        "kind": "named",
        "spans": [ANA],
        "version": 1,
    }


def test_what_a_put_does_not_say_stays(project):
    source(project, name="Ana Ruiz", spans=[ANA])
    record = source(project, role="economist").record
    assert (record["name"], record["spans"], record["version"]) == ("Ana Ruiz", [ANA], 2)


def test_the_same_put_twice_changes_nothing_whatever_version_it_expects(project):
    first = source(project, name="Ana Ruiz")
    assert source(project, name="Ana Ruiz", expected=8) == (False, first.record)


def test_a_stale_version_is_a_conflict(project):
    stands = source(project, name="Ana").record
    with pytest.raises(Conflict) as conflict:
        source(project, name="Anna", expected=4)
    assert conflict.value.current == stands


def test_deleting_a_source_leaves_its_spans(project):
    source(project, spans=[ANA, OFFICIAL])
    project.delete(Q, of="source")
    project.delete(Q, of="source")
    assert project.layer()["sources"] == []
    assert len(project.layer()["spans"]) == 2


def test_a_deleted_source_comes_back_as_it_was(project):
    source(project, name="Ana Ruiz", spans=[ANA])
    project.delete(Q, of="source")
    outcome = source(project)
    assert outcome.created
    assert (outcome.record["name"], outcome.record["spans"]) == ("Ana Ruiz", [ANA])


def test_a_deleted_source_comes_back_without_a_span_that_was_deleted_meanwhile(project):
    source(project, name="Both", spans=[ANA, OFFICIAL])
    project.delete(Q, of="source")
    project.delete(ANA)
    assert source(project).record["spans"] == [OFFICIAL]
    assert project.take(project.export()).refused == []


def test_deleting_a_source_never_seen_is_not_found(project):
    with pytest.raises(NotFound):
        project.delete(Q, of="source")


@pytest.mark.parametrize(
    "fields", [{"spans": [uid(9)]}, {"spans": [ANA, ANA]}, {"name": "a\0"}, {"role": "\0"}]
)
def test_a_source_that_is_wrong_is_refused(project, fields):
    with pytest.raises(Refused):
        source(project, **fields)


def test_a_new_id_that_is_no_uuid_is_refused(project):
    with pytest.raises(Refused, match="UUID"):
        project.put("q1", of="source")
