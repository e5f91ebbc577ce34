"""Articles: adding, correcting, deleting, restoring, listing."""

import pytest
from hypothesis import given

from annotator.domain.errors import Conflict, NotFound, Refused
from annotator.store import articles, listing
from tests.domain import strategies
from tests.store.failing import fail_at_each_statement
from tests.store.project import TEXT, uid


def get(project, id_="a"):
    return project.read(articles.get, id_)


def remove(project, *ids):
    project.write(articles.remove, project.me.number, list(ids))


def restore(project, *ids):
    project.write(articles.restore, project.me.number, list(ids))


def correct(project, title=None, meta=None):
    return project.write(articles.correct, project.me.number, "a", title, meta)


def listed(project):
    return [row.id for row in project.read(listing.listed, project.me.number)]


def test_an_article_is_kept_exactly_as_it_was_given(project):
    assert project.article("a", TEXT, title=" A title ", meta={"url": "https://x.test"})
    row = get(project)
    assert (row.text, row.title, row.length) == (TEXT, "A title", len(TEXT))
    assert project.read(lambda _: articles.meta(row)) == {"url": "https://x.test"}


@given(strategies.texts)
def test_what_is_missing_is_filled_in_from_the_text(text):
    new = articles.new(text)
    assert new.text == text
    assert len(new.id) == 16
    assert new.title == new.title.strip() != ""


def test_the_same_article_again_is_no_error_and_no_second_one(project):
    assert project.article()
    assert not project.article()
    assert project.count("article") == project.count("journal") == 1


def test_another_text_under_the_same_id_is_a_conflict(project):
    project.article()
    with pytest.raises(Conflict):
        project.article("a", "Another text")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "a\0"}, "text"),
        ({"text": "a", "id_": "a/b"}, "id"),
        ({"text": "a", "title": "\0"}, "title"),
        ({"text": "a", "meta": {"k": "\0"}}, "meta"),
        ({"text": "a", "meta": {"\0": "v"}}, "meta"),
        ({"text": "a", "meta": {"k": ["\ud800"]}}, "meta"),
        ({"text": "a", "meta": {"\ud800": "v"}}, "meta"),
    ],
)
def test_an_article_that_cannot_be_stored_is_refused(fields, field):
    with pytest.raises(Refused) as refused:
        articles.new(**fields)
    assert refused.value.field == field


def test_metadata_becomes_strings_sorted_and_without_empty_ones():
    meta = {"b": 1, "a": {"x": [True, None]}, "c": "", "d": None, "é": "ü"}
    assert list(articles.meta_of(meta).items()) == [
        ("a", '{"x":[true,null]}'),
        ("b", "1"),
        ("é", "ü"),
    ]


def test_title_and_metadata_can_be_corrected_and_the_text_cannot(project):
    project.article()
    row = correct(project, " New ", {"url": ""})
    assert (row.title, row.meta, row.text) == ("New", "{}", TEXT)
    with pytest.raises(Refused):
        correct(project, "  ")


def test_a_correction_that_changes_nothing_leaves_no_trace(project):
    project.article(title="Title")
    before = project.state()
    correct(project, "Title", {})
    correct(project)
    assert project.state() == before


@pytest.mark.parametrize(
    "change",
    [
        "text = text || '.'",
        "text = ''",
        "text = CAST(text AS BLOB)",
        "id = 'b'",
        "text_sha256 = replace(hex(zeroblob(32)), '00', '00')",
        "length = length + 1",
    ],
)
def test_the_text_never_changes_whatever_sql_says(project, change):
    project.article()
    before = project.state()
    with pytest.raises(Conflict):
        project.execute(f"UPDATE article SET {change}")
    assert project.state() == before


def test_an_article_deleted_and_restored_is_as_it_was(project):
    project.article()
    project.put(uid(1))
    before = project.export()
    remove(project, "a")
    assert project.export() == b""
    with pytest.raises(NotFound, match="restored"):
        get(project)
    restore(project, "a")
    assert project.export() == before


def test_deleting_twice_or_restoring_what_stands_changes_nothing(project):
    project.article()
    restore(project, "a")
    remove(project, "a")
    state = project.state()
    remove(project, "a")
    assert project.state() == state


def test_many_are_deleted_as_one_action_or_not_at_all(project):
    for id_ in "abc":
        project.article(id_)
    with pytest.raises(NotFound, match="nobody"):
        remove(project, "a", "nobody", "b")
    assert listed(project) == ["c", "b", "a"]
    remove(project, "a", "b")
    assert listed(project) == ["c"]
    assert project.rows("SELECT count(*) FROM journal GROUP BY action") == [(1,), (1,), (1,), (2,)]


def test_a_delete_that_fails_at_any_statement_deletes_nothing(project):
    for id_ in "abc":
        project.article(id_)
    fail_at_each_statement(project, lambda: remove(project, "a", "b", "c"))
    assert listed(project) == []


def test_adding_a_deleted_article_again_restores_it_and_another_text_does_not(project):
    project.article()
    project.put(uid(1))
    before = project.export()
    remove(project, "a")
    with pytest.raises(Conflict):
        project.article("a", "Another text")
    assert project.export() == b""
    assert not project.article()
    assert project.export() == before


def test_samples_are_added_as_one_action(project):
    samples = [articles.new(f"Sample {n}", f"s{n}") for n in range(3)]
    project.write(articles.add_samples, project.me.number, samples)
    assert project.rows("SELECT count(*) FROM journal GROUP BY action") == [(3,)]
    assert project.exported(unlabelled=True) == []
    assert len(project.exported(unlabelled=True, samples=True)) == 3


def test_metadata_that_is_no_string_is_stored_as_its_json_text():
    long = 10**20 + 1
    meta = articles.meta_of({"a": 1.5, "b": [True, None, "é"], "c": long, "d": {"x": [long]}})
    assert meta == {
        "a": "1.5",
        "b": '[true,null,"é"]',
        "c": "100000000000000000001",
        "d": '{"x":[100000000000000000001]}',
    }
