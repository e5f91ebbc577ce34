"""Answers that take long: comparing is done by another process, one at a time.

Who asks the same while nothing has changed gets the same answer, made once. When everybody who
waits for an answer has gone, its process is ended.
"""

import asyncio
import hashlib
import logging
import os
import sys
from collections import OrderedDict
from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Request

from annotator.domain.errors import Unavailable
from annotator.store.comparing import Question, write

log = logging.getLogger("annotator")

PATIENCE = 0.4
"""Seconds after which a page says that it is still comparing."""

GRACE = 5.0
"""Seconds that a process goes on for nobody: a page that said so asks again at once."""

KEPT = 16
"""The most answers kept."""

AT_ONCE = 8
"""The most different questions that wait for an answer."""

_GLANCE = 0.25
"""Seconds between two looks at whether who asks is still there."""


class _Job:
    """An answer under way, and how many wait for it."""

    def __init__(self, task: asyncio.Task[bytes]) -> None:
        self.task = task
        self.waiting = 0


class Comparing:
    """The answers of one project: those kept, and those under way."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._jobs: dict[str, _Job] = {}
        self._one = asyncio.Semaphore(1)

    async def answer(
        self, request: Request, question: Question, stamp: str, patience: float | None = None
    ) -> bytes | None:
        """The answer; None if it takes longer than ``patience`` (seconds), or who asks has gone.

        ``stamp`` names the state of what is compared. Raises Unavailable.
        """
        key = _key(question, stamp)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        job = self._jobs.get(key) or self._begin(key, question)
        job.waiting += 1
        try:
            await _wait(request, job.task, patience)
        finally:
            job.waiting -= 1
            if not job.task.done():
                asyncio.get_running_loop().call_later(GRACE, self._end, key, job)
        return job.task.result() if job.task.done() else None

    def _begin(self, key: str, question: Question) -> _Job:
        if len(self._jobs) >= AT_ONCE:
            raise Unavailable("other comparisons are under way; try again when they are done")
        job = _Job(asyncio.create_task(self._made(question)))
        self._jobs[key] = job
        job.task.add_done_callback(lambda task: self._keep(key, task))
        return job

    def _end(self, key: str, job: _Job) -> None:
        """Ends what nobody waits for; who comes now begins anew."""
        here = self._jobs.get(key) is job  # two who left at once end it once
        if here and not job.waiting and not job.task.done():
            del self._jobs[key]
            job.task.cancel()

    def _keep(self, key: str, task: asyncio.Task[bytes]) -> None:
        if key in self._jobs and self._jobs[key].task is task:
            del self._jobs[key]
        if not task.cancelled() and task.exception() is None:
            self._kept[key] = task.result()
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)

    async def _made(self, question: Question) -> bytes:
        async with self._one:
            return await _asked(question)


def _key(question: Question, stamp: str) -> str:
    """Equal for questions of equal answers: who sees everything is shown what all such see."""
    selection = question.selection
    if selection.viewer is not None and selection.viewer.reviews:
        question = replace(question, selection=replace(selection, viewer=None))
    elif selection.viewer is not None:
        viewer = replace(selection.viewer, session="", stale=False, may_write=False)
        question = replace(question, selection=replace(selection, viewer=viewer))
    return hashlib.sha256(write(question) + stamp.encode()).hexdigest()


async def _wait(request: Request, task: asyncio.Task[bytes], patience: float | None) -> None:
    """Waits until the task is done, patience is over, or who asks has gone."""
    loop = asyncio.get_running_loop()
    until = loop.time() + patience if patience is not None else float("inf")
    while not task.done() and (left := until - loop.time()) > 0:
        await asyncio.wait({task}, timeout=min(left, _GLANCE))
        if not task.done() and await request.is_disconnected():
            return


async def _asked(question: Question) -> bytes:
    """What a process of its own answers. It is ended with the task. Raises Unavailable."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "annotator.store.comparing"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    try:
        answer, trouble = await process.communicate(write(question))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        log.error("comparing failed: %s", trouble.decode(errors="replace"))
        raise Unavailable("the articles could not be compared just now; try again in a moment")
    return answer


async def _comparing(request: Request) -> Comparing:
    comparing: Comparing = request.app.state.comparing
    return comparing


ComparingOf = Annotated[Comparing, Depends(_comparing)]
