"""What handlers ask for: the database, names in the path, versions, strict JSON."""

import json
import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any

import orjson
from fastapi import Depends, HTTPException, Path, Query, Request, Response
from fastapi.routing import APIRoute

from annotator.domain.errors import Misdirected, Refused
from annotator.formats import jsonl
from annotator.store import project
from annotator.store.database import Database
from annotator.store.people import Actor
from annotator.web.accounts import current
from annotator.web.templates import Templates

# All are coroutines: a plain function would be sent to a thread, for every request.

SMALL = 1024 * 1024
"""The most bytes of a body where the contract names no limit."""

DEEPEST = 100
"""The most brackets that may stand inside one another in a body."""


async def _database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


async def _templates(request: Request) -> Templates:
    templates: Templates = request.app.state.templates
    return templates


@dataclass(frozen=True, slots=True)
class Visit:
    """A request about one layer: who asks, the project, the layer, the version it expects.

    One dependency, not four: FastAPI's work for each costs more than a read of the database.
    """

    me: Actor
    database: Database
    place: tuple[str, str]
    """Article id and annotator's name; ``me`` in the path is whoever asks."""
    expected: int | None


async def _visit(article: str, layer: str, request: Request) -> Visit:
    me = await current(request)
    _check_project(request)
    place = article, me.name if layer == "me" else layer
    return Visit(me, request.app.state.database, place, _expected(request))


def _check_project(request: Request) -> None:
    """Refuses what is meant for another project, served at this address before. Raises Misdirected.

    A page that was open then sends what it kept, and its articles may have the same ids.
    """
    meant = request.headers.get("annotator-project")
    if meant and meant != request.app.state.database.glance(project.identity):
        raise Misdirected("another project answers at this address now; nothing was changed in it")


def _expected(request: Request) -> int | None:
    """The version in ``If-Match: "n"``, or None. Raises Refused."""
    if_match = request.headers.get("if-match")
    if if_match is None or if_match == "*":
        return None
    found = re.fullmatch(r'(?:W/)?"?(\d{1,18})"?', if_match)
    if found is None:
        raise Refused('If-Match takes a version such as "3"', "If-Match")
    return int(found[1])


ProjectMeant = Annotated[None, Depends(_check_project)]
DatabaseOf = Annotated[Database, Depends(_database)]
TemplatesOf = Annotated[Templates, Depends(_templates)]
LayerVisit = Annotated[Visit, Depends(_visit)]
Cursor = Annotated[int | None, Query(ge=1, le=2**63 - 1)]
Target = Annotated[str, Path(alias="id", description="The object's id in its layer.")]


class StrictRequest(Request):
    """Reads JSON that has one meaning only: UTF-8, no NaN, no half surrogates, no key twice."""

    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            self._json = _strict(await self.body())
        return self._json


def _strict(body: bytes) -> Any:
    """The value of the body. Raises HTTPException where JSON leaves two meanings, or none."""
    try:
        body.decode()
        value = orjson.loads(body)
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"byte {error.start:,} of the body is not UTF-8") from None
    except orjson.JSONDecodeError as error:
        where = f"line {error.lineno:,}, column {error.colno:,}"
        raise HTTPException(400, f"the body is not JSON: {error.msg} ({where})") from None
    _check_depth(value)
    json.loads(body, object_pairs_hook=_object, parse_int=str, parse_float=str)
    return jsonl.exact(value, body)


def _check_depth(value: Any) -> None:
    """Refuses what is nested so deep that storing it could fail."""
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(DEEPEST + 1):
        parts = [one.values() if isinstance(one, dict) else one for one in level]
        level = [one for part in parts for one in part if isinstance(one, dict | list)]
        if not level:
            return
    raise HTTPException(400, f"the body has more than {DEEPEST} brackets inside one another")


def _object(pairs: list[tuple[str, Any]]) -> None:
    """Refuses an object in which a key stands twice: programs differ in which one they take."""
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            raise HTTPException(400, f"the key “{key[:40]}” stands twice in one object of the body")
        seen.add(key)


class StrictRoute(APIRoute):
    """A route whose JSON bodies are read by ``StrictRequest``."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def strict(request: Request) -> Response:
            return await handler(StrictRequest(request.scope, request.receive))

        return strict


class Json(Response):
    """A JSON answer; ``version`` becomes the ETag."""

    media_type = "application/json"

    def __init__(self, content: Any, status: int = 200, version: int | None = None) -> None:
        headers = {"etag": f'"{version}"'} if version is not None else None
        super().__init__(orjson.dumps(content), status, headers)
