"""Lists of articles, as one annotator sees them."""

from annotator.store import articles, listing
from tests.store.project import uid


def listed(project, **options):
    return [row.id for row in project.read(listing.listed, project.me.number, **options)]


def test_the_samples_that_are_left_can_be_named(project):
    samples = [articles.new(f"Sample {n}", f"s{n}") for n in range(3)]
    project.write(articles.add_samples, project.me.number, samples)
    project.article()
    assert project.read(listing.sample_ids) == ["s0", "s1", "s2"]
    project.write(articles.remove, project.me.number, ["s0", "s1"])
    assert project.read(listing.sample_ids) == ["s2"]


def test_the_list_is_newest_first_and_goes_on_where_it_ended(project):
    for number in range(5):
        project.article(f"a{number}", f"Text {number}")
    first = project.read(listing.listed, project.me.number, limit=2)
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
    assert [row.status for row in project.read(listing.listed, project.me.number)] == [
        "submitted",
        "open",
        "",
    ]
    assert project.read(listing.counts, project.me.number) == {
        "open": 2,
        "submitted": 1,
        "reviewed": 0,
    }
    assert project.read(listing.last_touched, project.me.number).id == "b"


def test_neighbours_and_the_next_open_article(project):
    for id_ in "abc":
        project.article(id_)
    number = project.read(articles.get, "b").number
    around = project.read(listing.neighbours, project.me.number, number)
    assert around == {"index": 2, "total": 3, "previous": "c", "next": "a"}
    next_open = lambda: project.read(listing.next_open, project.me.number, number)  # noqa: E731
    assert next_open() == "a"
    project.set_status("submitted", "a")
    assert next_open() == "c"
    project.set_status("submitted", "c")
    assert next_open() is None


def test_articles_deleted_last_can_be_found_again(project, set_clock):
    for id_ in "abc":
        project.article(id_)
    for second, ids in enumerate((["b"], ["a", "c"])):
        set_clock(f"2030-01-01T00:00:0{second}Z")
        project.write(articles.remove, project.me.number, ids)
    assert [row.id for row in project.read(listing.deleted)] == ["a", "c", "b"]
