"""One server per project file."""

import signal
import stat
import subprocess
import sys
import threading

import pytest

from annotator.domain.errors import ProjectError
from annotator.store.lock import address_of, lock_path, server_lock
from tests.live import environment

HOLD = """
import sys, time
from pathlib import Path
from annotator.store.lock import server_lock
with server_lock(Path(sys.argv[1])) as lock:
    lock.announce("http://127.0.0.1:8123")
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(db):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(db)], stdout=subprocess.PIPE, env=environment()
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_server_is_refused_naming_the_first(db, holder):
    with pytest.raises(ProjectError) as refused, server_lock(db):
        pass
    assert str(holder.pid) in str(refused.value)
    assert "http://127.0.0.1:8123" in str(refused.value)
    assert address_of(db) == {"pid": str(holder.pid), "url": "http://127.0.0.1:8123"}


def test_a_killed_server_frees_its_project(db, holder):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert address_of(db) == {}
    with server_lock(db):
        assert address_of(db)["url"] == ""


def test_a_server_that_ended_frees_its_project(db):
    for _ in range(2):
        with server_lock(db) as lock:
            lock.announce("http://127.0.0.1:1")
    assert address_of(db) == {}


def test_where_no_server_ever_ran_nothing_is_made(db):
    assert address_of(db) == {}
    assert not lock_path(db).exists()


def test_the_lock_file_can_be_read_by_its_owner_only(db):
    with server_lock(db):
        assert stat.S_IMODE(lock_path(db).stat().st_mode) == 0o600


def test_two_projects_of_one_folder_have_two_servers(db):
    with server_lock(db), server_lock(db.with_name("other.db")):
        pass


def test_a_folder_that_is_not_there_is_said(db):
    with (
        pytest.raises(ProjectError, match="cannot write in"),
        server_lock(db.parent / "no" / "a.db"),
    ):
        pass


def test_asking_who_holds_the_lock_keeps_nobody_from_taking_it(db):
    asking = threading.Event()

    def ask():
        while not asking.is_set():
            address_of(db)

    with server_lock(db):
        pass
    thread = threading.Thread(target=ask)
    thread.start()
    try:
        for _ in range(300):
            with server_lock(db):
                pass
    finally:
        asking.set()
        thread.join()
