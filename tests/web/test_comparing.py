"""Answers that take long: made once, one at a time, and not for nobody."""

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal
from starlette.requests import Request

from annotator.domain.errors import Unavailable
from annotator.store.agreement import Selection
from annotator.store.comparing import Question
from annotator.store.people import Actor
from annotator.web import comparing
from annotator.web.comparing import Comparing
from tests.web.site import Site


class Slow:
    """Stands for the process: notes what it is asked, and answers when it may."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.at_once = self.most = 0
        self.may_answer = asyncio.Event()

    async def __call__(self, question: Question) -> bytes:
        self.asked.append(question)
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            await self.may_answer.wait()
        finally:
            self.at_once -= 1
        return question.db.encode()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    stand_in = Slow()
    monkeypatch.setattr(comparing, "_asked", stand_in)
    monkeypatch.setattr(comparing, "GRACE", 0.05)
    return stand_in


def request(*, gone: bool = False) -> Request:
    async def receive() -> Any:
        if not gone:
            await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    return Request({"type": "http"}, receive)


def question(db: str = "📰.db", viewer: Actor | None = None) -> Question:
    return Question(db, Selection(viewer=viewer))


def test_who_asks_the_same_shares_one_answer(portal: BlockingPortal, slow: Slow) -> None:
    async def ask() -> None:
        compared = Comparing()
        rae, ann = Actor(2, "rae", "reviewer"), Actor(1, "ann", "admin", session="x")
        asking = [
            asyncio.create_task(compared.answer(request(), question(viewer=who), "1"))
            for who in (rae, ann, None)
        ]
        await asyncio.sleep(0)
        slow.may_answer.set()
        assert set(await asyncio.gather(*asking)) == {"📰.db".encode()}
        assert await compared.answer(request(), question(), "1") == "📰.db".encode()
        assert len(slow.asked) == 1
        await compared.answer(request(), question(), "2")
        await compared.answer(request(), question(viewer=Actor(3, "lou", "labeller")), "2")
        await compared.answer(request(), question(viewer=Actor(4, "kim", "labeller")), "2")
        assert len(slow.asked) == 4

    portal.call(ask)


def test_one_is_made_at_a_time_and_too_many_are_refused(portal: BlockingPortal, slow: Slow) -> None:
    async def ask() -> None:
        compared = Comparing()
        asking = [
            asyncio.create_task(compared.answer(request(), question(f"{at}.db"), ""))
            for at in range(comparing.AT_ONCE)
        ]
        await asyncio.sleep(0.01)
        with pytest.raises(Unavailable):
            await compared.answer(request(), question("one more.db"), "")
        slow.may_answer.set()
        assert len(await asyncio.gather(*asking)) == comparing.AT_ONCE
        assert slow.most == 1

    portal.call(ask)


def test_what_nobody_waits_for_is_ended(portal: BlockingPortal, slow: Slow) -> None:
    async def ask() -> None:
        compared = Comparing()
        assert await compared.answer(request(gone=True), question(), "") is None
        assert await compared.answer(request(), question(), "", patience=0.01) is None
        assert slow.at_once == 1
        await asyncio.sleep(0.2)
        assert slow.at_once == 0
        slow.may_answer.set()
        assert await compared.answer(request(), question(), "") is not None

    portal.call(ask)


def test_two_who_leave_at_once_end_no_work_that_somebody_began_since(
    portal: BlockingPortal, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process takes a while to end; whoever asks meanwhile begins anew."""

    async def ask() -> None:
        ending, ended = asyncio.Event(), asyncio.Event()

        async def unhurried(question: Question) -> bytes:
            try:
                return await slow(question)
            finally:
                ending.set()
                await ended.wait()

        monkeypatch.setattr(comparing, "_asked", unhurried)
        work = Comparing()
        assert await work.answer(request(), question(), "1", 0) is None
        await asyncio.sleep(0.03)
        assert await work.answer(request(), question(), "1", 0) is None
        await ending.wait()
        newcomer = asyncio.create_task(work.answer(request(), question(), "1", 5))
        await asyncio.sleep(0.1)
        assert [job.waiting for job in work._jobs.values()] == [1]
        ended.set()
        slow.may_answer.set()
        assert await newcomer == "📰.db".encode()

    portal.call(ask)


def test_who_stays_keeps_it_going_for_all(portal: BlockingPortal, slow: Slow) -> None:
    async def ask() -> None:
        compared = Comparing()
        stays = asyncio.create_task(compared.answer(request(), question(), ""))
        assert await compared.answer(request(), question(), "", patience=0.01) is None
        await asyncio.sleep(0.2)
        slow.may_answer.set()
        assert await stays is not None
        assert len(slow.asked) == 1

    portal.call(ask)


@pytest.mark.compares_apart
def test_a_process_that_fails_is_told_and_not_kept(
    portal: BlockingPortal, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def ask() -> None:
        compared = Comparing()
        for _ in range(2):
            with pytest.raises(Unavailable, match="could not be compared"):
                await compared.answer(request(), question(str(tmp_path / "none.db")), "")

    portal.call(ask)
    assert caplog.text.count("there is no project file") == 2


@pytest.mark.compares_apart
@pytest.mark.skipif(not Path("/proc").exists(), reason="looks for the process in /proc")
def test_the_process_ends_with_who_waited_for_it(
    town: Site, portal: BlockingPortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "GRACE", 0.0)

    async def ask() -> None:
        compared, asked = Comparing(), question(str(town.database.path))
        assert await compared.answer(request(), asked, "", patience=0.1) is None
        for _ in range(400):
            await asyncio.sleep(0.05)
            if not children():
                return
        pytest.fail("the process goes on for nobody")

    portal.call(ask)


def children() -> list[int]:
    """The processes that compare for this one."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                words = (folder / "cmdline").read_bytes()
                parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            except OSError:
                continue
            if int(parent) == os.getpid() and b"annotator.store.comparing" in words:
                found.append(int(folder.name))
    return found
