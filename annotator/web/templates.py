"""Templates and static files: rendering a page, and addresses that change with the content."""

import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from annotator import __version__, resources
from annotator.store.people import Actor


class Templates:
    """Renders pages; ``digest`` stands in the address of every static file."""

    def __init__(self) -> None:
        self.digest = _digest(resources.folder("static"))
        self.environment = Environment(
            loader=FileSystemLoader(resources.folder("templates")),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals["static"] = self.static
        self.environment.globals["version"] = __version__

    def static(self, path: str) -> str:
        """The address of a static file, which may be kept for ever."""
        return f"/static/{self.digest}/{path}"

    def page(
        self,
        request: Request,
        name: str,
        context: dict[str, Any],
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> HTMLResponse:
        """The page; every template also gets ``page``, ``me`` and ``labels_css``."""
        actor: Actor | None = getattr(request.state, "actor", None)
        common = {
            "page": name.removesuffix(".html"),
            "me": {"name": actor.name, "initials": initials(actor.name)} if actor else None,
            "labels_css": "/labels.css",
        }
        body = self.environment.get_template(name).render(common | context)
        return HTMLResponse(body, status, headers)


def initials(name: str) -> str:
    """One or two letters for a person."""
    parts = [part for part in name.replace(".", " ").replace("-", " ").split() if part]
    letters = parts[0][:2] if len(parts) == 1 else parts[0][:1] + parts[-1][:1] if parts else "?"
    return letters.upper()


def _digest(folder: Path) -> str:
    """A short hash over all static files, so that a new version is fetched at once."""
    hash_ = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            hash_.update(path.relative_to(folder).as_posix().encode())
            hash_.update(path.read_bytes())
    return hash_.hexdigest()[:12]
