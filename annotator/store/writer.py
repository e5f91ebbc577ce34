"""The one writer: a thread that owns the only writing connection, with group commit.

It takes everything that is queued, runs each job in a savepoint of one transaction, commits,
and only then answers. A job that fails rolls back alone; a commit that fails fails them all.
"""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

from annotator.domain.errors import AnnotatorError, Conflict, Unavailable

BATCH = 256
"""The most jobs in one commit."""

QUEUE = 4096
"""The most jobs that wait; beyond it a write is refused for the moment."""

Answer = Future[Any] | asyncio.Future[Any]


class _Job(NamedTuple):
    function: Callable[..., Any]
    args: tuple[Any, ...]
    answer: Answer


class _Outcome(NamedTuple):
    answer: Answer
    value: Any
    error: Exception | None


class Writer:
    """Runs jobs ``function(connection, *args)``, one after the other, durably."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._raw: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        self._door = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    async def write(self, function: Callable[..., Any], *args: Any) -> Any:
        """What ``function`` returned, once it is on the disk."""
        answer = asyncio.get_running_loop().create_future()
        self._submit(_Job(function, args, answer))
        return await answer

    def write_now(self, function: Callable[..., Any], *args: Any) -> Any:
        """The same, for code that is not asynchronous."""
        answer: Future[Any] = Future()
        self._submit(_Job(function, args, answer))
        return answer.result()

    def close(self) -> None:
        """Finishes what is queued and ends the thread."""
        with self._door:  # so that no job comes behind the last one, where nobody would answer it
            self._closed = True
            self._queue.put(None)
        self._thread.join()

    def _submit(self, job: _Job) -> None:
        with self._door:
            if self._closed or self._queue.qsize() >= QUEUE:
                raise Unavailable("the server is busy; your change is not saved yet, send it again")
            self._queue.put(job)

    def _run(self) -> None:
        while (job := self._queue.get()) is not None:
            batch, last = self._gather(job)
            _answer(self._commit(batch))
            if last:
                return

    def _gather(self, first: _Job) -> tuple[list[_Job], bool]:
        batch = [first]
        while len(batch) < BATCH:
            try:
                job = self._queue.get_nowait()
            except queue.Empty:
                break
            if job is None:
                return batch, True
            batch.append(job)
        return batch, False

    def _commit(self, batch: list[_Job]) -> list[_Outcome]:
        outcomes: list[_Outcome] = []
        try:
            self._raw.execute("BEGIN IMMEDIATE")
            outcomes = [self._attempt(job) for job in batch]
            self._raw.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 - whatever it was, it is the callers' to know
            with suppress(sqlite3.Error):  # the next BEGIN will say that it failed
                if self._raw.in_transaction:
                    self._raw.execute("ROLLBACK")
            failure = _in_words(error)
            return [_Outcome(job.answer, None, failure) for job in batch]
        return outcomes

    def _attempt(self, job: _Job) -> _Outcome:
        self._raw.execute("SAVEPOINT job")
        try:
            value = job.function(self._connection, *job.args)
        except Exception as error:
            if not self._raw.in_transaction:  # the disk is full, say: nothing of the batch stands
                raise
            self._raw.execute("ROLLBACK TO job")
            self._raw.execute("RELEASE job")
            return _Outcome(job.answer, None, _in_words(error))
        self._raw.execute("RELEASE job")
        return _Outcome(job.answer, value, None)


def _in_words(error: Exception) -> Exception:
    """A database's error as one of ours, where a person can do something about it."""
    if isinstance(error, AnnotatorError):
        return error
    if isinstance(error, IntegrityError | sqlite3.IntegrityError):
        conflict = Conflict("this clashes with what is stored; read it again, then send the change")
        conflict.__cause__ = error
        return conflict
    if isinstance(error, DBAPIError | sqlite3.Error):
        full = "full" in str(error)
        why = "the disk is full; make room" if full else "the project file is busy; wait a moment"
        unavailable = Unavailable(f"{why}, then send the change again: it is not saved yet")
        unavailable.__cause__ = error
        return unavailable
    return error


def _answer(outcomes: list[_Outcome]) -> None:
    """Hands the outcomes over, waking each event loop once."""
    for loop, group in groupby(outcomes, key=lambda outcome: _loop_of(outcome.answer)):
        if loop is None:
            _settle(list(group))
        else:
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(_settle, list(group))


def _loop_of(answer: Answer) -> asyncio.AbstractEventLoop | None:
    return answer.get_loop() if isinstance(answer, asyncio.Future) else None


def _settle(outcomes: list[_Outcome]) -> None:
    for answer, value, error in outcomes:
        if answer.done():  # whoever waited has gone; the write stands
            continue
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(value)
