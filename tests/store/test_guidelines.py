"""The project's guidelines: kept, with every version that there was."""

import json

import pytest

from annotator.domain.errors import Conflict, NotFound, Refused
from annotator.store import guidelines

DEFAULT = "## Claim\n\nThe program's own 🌊."


def save(project, markdown, expected=None):
    return project.write(guidelines.save, project.me.number, DEFAULT, markdown, expected)


def current(project):
    return project.read(guidelines.current, DEFAULT)


def test_the_programs_own_text_stands_until_somebody_saves(project):
    assert current(project) == DEFAULT
    (only,) = project.read(guidelines.versions, DEFAULT)
    assert (only.number, only.markdown, only.by) == (0, DEFAULT, "")


def test_what_is_saved_stands_and_nothing_earlier_is_lost(project):
    for text in ("First 👩‍👧", "Second", DEFAULT):
        save(project, text)
        assert current(project) == text
    found = project.read(guidelines.versions, DEFAULT)
    assert [v.markdown for v in found] == [DEFAULT, "First 👩‍👧", "Second", DEFAULT]
    assert [v.number for v in found] == [0, 1, 2, 3]
    assert {v.by for v in found[1:]} == {project.me.name}
    assert project.read(guidelines.version, DEFAULT, 2).markdown == "Second"
    with pytest.raises(NotFound):
        project.read(guidelines.version, DEFAULT, 4)


def test_the_journal_has_before_and_after(project):
    save(project, "First")
    save(project, "Second")
    rows = project.rows("SELECT before, after FROM journal WHERE object = 'guidelines'")
    texts = [[json.loads(state)["markdown"] for state in row] for row in rows]
    assert texts == [[DEFAULT, "First"], ["First", "Second"]]


def test_saving_the_same_again_changes_nothing(project):
    save(project, "First")
    before = project.state()
    assert save(project, "First").number == 1
    assert project.state() == before


def test_whoever_read_an_older_version_is_told_so(project):
    assert save(project, "First", 0).number == 1
    before = project.state()
    with pytest.raises(Conflict, match="meanwhile") as refused:
        save(project, "Second", 0)
    assert refused.value.current == {"markdown": "First", "version": 1}
    assert project.state() == before
    assert save(project, "Second", 1).number == 2


@pytest.mark.parametrize("text", ["", " \n", "a\0b", "\ud800", "a" * (guidelines.LONGEST + 1)])
def test_what_cannot_be_read_by_anybody_is_refused(project, text):
    before = project.state()
    with pytest.raises(Refused):
        save(project, text)
    assert project.state() == before
