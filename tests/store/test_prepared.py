"""Statements compiled once say what the query builder would say."""

import sqlite3

import pytest
from sqlalchemy import bindparam, delete, insert, select, update

from annotator.store.prepared import Prepared
from annotator.store.tables import Project

FACTS = Project.__table__  # type: ignore[attr-defined]
INSERT = Prepared(insert(FACTS), "key", "value")
ONE = Prepared(select(FACTS).where(FACTS.c.key == bindparam("key")))
FIXED = Prepared(select(FACTS.c.key).where(FACTS.c.value == "v", FACTS.c.key == bindparam("key")))
UPDATE = Prepared(update(FACTS).where(FACTS.c.key == bindparam("which")), "value")


def test_a_row_comes_with_its_columns_by_name(project):
    project.write(lambda c: INSERT.run(c, key="k", value="v"))
    row = project.read(lambda c: ONE.one(c, key="k"))
    assert (row.key, row.value) == ("k", "v")
    assert project.read(lambda c: ONE.scalar(c, key="k")) == "k"


def test_nothing_is_none(project):
    assert project.read(lambda c: ONE.one(c, key="k")) is None
    assert project.read(lambda c: ONE.scalar(c, key="k")) is None


def test_values_that_stand_in_the_statement_are_kept(project):
    project.write(lambda c: INSERT.run_many(c, [("k", "v"), ("other", "w")]))
    assert project.read(lambda c: FIXED.scalar(c, key="k")) == "k"
    assert project.read(lambda c: FIXED.scalar(c, key="other")) is None


def test_only_the_named_columns_are_set(project):
    project.write(lambda c: INSERT.run(c, key="k", value="v"))
    project.write(lambda c: UPDATE.run(c, which="k", value="new"))
    assert project.rows("SELECT * FROM project WHERE key = 'k'") == [("k", "new")]


def test_values_are_never_part_of_the_sql(project):
    evil = "'; DROP TABLE project; --"
    project.write(lambda c: INSERT.run(c, key=evil, value=evil))
    assert project.read(lambda c: ONE.one(c, key=evil)) == (evil, evil)


def test_a_missing_value_is_an_error_and_no_null(project):
    with pytest.raises((KeyError, sqlite3.Error)):
        project.write(lambda c: INSERT.run(c, key="k"))


def test_a_statement_without_parameters_runs(project):
    Prepared(delete(FACTS))
    project.write(lambda c: Prepared(delete(FACTS)).run(c))
    assert project.count("project") == 0
