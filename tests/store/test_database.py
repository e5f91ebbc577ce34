"""Opening a project, and its two doors: only one of them writes."""

import asyncio
import random
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from annotator.domain.errors import NotFound, ProjectError, Unavailable
from annotator.store import articles, database, listing, people
from annotator.store.database import Database
from tests.store.failing import raw_writer
from tests.store.project import Project, uid


def pragma(raw, name):
    return raw.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.mark.parametrize(("server", "checkpoints"), [(True, 1000), (False, 0)])
def test_the_writer_is_durable_and_strict_and_only_a_servers_checkpoints(
    new_project, server, checkpoints
):
    raw = raw_writer(new_project(server=server))
    assert {
        name: pragma(raw, name) for name in ("journal_mode", "synchronous", "foreign_keys")
    } == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
    }
    assert pragma(raw, "busy_timeout") == 5000
    assert pragma(raw, "wal_autocheckpoint") == checkpoints
    assert pragma(raw, "journal_size_limit") == 64 * 2**20
    assert pragma(raw, "trusted_schema") == 0


def test_every_reader_of_the_pool_can_only_read(project):
    with (
        project.database.snapshot() as one,
        project.database.snapshot() as two,
        project.database.snapshot() as three,
    ):
        for connection in (one, two, three):
            raw = connection.connection.driver_connection
            assert pragma(raw, "query_only") == 1
            assert pragma(raw, "wal_autocheckpoint") == 0
            assert pragma(raw, "foreign_keys") == 1
            assert pragma(raw, "busy_timeout") == 5000


@pytest.mark.parametrize(
    "sql",
    ["INSERT INTO project VALUES ('k', 'v')", "UPDATE label SET name = ''", "DROP TABLE span"],
)
def test_a_reader_cannot_write(project, sql):
    before = project.state()
    with pytest.raises(ProjectError):
        project.read(lambda connection: connection.exec_driver_sql(sql))
    assert project.state() == before


def test_a_snapshot_sees_one_state_while_others_write(project):
    project.article()
    with project.database.snapshot() as connection:
        before = listing.listed(connection, project.me.number)
        project.article("b")
        assert listing.listed(connection, project.me.number) == before
    assert len(project.read(listing.listed, project.me.number)) == 2


def test_what_a_read_raises_comes_through_and_frees_the_reader(project):
    for _ in range(40):
        with pytest.raises(NotFound):
            project.read(articles.get, "nothing")


def test_many_readers_and_a_writer_do_not_get_in_each_others_way(project):
    errors = []

    def reading():
        try:
            for _ in range(20):
                project.read(listing.listed, project.me.number)
        except Exception as error:  # noqa: BLE001
            errors.append(error)

    threads = [threading.Thread(target=reading) for _ in range(8)]
    for thread in threads:
        thread.start()
    for number in range(20):
        project.article(f"a{number}")
    for thread in threads:
        thread.join()
    assert errors == []


def test_an_asynchronous_write_answers_what_the_function_returned(project):
    async def write():
        return await project.database.write(people.annotator, "bob")

    assert asyncio.run(write()) == project.write(people.annotator, "bob")


def test_a_new_project_can_be_read_by_its_owner_only(db):
    Database.open(db, create=True).close()
    assert stat.S_IMODE(db.stat().st_mode) == 0o600


def test_a_closed_server_leaves_one_file(project):
    project.article()
    project.close()
    assert [path.name for path in project.path.parent.glob("*.db*")] == [project.path.name]


def test_a_missing_project_is_made_only_if_asked_for(db):
    with pytest.raises(ProjectError, match="there is no project file"):
        Database.open(db)
    assert not db.exists()


def test_a_folder_is_no_project(tmp_path):
    with pytest.raises(ProjectError, match="folder"):
        Database.open(tmp_path, create=True)


def test_a_project_in_a_folder_that_is_not_there_cannot_be_made(tmp_path):
    with pytest.raises(ProjectError, match="another place"):
        Database.open(tmp_path / "no" / "a.db", create=True)


@pytest.mark.parametrize(
    "content", [b"not a database at all " * 99, b"SQLite format 3\0" + b"x" * 4000]
)
def test_a_strangers_file_is_refused_and_left_alone(db, content):
    db.write_bytes(content)
    for options in ({}, {"create": True, "server": True}):
        with pytest.raises(ProjectError):
            Database.open(db, **options)
    assert db.read_bytes() == content


def test_a_project_that_was_taken_out_of_wal_is_put_back(project):
    project.close()
    with closing(sqlite3.connect(project.path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    again = Project(project.path)
    assert pragma(raw_writer(again), "journal_mode") == "wal"
    again.close()


def hold_the_lock(path: Path, seconds: float) -> threading.Thread:
    """Another program that keeps the write lock for a while."""
    taken = threading.Event()

    def hold():
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            taken.set()
            threading.Event().wait(seconds)
            other.execute("ROLLBACK")

    thread = threading.Thread(target=hold)
    thread.start()
    assert taken.wait(5)
    return thread


def test_a_lock_held_by_another_program_delays_and_loses_nothing(project):
    project.article()
    holder = hold_the_lock(project.path, 2)
    for number in range(5):
        project.put(uid(number))
    holder.join()
    assert len(project.layer()["spans"]) == 5


def test_a_lock_held_too_long_is_unavailable_and_then_all_is_well_again(new_project, monkeypatch):
    monkeypatch.setitem(database._WRITER, "busy_timeout", 100)
    project = new_project()
    project.article()
    holder = hold_the_lock(project.path, 0.8)
    with pytest.raises(Unavailable, match="again"):
        project.put(uid(1))
    holder.join()
    assert project.put(uid(1)).created


def test_a_full_disk_is_unavailable_loses_nothing_and_is_overcome(project):
    project.article()
    project.put(uid(1))
    raw = raw_writer(project)
    raw.execute(f"PRAGMA max_page_count={pragma(raw, 'page_count')}")
    with pytest.raises(Unavailable, match="full"):
        for number in range(2, 500):
            kept = project.state()
            project.put(uid(number), note="x" * 5000)
    assert project.state() == kept
    assert project.rows("PRAGMA quick_check") == [("ok",)]
    raw.execute("PRAGMA max_page_count=1000000")
    assert project.put(uid(600), note="x" * 5000).created


@pytest.mark.parametrize("how", ["cut", "zeroed"])
def test_whatever_is_lost_of_the_log_what_stays_is_a_prefix(project, tmp_path, how):
    project.article()
    for number in range(60):
        project.put(uid(number), note=f"{number}" * 50)
    log = project.path.with_name(project.path.name + "-wal").read_bytes()
    base = project.path.read_bytes()
    chance = random.Random(7)
    counts = set()
    for at in [0, 31, 32, len(log), *(chance.randrange(len(log)) for _ in range(60))]:
        copy = tmp_path / "copy.db"
        copy.write_bytes(base)
        rest = b"" if how == "cut" else bytes(len(log) - at)
        copy.with_name("copy.db-wal").write_bytes(log[:at] + rest)
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
            ids = [row[0] for row in connection.execute("SELECT id FROM span ORDER BY number")]
            journal = connection.execute("SELECT count(*) FROM journal").fetchone()[0]
        assert ids == [uid(number) for number in range(len(ids))]
        assert journal in {len(ids), len(ids) + 1}
        counts.add(len(ids))
        for name in ("copy.db", "copy.db-wal", "copy.db-shm"):
            (tmp_path / name).unlink(missing_ok=True)
    assert {0, 60} <= counts
    assert len(counts) > 10
