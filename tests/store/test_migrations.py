"""Making a project file, and refusing those that this program cannot use."""

import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from annotator.domain.errors import ProjectError
from annotator.domain.scheme import DEFAULT
from annotator.store import migrations, scheme
from annotator.store.database import Database
from annotator.store.steps import STEPS, Step
from tests.store.project import Project

FIRST = Path(__file__).with_name("project-1.sql")


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


def a_column_more(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE article ADD COLUMN mood TEXT")


def half_a_step(connection: sqlite3.Connection) -> None:
    a_column_more(connection)
    raise sqlite3.OperationalError("the power went")


def columns_of_article(path: Path) -> set[str]:
    return {row[1] for row in execute(path, "PRAGMA table_info(article)")}


def upgrade(path: Path, *steps: Step) -> None:
    every = (*STEPS, *steps)
    migrations.prepare(path, may_make=False, may_upgrade=True, steps=every)


def schema(path: Path) -> dict[str, str]:
    """What stands in the file, by name, without the blanks that say nothing."""
    found = execute(path, "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {name: re.sub(r"\s+", "", sql) for name, sql in found}


def test_a_file_of_the_first_schema_comes_to_be_like_a_new_one(db: Path, tmp_path: Path) -> None:
    first = tmp_path / "first.db"
    with closing(sqlite3.connect(first)) as connection:
        connection.executescript(FIRST.read_text("utf-8"))
    before = execute(first, "SELECT id, text FROM article ORDER BY id")
    assert any("👩‍👧" in text for _, text in before)
    upgrade(first)
    Database.open(db, create=True).close()
    assert schema(first) == schema(db)
    assert execute(first, "PRAGMA user_version") == [(migrations.VERSION,)]
    assert execute(first, "PRAGMA integrity_check") == [("ok",)]
    assert execute(first, "SELECT id, text FROM article ORDER BY id") == before
    with closing(sqlite3.connect(first)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute("UPDATE layer SET status = 'lost'")


def test_an_older_project_is_upgraded_and_a_copy_of_it_kept(project: Project) -> None:
    project.article("a", "The 👩‍👧 spoke.")
    project.close()
    upgrade(project.path, a_column_more)
    assert "mood" in columns_of_article(project.path)
    assert execute(project.path, "PRAGMA user_version") == [(migrations.VERSION + 1,)]
    backup = project.path.with_name(f"{project.path.name}.schema-{migrations.VERSION}.backup")
    assert "mood" not in columns_of_article(backup)
    assert execute(backup, "SELECT text FROM article") == [("The 👩‍👧 spoke.",)]
    assert backup.stat().st_mode & 0o777 == 0o600


def test_a_step_that_breaks_off_leaves_the_older_project(project: Project) -> None:
    project.close()
    with pytest.raises(sqlite3.OperationalError):
        upgrade(project.path, half_a_step)
    assert "mood" not in columns_of_article(project.path)
    assert execute(project.path, "PRAGMA user_version") == [(migrations.VERSION,)]


def test_only_the_server_upgrades(project: Project) -> None:
    with pytest.raises(ProjectError, match="serve"):
        migrations.prepare(project.path, may_make=True, steps=(*STEPS, a_column_more))
    assert execute(project.path, "PRAGMA user_version") == [(migrations.VERSION,)]


def test_a_file_with_flipped_bytes_is_not_served_and_not_written(project: Project) -> None:
    for number in range(40):
        project.article(f"a{number}", f"{number} The 👩‍👧 spoke. " * 40)
    project.close()
    data = bytearray(project.path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 64] = bytes(byte ^ 0xFF for byte in data[middle : middle + 64])
    project.path.write_bytes(data)
    with pytest.raises(ProjectError, match="damaged"):
        Database.open(project.path, server=True)
    assert project.path.read_bytes() == data
