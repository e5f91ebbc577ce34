"""Runs the server on one project file, from its lock to its clean end.

Loads the web and the store: import it inside a command only.
"""

import dataclasses
import gc
import logging
import re
import signal
import socket
import sys
from collections.abc import Callable

import uvicorn

from annotator import resources
from annotator.cli import binding, project
from annotator.cli.browser import browser_beside
from annotator.cli.errors import UsageError
from annotator.cli.output import say
from annotator.settings import Settings
from annotator.store import articles, people
from annotator.store.database import Database
from annotator.store.lock import ServerLock, server_lock
from annotator.web.app import create_app

GRACE = 5
"""How long open requests may take to end once the server was told to stop, in seconds."""

_SECRET = re.compile(r"((?:token|key)=|[Bb]earer )[\w.~-]+")
_STOPS = ("SIGINT", "SIGTERM", "SIGHUP")


def serve(settings: Settings) -> None:
    """Serves until the process is told to stop."""
    _log_quietly()
    loopback = binding.is_loopback(settings.host)
    with server_lock(settings.db) as lock:
        new = not settings.db.exists() or not settings.db.stat().st_size
        if new and not loopback:
            raise UsageError(_open_bind(settings))
        with (
            binding.listener(settings.host, settings.port) as listener,
            Database.open(settings.db, create=True, server=True) as database,
        ):
            name = database.write_now(people.ensure_account, project.login())
            if not loopback:
                _check_password(settings, database)
            if new and settings.samples:
                _add_samples(database, name)
            _answer(settings, database, lock, listener, name)


def _open_bind(settings: Settings) -> str:
    return (
        f"{settings.host} can be reached from other machines, which needs an admin with a "
        "password; “annotator people password” gives you one, or leave out --host to serve this "
        "machine only"
    )


def _check_password(settings: Settings, database: Database) -> None:
    if not database.read(people.has_admin_password):
        raise UsageError(_open_bind(settings))
    say("annotator: this is plain HTTP; what is sent can be read on the network")


def _add_samples(database: Database, name: str) -> None:
    number = database.write_now(people.annotator, name)
    samples = [
        articles.new(one["text"], one["id"], one["title"], one.get("meta"))
        for one in resources.samples()
    ]
    database.write_now(articles.add_samples, number, samples)


def _answer(
    settings: Settings, database: Database, lock: ServerLock, listener: socket.socket, name: str
) -> None:
    with browser_beside(settings.db) as browser:
        settings = dataclasses.replace(settings, port=listener.getsockname()[1])
        url = binding.address(settings.host, settings.port)

        def answers() -> None:
            lock.announce(url)
            key = database.write_now(people.create_key, name)
            _print(f"{url}/login?token={key}")
            if settings.open_browser:
                browser.open(f"{url}/login?token={key}")

        say(f"annotator: serving {settings.db}; stop it with Ctrl+C")
        _run(settings, database, listener, answers)


def _print(url: str) -> None:
    """The one line of standard output; a reader that has gone does not stop the server."""
    try:
        sys.stdout.write(url + "\n")
        sys.stdout.flush()
    except OSError:
        say("annotator: nobody reads the address; “annotator link” prints another")


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, answers: Callable[[], None]) -> None:
        super().__init__(config)
        self._answers = answers

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and not self.should_exit:
            self._answers()


def _run(
    settings: Settings, database: Database, listener: socket.socket, answers: Callable[[], None]
) -> None:
    config = uvicorn.Config(
        create_app(settings, database),
        loop="auto",  # uvloop and httptools where they are installed
        http="auto",
        ws="none",
        log_config=None,
        access_log=False,  # its lines would hold the one-time key
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE,
    )
    server = _Server(config, answers)
    for name in _STOPS:
        # Ours stay in place when uvicorn puts back what it found, so that a stop ends with
        # status 0 and a second signal cannot break off the closing of the project file.
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), server.handle_exit)
    gc.freeze()  # what is loaded by now stays for good and need not be looked through again
    gc.enable()
    server.run(sockets=[listener])


class _Redacted(logging.Formatter):
    """No secret in a line of the log, whatever a library writes."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRET.sub(r"\1…", super().format(record))


def _log_quietly() -> None:
    """Warnings and worse, on standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Redacted("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
