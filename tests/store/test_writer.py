"""The one writer: group commit, answers after the commit, one bad job alone, a bounded queue."""

import asyncio
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from annotator.domain.errors import Conflict, Refused, Unavailable
from annotator.store import writer
from tests.store.failing import raw_writer


@pytest.fixture
def stalled(project):
    """Keeps the writer busy until it is told to go on: what is queued becomes one batch."""
    begun, go_on = threading.Event(), threading.Event()

    def wait(_):
        begun.set()
        assert go_on.wait(20)

    thread = threading.Thread(target=project.write, args=(wait,))
    thread.start()
    assert begun.wait(5)
    yield go_on.set
    go_on.set()
    thread.join()


def add(connection, key):
    connection.exec_driver_sql("INSERT INTO project VALUES (?, '')", (key,))
    return key


def keys(project):
    return [key for (key,) in project.rows("SELECT key FROM project WHERE value = '' ORDER BY key")]


async def queue_up(project, *jobs):
    """Queues the jobs and, once all wait, does what the last argument says."""
    *queued, then = jobs
    tasks = [asyncio.ensure_future(project.database.write(*job)) for job in queued]
    await asyncio.sleep(0.05)
    then()
    return await asyncio.gather(*tasks, return_exceptions=True)


def commits(project):
    """A list that fills with the writer's BEGIN and COMMIT statements."""
    seen: list[str] = []
    raw_writer(project).set_trace_callback(
        lambda sql: seen.append(sql) if sql.startswith(("BEGIN", "COMMIT", "ROLLBACK")) else None
    )
    return seen


def test_one_bad_job_among_twenty_fails_alone_in_one_commit(project, stalled):
    project_jobs = [(add, f"{n:02d}") for n in range(19)]
    jobs = [*project_jobs[:10], (add, "00"), *project_jobs[10:]]
    seen = commits(project)
    answers = asyncio.run(queue_up(project, *jobs, stalled))
    assert [type(answer) for answer in answers].count(str) == 19
    assert isinstance(answers[10], Conflict)
    assert keys(project) == [f"{n:02d}" for n in range(19)]
    assert seen.count("BEGIN IMMEDIATE") == 1


def test_an_answer_comes_only_after_the_commit(project):
    committing, answered = threading.Event(), threading.Event()
    early = []

    def slowly(sql):
        if sql == "COMMIT":
            committing.set()
            early.append(answered.wait(0.2))

    raw_writer(project).set_trace_callback(slowly)
    with ThreadPoolExecutor() as pool:
        future = pool.submit(project.write, add, "k")
        future.add_done_callback(lambda _: answered.set())
        assert committing.wait(5)
        assert future.result() == "k"
    assert early == [False]
    assert keys(project) == ["k"]


def test_every_answered_write_can_be_seen_by_others_at_once(project):
    with closing(sqlite3.connect(project.path)) as other, ThreadPoolExecutor(8) as pool:
        futures = [pool.submit(project.write, add, f"{n:03d}") for n in range(100)]
        for future in futures:
            key = future.result()
            assert other.execute("SELECT 1 FROM project WHERE key = ?", (key,)).fetchone()


def test_a_failed_job_leaves_nothing_and_tells_what_it_raised(project):
    def fail(connection, error):
        add(connection, "half")
        raise error

    for error in (Refused("no", "field"), KeyError("bug")):
        with pytest.raises(type(error)) as raised:
            project.write(fail, error)
        assert raised.value is error
    assert keys(project) == []


def test_a_commit_that_fails_fails_every_job_of_it(project, stalled):
    raw = raw_writer(project)
    failing: list[bool] = []

    def watch(sql):
        failing.append(sql == "COMMIT" and len(failing) > 3)

    raw.set_trace_callback(watch)
    raw.set_progress_handler(lambda: failing[-1] if failing else 0, 1)
    stalled_then = asyncio.run(queue_up(project, (add, "a"), (add, "b"), stalled))
    raw.set_progress_handler(None, 0)
    raw.set_trace_callback(None)
    assert [type(answer) for answer in stalled_then] == [Unavailable, Unavailable]
    assert keys(project) == []
    assert project.write(add, "a") == "a"


def test_a_full_queue_says_unavailable_and_keeps_what_it_has(project, stalled, monkeypatch):
    monkeypatch.setattr(writer, "QUEUE", 3)
    answers = asyncio.run(queue_up(project, *[(add, f"{n}") for n in range(5)], stalled))
    assert answers[:3] == ["0", "1", "2"]
    assert [type(answer) for answer in answers[3:]] == [Unavailable] * 2
    assert keys(project) == ["0", "1", "2"]


def test_a_batch_has_an_upper_bound(project, stalled, monkeypatch):
    monkeypatch.setattr(writer, "BATCH", 4)
    seen = commits(project)
    answers = asyncio.run(queue_up(project, *[(add, f"{n}") for n in range(10)], stalled))
    assert answers == [f"{n}" for n in range(10)]
    assert seen.count("BEGIN IMMEDIATE") == 3


def test_closing_finishes_what_is_queued_and_then_takes_nothing(project, stalled):
    with ThreadPoolExecutor() as pool:
        futures = [pool.submit(project.write, add, f"{n}") for n in range(5)]
        time.sleep(0.05)
        closing_ = pool.submit(project.close)
        time.sleep(0.05)
        stalled()
        assert [future.result(5) for future in futures] == ["0", "1", "2", "3", "4"]
        closing_.result(5)
    assert keys(project) == ["0", "1", "2", "3", "4"]
    with pytest.raises(Unavailable):
        project.write(add, "late")


def test_whoever_stopped_waiting_does_not_stop_the_others(project, stalled):
    async def run():
        gone = asyncio.ensure_future(project.database.write(add, "gone"))
        stays = asyncio.ensure_future(project.database.write(add, "stays"))
        await asyncio.sleep(0.05)
        gone.cancel()
        stalled()
        return await stays

    assert asyncio.run(run()) == "stays"
    assert keys(project) == ["gone", "stays"]


def test_a_closed_event_loop_does_not_stop_the_writer(project, stalled):
    async def leave():
        task = asyncio.ensure_future(project.database.write(add, "left"))
        await asyncio.sleep(0.05)
        task.cancel()

    asyncio.run(leave())
    stalled()
    assert project.write(add, "next") == "next"
    assert keys(project) == ["left", "next"]


def test_a_caller_whose_loop_has_closed_does_not_stop_the_writer(project, stalled):
    async def leave():
        waiting = asyncio.ensure_future(project.database.write(add, "left"))
        await asyncio.sleep(0.05)
        assert not waiting.done()

    loop = asyncio.new_event_loop()
    loop.run_until_complete(leave())
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    stalled()
    assert project.write(add, "next") == "next"
    assert keys(project) == ["left", "next"]


def test_whoever_writes_while_the_project_closes_is_answered(project):
    answers = []

    def write(number):
        try:
            answers.append(project.write(add, f"k{number:03}"))
        except Unavailable:
            answers.append("refused")

    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(write, number) for number in range(200)]
        project.close()
        for one in waiting:
            one.result(timeout=10)
    assert len(answers) == 200
