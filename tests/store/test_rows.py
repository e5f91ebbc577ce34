"""Rows as records: the keys of the file, in their order, and the version."""

from annotator.domain.records import RELATION_KEYS, SOURCE_KEYS, SPAN_KEYS
from annotator.store import rows
from tests.store.project import uid


def layer(project):
    project.article()
    project.put(uid(1), fragments=[[0, 3], [5, 9]], flags=["own_voice", "discuss"])
    project.put(uid(2), label="named_source")
    project.relate(uid(3), uid(1), uid(2))
    project.put(uid(4), of="source", name="Ana", spans=[uid(2)])
    return project.rows("SELECT number FROM layer")[0][0]


def test_records_have_the_keys_of_the_file_and_a_version(project):
    number = layer(project)
    assert [*project.read(rows.spans, number)[0]] == [*SPAN_KEYS, "version"]
    assert [*project.read(rows.relations, number)[0]] == [*RELATION_KEYS, "version"]
    assert [*project.read(rows.sources, number)[0]] == [*SOURCE_KEYS, "version"]


def test_lists_are_lists_again(project):
    number = layer(project)
    span = next(one for one in project.read(rows.spans, number) if one["id"] == uid(1))
    assert span["fragments"] == [[0, 3], [5, 9]]
    assert span["flags"] == ["discuss", "own_voice"]
    assert span["derived_from"] == []
    assert project.read(rows.sources, number)[0]["spans"] == [uid(2)]


def test_one_record_is_found_by_its_id_while_it_lives(project):
    number = layer(project)
    for object_, id_ in (("relation", uid(3)), ("source", uid(4)), ("span", uid(1))):
        assert project.read(rows.record, object_, number, id_)["id"] == id_
        project.delete(id_, of=object_)
        assert project.read(rows.record, object_, number, id_) is None
