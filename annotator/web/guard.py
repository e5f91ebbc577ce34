"""The guard around the whole application: which host, which origin, which headers.

It is plain ASGI and outermost, so that every answer passes it, errors and static files too.
"""

import re
from collections.abc import Iterable

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from annotator.web import errors

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; object-src 'none'"
)

HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
}
"""On every answer; what is not a page may load nothing at all."""

PAGE_HEADERS = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
"""On pages, over those."""

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})

_HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?")


class Guard:
    """Wraps ``app``; ``hosts`` are the names, beside the loopback ones, that it answers to."""

    def __init__(self, app: FastAPI, hosts: Iterable[str] = ()) -> None:
        self.app = app
        self._hosts = LOOPBACK | {host.lower() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        application: ASGIApp = self.app if refusal is None else refusal
        send = _with_headers(send)
        await application(scope, receive, _in_our_words(scope, receive, send))

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        name = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
        if name is None or name[1].lower() not in self._hosts:
            return errors.problem(421, "this server does not answer to that host name")
        if scope["method"] not in SAFE and not _same_origin(scope, headers):
            return errors.problem(403, "a page of another site may not change anything here")
        return None


def _same_origin(scope: Scope, headers: Headers) -> bool:
    """Whether the request comes from a page of ours, or from no page at all."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    if "cookie" not in headers and headers.get("authorization", "").lower().startswith("bearer "):
        return True  # a script's token; no browser sends it by itself
    origin = headers.get("origin")
    if origin is not None:
        return origin == f"{scope['scheme']}://{headers['host']}"
    return True


def _in_our_words(scope: Scope, receive: Receive, send: Send) -> Send:
    """A body that says beforehand that it is too large is refused past our error handlers."""
    replaced = False

    async def said(message: Message) -> None:
        nonlocal replaced
        if message["type"] == "http.response.start" and message["status"] == 413:
            kind = Headers(raw=message["headers"]).get("content-type", "")
            replaced = kind.startswith("text/plain")
            if replaced:
                await errors.problem(413, errors.SENTENCES[413])(scope, receive, send)
        if not replaced:
            await send(message)

    return said


def _with_headers(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            page = headers.get("content-type", "").startswith("text/html")
            for name, value in (HEADERS | PAGE_HEADERS if page else HEADERS).items():
                headers[name] = value
            if "cache-control" not in headers:
                headers["cache-control"] = "no-store"
        await send(message)

    return guarded
