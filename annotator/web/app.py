"""The application: everything is made here, nothing at import."""

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from annotator import __version__, resources
from annotator.settings import Settings
from annotator.store.database import Database
from annotator.web import errors
from annotator.web.api import agreement as agreement_api
from annotator.web.api import articles as articles_api
from annotator.web.api import (
    assignments,
    exports,
    guidelines,
    history,
    imports,
    layers,
    passages,
    people,
    precedents,
    project,
    relations,
    reviews,
    scheme,
    settling,
    sources,
    spans,
)
from annotator.web.assets import Assets
from annotator.web.comparing import Comparing
from annotator.web.dependencies import SMALL
from annotator.web.guard import Guard
from annotator.web.pages import (
    account,
    agreement,
    agreement_cases,
    annotate,
    articles,
    dashboard,
    decisions,
    docs,
    invite,
    login,
    review,
    settings,
    settle,
    stylesheets,
)
from annotator.web.pages import guidelines as guidelines_page
from annotator.web.pages import people as people_page
from annotator.web.passwords import Passwords
from annotator.web.templates import Templates

API = (
    *(spans, layers, history, relations, sources, reviews, settling, precedents, articles_api),
    *(passages, scheme, guidelines, imports, exports, agreement_api, people, assignments, project),
)
PAGES = (
    *(
        articles,
        annotate,
        review,
        settle,
        decisions,
        agreement,
        agreement_cases,
        dashboard,
        settings,
    ),
    *(guidelines_page, people_page, docs),
    *(login, invite, account, stylesheets),
)


def create_app(config: Settings, database: Database) -> Guard:
    """The guarded application on an open project; ``.app`` is the FastAPI inside."""
    app = FastAPI(
        title="Annotator",
        version=__version__,
        summary="Label claims, speculation and their sources in news articles.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        max_body_size=SMALL,
        telemetry={"tracing": False, "metrics": False},
    )
    app.state.database = database
    app.state.settings = config
    app.state.passwords = Passwords()
    app.state.comparing = Comparing()
    assets = Assets(resources.folder("static"))
    app.state.templates = Templates(assets)
    errors.install(app)
    for page in PAGES:
        _answer_head(page.router)
    for module in (*API, *PAGES):
        app.include_router(module.router)
    app.router.routes.append(assets.route())
    app.add_middleware(Compressed)
    return Guard(app, hosts=_names(config.host))


def _answer_head(router: APIRouter) -> None:
    """A program may ask of a page before it fetches it; the server then leaves out the body."""
    for route in router.routes:
        if isinstance(route, APIRoute) and route.methods and "GET" in route.methods:
            route.methods.add("HEAD")


def _names(host: str) -> list[str]:
    """The host names that a bind to ``host`` answers to, beside the loopback ones."""
    return [] if host in {"", "0.0.0.0", "::"} else [f"[{host}]" if ":" in host else host]  # noqa: S104


class Compressed:
    """Compresses answers, but not a download: from this very machine that is waste."""

    def __init__(self, app: ASGIApp) -> None:
        self._plain = app
        self._compressed = GZipMiddleware(app, minimum_size=1_000, compresslevel=5)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        plain = scope["type"] != "http" or scope["path"].startswith("/api/export")
        await (self._plain if plain else self._compressed)(scope, receive, send)
