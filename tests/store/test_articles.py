"""Articles: adding, correcting, deleting, restoring, listing."""

import pytest
from hypothesis import given

from annotator.domain.errors import Conflict, NotFound, Refused
from annotator.store import articles
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


def listed(project, **options):
    return [row.id for row in project.read(articles.listed, project.me.number, **options)]


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
        ({"text": "a", "meta": {"k": 2**70}}, "meta"),
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


def test_a_deleted_article_is_not_added_again_behind_its_back(project):
    project.article()
    remove(project, "a")
    with pytest.raises(Conflict, match="restore"):
        project.article()


def test_samples_are_one_action_and_can_be_named(project):
    samples = [articles.new(f"Sample {n}", f"s{n}") for n in range(3)]
    project.write(articles.add_samples, project.me.number, samples)
    project.article()
    assert project.read(articles.sample_ids) == ["s0", "s1", "s2"]
    remove(project, "s0", "s1")
    assert project.read(articles.sample_ids) == ["s2"]


def test_the_list_is_newest_first_and_goes_on_where_it_ended(project):
    for number in range(5):
        project.article(f"a{number}", f"Text {number}")
    first = project.read(articles.listed, project.me.number, limit=2)
    assert [row.id for row in first] == ["a4", "a3"]
    assert listed(project, limit=2, after=first[-1].number) == ["a2", "a1"]


def test_the_list_can_be_searched_and_wildcards_are_plain_characters(project):
    project.article("one", "First", title="100% sure")
    project.article("two", "Second", title="Naïve_title")
    assert listed(project, query="SURE") == ["one"]
    assert listed(project, query="%") == ["one"]
    assert listed(project, query="_") == ["two"]
    assert listed(project, query="tw") == ["two"]


def test_the_list_knows_my_status_and_nobody_elses(project):
    for id_ in "abc":
        project.article(id_)
    bob = project.actor("bob")
    project.put(uid(1), place=("b", "bob"), by=bob)
    project.put(uid(1), place=("b", "robin"))
    project.set_status("submitted", "c")
    assert listed(project, status="open") == ["b", "a"]
    assert listed(project, status="submitted") == ["c"]
    assert [row.status for row in project.read(articles.listed, project.me.number)] == [
        "submitted",
        "open",
        "",
    ]
    assert project.read(articles.counts, project.me.number) == {
        "open": 2,
        "submitted": 1,
        "reviewed": 0,
    }
    assert project.read(articles.last_touched, project.me.number).id == "b"


def test_neighbours_and_the_next_open_article(project):
    for id_ in "abc":
        project.article(id_)
    number = get(project, "b").number
    around = project.read(articles.neighbours, number)
    assert around == {"index": 2, "total": 3, "previous": "c", "next": "a"}
    next_open = lambda: project.read(articles.next_open, project.me.number, number)  # noqa: E731
    assert next_open() == "a"
    project.set_status("submitted", "a")
    assert next_open() == "c"
    project.set_status("submitted", "c")
    assert next_open() is None
