"""Static files: kept in memory, sent without comments and compressed, at addresses that change.

The digest of all files stands in every address, so that a browser may keep each for ever and
still gets a new version at once. Scripts and styles come joined with what they import.
"""

import gzip
import hashlib
import mimetypes
from pathlib import Path
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from annotator.web import bundle

_TYPES = {".js": "text/javascript", ".svg": "image/svg+xml", ".css": "text/css"}
_SENT = frozenset({".js", ".css", ".svg", ".png", ".ico", ".woff2"})
_KEEP = "public, max-age=31536000, immutable"


class _File(NamedTuple):
    plain: bytes
    compressed: bytes
    media_type: str


class Assets:
    """The files of a folder; only those that are there when the server starts are served."""

    def __init__(self, folder: Path) -> None:
        found = sorted(path for path in folder.rglob("*") if path.suffix in _SENT)
        self._paths = {path.relative_to(folder).as_posix(): path for path in found}
        self._files: dict[str, _File] = {}
        self.digest = self._digest()

    def address(self, name: str) -> str:
        """Where ``name``, such as ``css/base.css``, is fetched from. Raises KeyError."""
        if name not in self._paths:
            raise KeyError(f"there is no static file {name}")
        return f"/static/{self.digest}/{name}"

    def route(self) -> Route:
        """The route that answers for all of them."""
        return Route(f"/static/{self.digest}/{{name:path}}", self._answer, methods=["GET"])

    async def _answer(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self._paths:
            raise HTTPException(404)
        file = self._files.get(name)
        if file is None:  # joining and compressing it takes a while: not while everybody waits
            file = await run_in_threadpool(self._file, name)
        headers = {"cache-control": _KEEP, "vary": "accept-encoding"}
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(file.plain, headers=headers, media_type=file.media_type)
        headers["content-encoding"] = "gzip"
        return Response(file.compressed, headers=headers, media_type=file.media_type)

    def _file(self, name: str) -> _File:
        if name not in self._files:
            path = self._paths[name]
            plain = self._lean(name)
            kind = _TYPES.get(path.suffix) or mimetypes.guess_type(name)[0] or "text/plain"
            self._files[name] = _File(plain, gzip.compress(plain, 9, mtime=0), kind)
        return self._files[name]

    def _lean(self, name: str) -> bytes:
        """What is sent of a file: styles and scripts without comments, with what they import."""
        if name.endswith(".js"):
            return bundle.joined(name, self._text, frozenset(self._paths)).encode()
        if name.endswith(".css"):
            return bundle.joined_style(name, self._text).encode()
        return self._paths[name].read_bytes()

    def _text(self, name: str) -> str:
        return self._paths[name].read_text("utf-8")

    def _digest(self) -> str:
        hash_ = hashlib.sha256()
        for name, path in self._paths.items():
            hash_.update(name.encode() + b"\0" + path.read_bytes())
        return hash_.hexdigest()[:12]
