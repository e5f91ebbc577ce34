"""Making a project file, and refusing those that this program cannot use."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from annotator.domain.errors import ProjectError
from annotator.domain.scheme import DEFAULT
from annotator.store import migrations, scheme
from annotator.store.database import Database
from tests.store.project import Project


def execute(path, sql):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        return connection.execute(sql).fetchall()


def test_a_new_project_has_todays_schema_the_default_scheme_and_gold(db):
    with Database.open(db, create=True) as database:
        assert database.read(scheme.current) == DEFAULT
    assert execute(db, "PRAGMA user_version") == [(migrations.VERSION,)]
    assert execute(db, "PRAGMA application_id") == [(migrations.APPLICATION,)]
    assert execute(db, "PRAGMA journal_mode") == [("wal",)]
    assert execute(db, "SELECT name FROM annotator") == [("gold",)]
    assert execute(db, "PRAGMA integrity_check") == [("ok",)]


def test_opening_a_project_again_changes_nothing(project):
    project.article()
    before = project.state()
    project.close()
    again = Project(project.path)
    assert again.state() == before
    again.close()


def test_an_empty_file_becomes_a_project_only_for_those_who_may_make_one(db):
    db.touch()
    with pytest.raises(ProjectError, match="is empty"):
        Database.open(db)
    assert db.read_bytes() == b""
    Database.open(db, create=True).close()
    Database.open(db).close()


def test_a_newer_project_is_refused_and_left_alone(project):
    project.close()
    execute(project.path, f"PRAGMA user_version={migrations.VERSION + 1}")
    before = project.path.read_bytes()
    for options in ({}, {"create": True, "server": True}):
        with pytest.raises(ProjectError, match="newer program"):
            Database.open(project.path, **options)
    assert project.path.read_bytes() == before


@pytest.mark.parametrize(
    "sql", ["CREATE TABLE notes (x)", "PRAGMA user_version=3", "PRAGMA application_id=77"]
)
def test_another_programs_database_is_refused_and_left_alone(db, sql):
    execute(db, sql)
    before = db.read_bytes()
    with pytest.raises(ProjectError, match="is not an Annotator project"):
        Database.open(db, create=True, server=True)
    assert db.read_bytes() == before


def test_a_project_cut_in_half_is_refused_in_one_sentence(project):
    project.close()
    data = project.path.read_bytes()
    for size in (50, 100, 1000, 5000):
        project.path.write_bytes(data[:size])
        with pytest.raises(ProjectError) as refused:
            Database.open(project.path)
        assert "\n" not in str(refused.value)
        assert str(project.path) in str(refused.value)


def test_a_making_that_is_broken_off_leaves_an_empty_project_to_be_made_again(db, monkeypatch):
    class PowerCutError(Exception):
        pass

    def cut(*_):
        raise PowerCutError

    with monkeypatch.context() as patch:
        patch.setattr(scheme, "store", cut)
        with pytest.raises(PowerCutError):
            Database.open(db, create=True)
    assert execute(db, "SELECT count(*) FROM sqlite_master") == [(0,)]
    Database.open(db, create=True).close()


def test_many_who_make_the_same_project_at_once_make_one(db):
    with ThreadPoolExecutor(4) as pool:
        for future in [pool.submit(Database.open, db, create=True) for _ in range(4)]:
            future.result().close()
    assert execute(db, "SELECT name FROM annotator") == [("gold",)]
