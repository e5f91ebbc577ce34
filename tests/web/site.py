"""The real application on a real project file, asked in this process."""

import hashlib
import re
import sqlite3
import uuid
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import anyio
import orjson
from anyio.from_thread import BlockingPortal
from fastapi import FastAPI
from sqlalchemy import Connection, insert
from starlette.routing import BaseRoute
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from annotator.settings import Settings
from annotator.store import clock, passwords, people
from annotator.store.database import Database
from annotator.store.tables import Account
from annotator.web.app import create_app
from annotator.web.guard import Guard

HOST = "127.0.0.1:8000"
ADDRESS = f"http://{HOST}"
COOKIE = "annot_8000"

ARTICLE = (
    "📰 The tax will rise in May, said a senior official.\r\n"
    "“It could hurt,” Ana Ruiz said.\n\nשלום"
)
"""An article with an emoji, two kinds of line ends, curly quotes and a right-to-left word."""

CLAIM = [[2, 26]]
SPEAKER = [[33, 50]]
QUOTE = "The tax will rise in May"
PRECEDENT: dict[str, Any] = {
    "label": "claim",
    "fragments": CLAIM,
    "reason": "It is said as a fact.",
}


class Answer(NamedTuple):
    """What the application sent, with the headers as it sent them."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        found = [value for key, value in self.headers if key == name]
        assert len(found) == 1, f"{name} is sent {len(found)} times"
        return found[0]


_ROUTES: list[BaseRoute] = []


def _known_routes(app: FastAPI) -> list[BaseRoute]:
    """The routes of the first application here, for all: they know nothing of a project.

    At the first request FastAPI looks into each, which takes longer than most tests.
    """
    if not _ROUTES:
        _ROUTES.extend(app.router.routes)
    return _ROUTES


class Site:
    """An application on one project file, and clients of it."""

    def __init__(self, database: Database, portal: BlockingPortal) -> None:
        self.database = database
        self.portal = portal
        self.settings = Settings(db=database.path)
        self.guard: Guard = create_app(self.settings, database)
        assert isinstance(self.guard.app, FastAPI)
        self.app: FastAPI = self.guard.app
        self.app.router.routes[:] = _known_routes(self.app)

    def anonymous(self, **headers: str) -> TestClient:
        """A client that is not signed in and does not follow redirections."""
        client = TestClient(
            self._as_served,
            base_url=ADDRESS,
            raise_server_exceptions=False,
            follow_redirects=False,
            headers=headers,
        )
        client.portal = self.portal
        return client

    async def _as_served(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The application, given the path decoded once; the test client decodes it twice."""
        path = unquote(scope["raw_path"].partition(b"?")[0].decode("ascii"))
        await self.guard({**scope, "path": path}, receive, send)

    def cookie(self, name: str = "ann") -> str:
        key = self.database.write_now(people.create_key, name)
        cookie = self.database.write_now(people.redeem, key)
        assert cookie is not None
        return cookie

    def signed_in(self, name: str = "ann") -> TestClient:
        """A client with the session cookie of this person."""
        return self.anonymous(cookie=f"{COOKIE}={self.cookie(name)}")

    def token(self, name: str = "ann", scope: str = "write") -> str:
        label = f"{name} {scope} {uuid.uuid4()}"[:64]
        return self.database.write_now(people.create_token, label, name, scope)

    def with_token(self, name: str = "ann", scope: str = "write") -> TestClient:
        """A client that sends an API token, as scripts do."""
        return self.anonymous(authorization=f"Bearer {self.token(name, scope)}")

    def add_account(self, name: str, role: str) -> None:
        def add(connection: Connection) -> None:
            row = {"annotator": people.annotator(connection, name), "role": role}
            row |= {"password_hash": "", "created_at": clock.now()}
            connection.execute(insert(Account.__table__), row)  # type: ignore[attr-defined]

        self.database.write_now(add)

    def import_layer(self, name: str) -> None:
        """Brings a layer of somebody who has no account."""
        line = orjson.dumps({"id": f"of {name}", "text": "News.", "layer": name, "status": "open"})
        answer = self.signed_in("ann").post("/api/import?name=a.jsonl", content=line)
        assert answer.json()["refused"] == []

    def take_password(self, name: str, password: str) -> None:
        """Gives this person a password, as the command line would."""
        number, _ = self.database.read(people.account_named, name)
        self.database.write_now(passwords.change, number, passwords.hashed(password))

    def ask(
        self,
        method: str,
        path: str,
        headers: Iterable[tuple[str, str]] = (("host", HOST),),
        chunks: Iterable[bytes] = (b"",),
        *,
        hangs_up: bool = False,
        unfinished: bool = False,
    ) -> Answer:
        """One request as the HTTP server would hand it over, without a client's tidying up."""
        given = (method, path, list(headers), list(chunks), hangs_up, unfinished)
        return self.portal.call(self._ask, *given)

    async def _ask(
        self,
        method: str,
        path: str,
        headers: list[tuple[str, str]],
        chunks: list[bytes],
        hangs_up: bool,
        unfinished: bool,
    ) -> Answer:
        path, _, query = path.partition("?")
        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(key.encode("latin-1"), value.encode("latin-1")) for key, value in headers],
            "client": ("127.0.0.1", 5),
            "server": ("127.0.0.1", 8000),
            "state": {},
        }
        waiting = [
            {"type": "http.request", "body": chunk, "more_body": unfinished or at < len(chunks)}
            for at, chunk in enumerate(chunks, 1)
        ]
        sent: list[Any] = []

        async def receive() -> Any:
            if not waiting and not hangs_up:
                await anyio.sleep_forever()
            return waiting.pop(0) if waiting else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.guard(scope, receive, send)
        start = sent[0]
        found = [
            (key.decode("latin-1"), value.decode("latin-1")) for key, value in start["headers"]
        ]
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return Answer(start["status"], found, body)

    def static(self, path: str) -> str:
        """The address of a static file, as pages name it."""
        found = re.search(r"/static/\w+/", self.anonymous().get("/login").text)
        assert found is not None
        return found[0] + path

    def state(self) -> str:
        """A hash of everything that the project file holds."""
        return state_of(self.database.path)

    def rows(self, query: str, *values: object) -> list[Any]:
        with closing(sqlite3.connect(self.database.path)) as connection:
            return connection.execute(query, values).fetchall()


def state_of(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        dump = "\n".join(connection.iterdump())
    return hashlib.sha256(dump.encode()).hexdigest()


def uid(number: int) -> str:
    """A UUID that tests can tell from others."""
    return f"00000000-0000-4000-8000-{number:012d}"


def problem(answer: Any, status: int, field: str | None = None) -> dict[str, Any]:
    """The problem of a refusal, which is checked to be one that a person can read."""
    assert answer.status_code == status, f"{answer.status_code}: {answer.text[:300]}"
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert found["status"] == status
    assert found["type"]
    assert found["title"]
    detail = found["detail"]
    assert len(detail) > 12, detail
    assert detail[0] == detail[0].upper(), detail
    for leak in ("input should", "should be", "Traceback", "Error", "pydantic", "sqlite", "None"):
        assert leak not in detail, detail
    if field is not None:
        assert found.get("field") == field, found
    return found


ODD = ["a/b", "/", "a/", "/a", "a//b", "changes", "status", "a/changes", "a/status", "a\nb"]
ODD += ["a/b\n", "a b?c#d%2Fe", "..", "../spans", "é📰", "x/spans/y"]
"""Ids as other programs write them."""


def import_odd(client: TestClient, id_: str) -> None:
    """Gives ann's layer a span, a relation and a source of this id, and two plain spans."""
    spans = [{"id": id_, "label": "claim", "fragments": CLAIM}]
    spans += [{"id": f"plain {n}", "label": "claim", "fragments": CLAIM} for n in (1, 2)]
    spans += [{"id": "who", "label": "named_source", "fragments": SPEAKER}]
    relation = {"id": id_, "type": "attributed_to", "from": "plain 1", "to": "who"}
    line = {"id": "tax", "text": ARTICLE, "layer": "ann", "spans": spans, "relations": [relation]}
    line |= {"sources": [{"id": id_, "name": "An official"}]}
    answer = client.post("/api/import?name=a.jsonl", content=orjson.dumps(line))
    assert answer.json()["refused"] == []
