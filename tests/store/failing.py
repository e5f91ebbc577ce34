"""Failing on purpose: SQLite itself breaks off the nth statement of the writer."""

import sqlite3
from collections.abc import Callable
from itertools import count
from typing import Any

from annotator.domain.errors import AnnotatorError
from tests.store.project import Project


def raw_writer(project: Project) -> sqlite3.Connection:
    """The driver's connection behind the writer."""
    raw: Any = project.database._connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


def fail_at_each_statement(project: Project, act: Callable[[], Any]) -> None:
    """Interrupts ``act`` at its first statement, at its second …, until it comes through.

    Each time the project must be as it was before; SQLite rolls back the whole transaction when
    a write is interrupted, and a single statement when a read is.
    """
    before = project.state()
    for statement in count(1):
        try:
            with_failure(project, statement, act)
        except AnnotatorError:
            assert project.state() == before, f"statement {statement} left something"
        else:
            break
    assert statement > 3, "the fail-point was never reached"
    assert project.state() != before


def with_failure(project: Project, statement: int, act: Callable[[], Any]) -> None:
    """Runs ``act`` and interrupts the writer at its nth statement, if it comes to it."""
    raw = raw_writer(project)
    seen = 0

    def trace(_: str) -> None:
        nonlocal seen
        seen += 1

    raw.set_trace_callback(trace)
    raw.set_progress_handler(lambda: seen == statement, 1)
    try:
        act()
    finally:
        raw.set_progress_handler(None, 0)
        raw.set_trace_callback(None)
