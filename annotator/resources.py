"""Where the templates, the static files and the sample articles lie.

Looked for inside the package first (an installed wheel), then beside it (a checkout): the
other order could pick up a stranger's folder.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """The folder ``templates``, ``static`` or ``samples``."""
    for parent in (_PACKAGE, _PACKAGE.parent):
        if (parent / name).is_dir():
            return parent / name
    raise FileNotFoundError(f"the program's folder “{name}” is missing; install it again")


def guidelines() -> str:
    """The program's own guidelines for its four labels, in Markdown."""
    return (folder("templates") / "guidelines.md").read_text("utf-8")


def samples() -> Iterator[dict[str, Any]]:
    """The sample articles: id, title, text, meta. The last one added stands first in the list."""
    for path in sorted(folder("samples").glob("*.json"), reverse=True):
        yield json.loads(path.read_text("utf-8"))
