"""Fixtures of the store's tests: real project files in temporary folders."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.store import clock
from annotator.store.database import Database
from tests.store.project import ME, Project


@pytest.fixture(scope="session")
def empty_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project file with one account and nothing else, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "annotations.db"
    Database.open(path, create=True, server=True).close()
    project = Project(path)
    project.account(ME)
    project.close()
    return path


@pytest.fixture
def new_project(empty_project: Path, tmp_path: Path) -> Iterator[Callable[..., Project]]:
    """Open further empty projects: new_project("other"); they are closed after the test."""
    opened: list[Project] = []

    def make(name: str = "annotations", *, server: bool = True) -> Project:
        path = tmp_path / f"{name}.db"
        shutil.copyfile(empty_project, path)
        opened.append(Project(path, server=server))
        return opened[-1]

    yield make
    for project in opened:
        project.close()


@pytest.fixture
def project(new_project: Callable[..., Project]) -> Project:
    """An open, empty project of one account, ME."""
    return new_project()


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Stop the store's clock at a moment: set_clock("2030-01-01T00:00:00Z")."""

    def set_(moment: str) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return set_
