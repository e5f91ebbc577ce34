"""Checking a project file for damage."""

import pytest

from annotator.store import checking
from tests.store.failing import raw_writer
from tests.store.project import Project, uid


@pytest.fixture
def project(project):
    project.article()
    project.put(uid(1))
    return project


def problems(project):
    return project.read(lambda connection: list(checking.problems(connection)))


def test_a_sound_project_has_no_problems(project):
    assert problems(project) == []


def test_a_row_that_refers_to_nothing_is_found(project):
    raw = raw_writer(project)
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("UPDATE span SET label = 'lie'")
    (problem,) = problems(project)
    assert "span" in problem
    assert "label" in problem


def test_words_that_do_not_match_are_found(project):
    project.execute("UPDATE span SET text = 'other'")
    (problem,) = problems(project)
    assert "other" in problem


def test_flipped_bytes_are_found(project):
    for number in range(2, 60):
        project.put(uid(number), note="x" * 500)
    project.close()
    data = bytearray(project.path.read_bytes())
    page = data.rindex(b"x" * 400) // 4096 * 4096
    data[page : page + 8] = b"\xff" * 8
    project.path.write_bytes(data)
    damaged = Project(project.path, server=False)
    assert "damaged" in problems(damaged)[0]
    damaged.close()
