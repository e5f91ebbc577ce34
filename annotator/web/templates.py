"""Rendering a page from its template."""

from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from annotator import __version__, resources
from annotator.store.people import Actor
from annotator.web.assets import Assets


class Templates:
    """Renders pages; templates get the address of a static file by ``static(name)``."""

    def __init__(self, assets: Assets) -> None:
        self.environment = Environment(
            loader=FileSystemLoader(resources.folder("templates")),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals["static"] = assets.address
        self.environment.globals["version"] = __version__

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
            "me": _shown(actor) if actor else None,
            "labels_css": "/labels.css",
        }
        body = self.environment.get_template(name).render(common | context)
        return HTMLResponse(body, status, headers)


def _shown(actor: Actor) -> dict[str, str]:
    return {"name": actor.name, "initials": initials(actor.name), "role": actor.role}


def initials(name: str) -> str:
    """One or two letters for a person."""
    parts = [part for part in name.replace(".", " ").replace("-", " ").split() if part]
    letters = parts[0][:2] if len(parts) == 1 else parts[0][:1] + parts[-1][:1] if parts else "?"
    return letters.upper()
