"""The command line in this process: as a person calls it, without a new interpreter each time."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from annotator.cli.app import run


class Done(NamedTuple):
    """What a command left: its exit status, and what it wrote."""

    status: int
    out: str
    err: str


Call = Callable[..., Done]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, and a login name."""
    monkeypatch.chdir(tmp_path)
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "robin")
    return tmp_path


@pytest.fixture
def call(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Call:
    """Call the command line in ``folder``: call("import", "a.txt", stdin=b"…")."""

    def do(*arguments: str | Path, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = run([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in err
        return Done(status, out.decode(), err.decode())

    return do


ARTICLE = (
    "📰 The tax will rise in May, said a senior official.\r\n“It could hurt,” Ana Ruiz said. שלום"
)


def line_of(text: str = ARTICLE, **more: Any) -> dict[str, Any]:
    """A line of JSONL with two spans, one of them in two fragments, and a relation."""
    spans = [
        {"id": "s1", "label": "claim", "start": 2, "end": 26, "text": "The tax will rise in May"},
        {
            "id": "s2",
            "label": "named_source",
            "fragments": [[70, 73], [74, 78]],
            "note": "who?",
            "flags": ["discuss"],
        },
    ]
    relations = [{"id": "r1", "type": "attributed_to", "from": "s1", "to": "s2"}]
    sources = [{"id": "q1", "name": "Ana Ruiz", "role": "", "kind": "named", "spans": ["s2"]}]
    line = {"id": "tax", "text": text, "meta": {"url": "https://example.org"}, "layer": "ann"}
    return line | {"spans": spans, "relations": relations, "sources": sources} | more


@pytest.fixture
def jsonl(folder: Path) -> Callable[..., Path]:
    """Write lines to a file: jsonl("a.jsonl", {...}, b"raw")."""

    def write(name: str, *lines: dict[str, Any] | bytes) -> Path:
        raw = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines]
        path = folder / name
        path.write_bytes(b"".join(one + b"\n" for one in raw))
        return path

    return write
