"""Fixtures of the browser tests: one Chromium, and for each test a server and a page.

server    a running server (.url .db .address, .kill() .restart()), one for all tests of a module:
          they are many, and each adds its own article; own_server is one for a single test.
          Modules with pytestmark = pytest.mark.shares_server have one together: their tests look
          at nothing but articles of their own, and neither end it nor change its settings
client    a signed-in HTTP client of it; add_article("Text", id="a") adds an article
page      a signed-in Playwright page; the test fails on console errors, uncaught
          exceptions, CSP violations and requests to anywhere else
new_page  further signed-in pages: new_page(viewport={"width": 320, "height": 640});
          new_page(same=page) is a second tab beside `page`
stranger  a page that is not signed in
desk      the annotation page of a new article; open_desk opens further ones
console   console.allow("ERR_CONNECTION") forgives messages that contain the words
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.browser import chromium
from tests.browser.annotating import AnnotationPage, OpenDesk
from tests.live import Server

sync_api = pytest.importorskip("playwright.sync_api")

LAUNCH_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
PATIENCE_MS = 15_000
"""How long a page may take on a busy computer before a test gives up."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser test that fails on a busy computer is tried once more.

    The summary names it (RERUN): the test raced, or the page does, and that is to be found.
    """
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here:
            item.add_marker(pytest.mark.flaky(reruns=1))


WATCH_CSP = """
addEventListener('securitypolicyviolation', (event) =>
  console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI}`));
"""


@dataclass
class Console:
    """What the pages of one test complained about."""

    home: str
    problems: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, *words: str) -> None:
        """Forgive messages that contain any of these words, before or after they come."""
        self.allowed.extend(words)

    def listen(self, context: Any) -> None:
        for event, heard in self._hearing().items():
            context.on(event, heard)

    def leave(self, context: Any) -> None:
        for event, heard in self._hearing().items():
            context.remove_listener(event, heard)

    def remaining(self) -> list[str]:
        return [text for text in self.problems if not any(word in text for word in self.allowed)]

    def _hearing(self) -> dict[str, Callable[[Any], None]]:
        return {
            "console": self._on_message,
            "weberror": self._on_error,
            "request": self._on_request,
        }

    def _note(self, text: str) -> None:
        self.problems.append(text)

    def _on_error(self, error: Any) -> None:
        self._note(f"uncaught: {error.error}")

    def _on_message(self, message: Any) -> None:
        if message.type == "error":
            where = message.location.get("url", "")
            self._note(f"console: {message.text} ({where})")

    def _on_request(self, request: Any) -> None:
        if not request.url.startswith((self.home, "data:", "blob:", "about:")):
            self._note(f"request to elsewhere: {request.url}")


class Chromium:
    """A browser whose contexts come within a minute.

    On a busy computer Chromium now and then never answers to being asked for one, and Playwright
    waits for ever. Then this one is ended, and another takes its place.
    """

    def __init__(self, launch: Callable[[], Any]) -> None:
        self._launch = launch
        self._start()

    def _start(self) -> None:
        self._browser = self._launch()
        session = self._browser.new_browser_cdp_session()
        processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
        self._process = next(int(one["id"]) for one in processes if one["type"] == "browser")

    def new_context(self, **options: Any) -> Any:
        try:
            with self._ended_after(60):
                return self._browser.new_context(**options)
        except sync_api.Error:
            if self._browser.is_connected():
                raise
            self._start()
            return self._browser.new_context(**options)

    @contextmanager
    def _ended_after(self, seconds: float) -> Iterator[None]:
        too_late = threading.Timer(seconds, os.kill, (self._process, signal.SIGKILL))
        too_late.start()
        try:
            yield
        finally:
            too_late.cancel()

    def close(self) -> None:
        self._browser.close()


# The browser is bound to the package, not the session: while Playwright's loop runs,
# no asynchronous test of another package could run in the same process.
@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """One Chromium for all browser tests of this process; without one they are skipped."""
    path = chromium.find()
    if path is None:
        missing = f"no Chromium: {chromium.HOW_TO_GET_ONE}"
        pytest.fail(missing) if chromium.required() else pytest.skip(missing)
    with sync_api.sync_playwright() as playwright:
        sync_api.expect.set_options(timeout=PATIENCE_MS)
        started = Chromium(
            lambda: playwright.chromium.launch(executable_path=path, args=LAUNCH_ARGUMENTS)
        )
        yield started
        started.close()


@contextmanager
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without articles."""
    started = Server(tmp_path_factory.mktemp("project") / "annotations.db", ("--no-samples",))
    started.start()
    yield started
    started.kill()


@pytest.fixture(scope="package")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of all modules that share one."""
    with running(tmp_path_factory) as server:
        yield server


@pytest.fixture(scope="package")
def shared_context(browser: Any, shared_server: Server) -> Iterator[UsedContext]:
    """The context of the same modules: it keeps the page's scripts, too."""
    with used(browser, shared_server) as context:
        yield context


def shares_server(request: pytest.FixtureRequest) -> bool:
    return request.node.get_closest_marker("shares_server") is not None


@pytest.fixture(scope="module")
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server for all tests of a module, or of all modules that share one."""
    if shares_server(request):
        yield request.getfixturevalue("shared_server")
        return
    with running(tmp_path_factory) as own:
        yield own


@pytest.fixture
def console(server: Server) -> Iterator[Console]:
    """Collects what goes wrong in the test's pages and fails the test with it."""
    watched = Console(server.url)
    yield watched
    assert watched.remaining() == [], "\n".join(watched.remaining())


def make_context(browser: Any, server: Server, options: dict[str, Any]) -> Any:
    defaults = {"viewport": {"width": 1400, "height": 900}, "locale": "en-GB"}
    context = browser.new_context(base_url=server.url, **(defaults | options))
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(WATCH_CSP)
    return context


def sign_in(context: Any, server: Server) -> None:
    cookies = server.sign_in().items()
    context.add_cookies(
        [
            {"name": name, "value": value, "url": server.url, "httpOnly": True}
            for name, value in cookies
        ]
    )


def let_go(context: Any) -> None:
    """Answer no request any more: to close a page would wait for an answer."""
    for page in context.pages:
        page.unroute_all(behavior="ignoreErrors")
    context.unroute_all(behavior="ignoreErrors")


@pytest.fixture
def new_context(browser: Any, server: Server, console: Console) -> Iterator[Callable[..., Any]]:
    """Browser contexts: new_context(signed_in=True, viewport=…, color_scheme="dark", …)."""
    contexts: list[Any] = []

    def make(*, signed_in: bool = True, **options: Any) -> Any:
        context = make_context(browser, server, options)
        contexts.append(context)
        console.listen(context)
        if signed_in:
            sign_in(context, server)
        return context

    yield make
    for context in contexts:
        let_go(context)
        context.close()


class UsedContext:
    """One context for many tests, one after another: a new one costs a second."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._context: Any = None

    def take(self) -> Any:
        self._context = self._context or self._make()
        return self._context

    def clean(self, origin: str) -> None:
        """Leave nothing of a test but one empty page: the next page takes over its process."""
        first, *others = self._context.pages
        for page in others:
            page.close()
        try:
            first.goto("about:blank")
            session = self._context.new_cdp_session(first)
            session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
            session.detach()
            self._context.clear_cookies()
        except sync_api.Error:  # as where a page asks whether it may be left
            self.close()

    def close(self) -> None:
        if self._context:
            self._context.close()
        self._context = None


@contextmanager
def used(browser: Any, server: Server) -> Iterator[UsedContext]:
    context = UsedContext(lambda: make_context(browser, server, {}))
    yield context
    context.close()


@pytest.fixture(scope="module")
def used_context(
    request: pytest.FixtureRequest, browser: Any, server: Server
) -> Iterator[UsedContext]:
    """The context for the tests of a module, or of all modules that share a server."""
    if shares_server(request):
        yield request.getfixturevalue("shared_context")
        return
    with used(browser, server) as context:
        yield context


@pytest.fixture
def clean_context(used_context: UsedContext, server: Server, console: Console) -> Iterator[Any]:
    """The module's context, signed in and without anything of an earlier test."""
    context = used_context.take()
    sign_in(context, server)
    console.listen(context)
    yield context
    let_go(context)
    console.leave(context)
    used_context.clean(server.url)


@pytest.fixture
def new_page(new_context: Callable[..., Any]) -> Callable[..., Any]:
    """Signed-in pages: new_page(viewport=…) in a context of its own, new_page(same=page)."""

    def make(*, same: Any = None, **options: Any) -> Any:
        return (same.context if same else new_context(**options)).new_page()

    return make


@pytest.fixture
def page(request: pytest.FixtureRequest, server: Server) -> Any:
    """A signed-in page; @pytest.mark.browser_context(color_scheme="dark") has its own context."""
    mark = request.node.get_closest_marker("browser_context")
    if mark or "own_server" in request.fixturenames:
        return request.getfixturevalue("new_page")(**(mark.kwargs if mark else {}))
    context = request.getfixturevalue("clean_context")
    left = context.pages
    page = context.new_page()
    for earlier in left:
        earlier.close()
    return page


PROBE = "**/static/icons.svg?probe"
CAUGHT = "fetch('/static/icons.svg?probe').then(({ status }) => status === 204, () => false)"


def catches(target: Any) -> None:
    """Wait until the open pages of a page or a context ask us. Chromium may let through what is
    asked for in the first moments after Playwright's ``route``."""
    route(target, PROBE, lambda probe: probe.fulfill(status=204))
    for page in getattr(target, "pages", [target]):
        if page.url.startswith("http"):
            assert any(page.evaluate(CAUGHT) for _ in range(100)), "nothing is caught"
    target.unroute(PROBE)


def route(target: Any, *wanted: Any, **options: Any) -> None:
    """Playwright's own ``route``."""
    ROUTES[type(target)](target, *wanted, **options)


ROUTES = {kind: kind.route for kind in (sync_api.Page, sync_api.BrowserContext)}


@pytest.fixture(autouse=True, scope="session")
def routes_catch_at_once() -> Iterator[None]:
    """After ``page.route(…)`` or ``context.route(…)`` no request slips through."""

    def careful(target: Any, *wanted: Any, **options: Any) -> None:
        route(target, *wanted, **options)
        catches(target)

    with pytest.MonkeyPatch.context() as patch:
        for kind in ROUTES:
            patch.setattr(kind, "route", careful)
        yield


@pytest.fixture
def open_desk(
    request: pytest.FixtureRequest,
    server: Server,
    client: Any,
    new_page: Callable[..., Any],
    add_article: Callable[..., str],
) -> OpenDesk:
    """Opens a new article on its annotation page, in `page` or, with options, in a new one.

    open_desk(), open_desk("Text", viewport=…); the text is that of the test's module, or port's.
    """

    def open_(text: str = "", **options: Any) -> AnnotationPage:
        from tests.browser import port

        text = text or getattr(request.module, "TEXT", port.TEXT)
        page = new_page(**options) if options else request.getfixturevalue("page")
        return AnnotationPage(page, add_article(text, id=str(uuid4())), client).open()

    if not server.running:  # a test of the module may have ended it
        server.start()
    return open_


@pytest.fixture
def desk(open_desk: OpenDesk) -> AnnotationPage:
    """The annotation page of a new article."""
    return open_desk()


@pytest.fixture
def stranger(new_context: Callable[..., Any]) -> Any:
    """A page that is not signed in; stranger.goto(server.address) signs it in."""
    return new_context(signed_in=False).new_page()
