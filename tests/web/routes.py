"""Every route that the application has, found in the application itself."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from fastapi import FastAPI
from fastapi.routing import APIRoute

from tests.web.site import uid


class Route(NamedTuple):
    """A method and a path with its parameters in braces."""

    method: str
    path: str


def found(app: FastAPI) -> set[Route]:
    """The routes of the application; the folder of static files is not one."""
    return set(_found(app.routes))


def _found(routes: Iterable[Any]) -> Iterator[Route]:
    for route in routes:
        if isinstance(route, APIRoute):
            for method in (route.methods or set()) - {"HEAD"}:
                yield Route(method, route.path_format)
        elif hasattr(route, "original_router"):
            yield from _found(route.original_router.routes)
        else:
            assert route.path.startswith("/static/"), f"a route of an unknown kind: {route!r}"


def unsafe(app: FastAPI) -> list[Route]:
    return sorted(route for route in found(app) if route.method not in {"GET", "HEAD", "OPTIONS"})


def filled(path: str, article: str = "tax", layer: str = "me", person: str = "kim") -> str:
    """The path with something that exists in the town for each parameter."""
    kind = path.removesuffix("/restore").rsplit("/", 2)[-2]
    ids = {
        "spans": uid(1),
        "relations": uid(3),
        "sources": uid(4),
        "reviews": uid(1),
        "replies": uid(1),
        "precedents": uid(6),
    }
    named = {"article": article, "layer": layer, "person": person, "action": "start"}
    return path.format(**named, start=0, id=ids.get(kind, ""))
