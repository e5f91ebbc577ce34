"""Rendering a page from its template."""

from collections.abc import Sequence
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


def badges(names: Sequence[str]) -> dict[str, str]:
    """Initials of these people that tell them apart: as few letters more as that takes."""
    found = {name: initials(name) for name in names}
    for letters in range(3, 7):
        clash = {badge for badge in found.values() if list(found.values()).count(badge) > 1}
        found |= {
            name: "".join(name.split())[:letters].upper()
            for name, badge in found.items()
            if badge in clash
        }
    counts: dict[str, int] = {}
    for name, badge in found.items():
        counts[badge] = counts.get(badge, 0) + 1
        found[name] = badge if counts[badge] == 1 else f"{badge}{counts[badge]}"
    return found
