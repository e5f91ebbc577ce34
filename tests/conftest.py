"""Fixtures of every test: a temporary project, a real server, a signed-in client."""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import hypothesis
import pytest

from tests.live import ROOT, Server


def _install_offline_guard() -> list[str]:
    """Refuse outbound connections in this process; the list of what was attempted."""
    where = ROOT / "tests" / "offline" / "sitecustomize.py"
    spec = importlib.util.spec_from_file_location("tests_offline_guard", where)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    attempts: list[str] = module.ATTEMPTS
    return attempts


_ATTEMPTS = _install_offline_guard()

# A busy computer is slow now and then; that is no finding.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    """Under xdist, files begin in the order below, not in one of xdist's own."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests first, for they take longest; what has few tests last, so that all end at once.

    In a row they share one Chromium in each process: another file between would end it.
    """
    tests = Counter(item.path for item in items)
    browser = ROOT / "tests" / "browser"
    items.sort(key=lambda item: (item.path.parent != browser, -tests[item.path], item.path))


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """No test and nothing that it runs connects to anything but this computer."""
    _ATTEMPTS.clear()
    yield
    assert _ATTEMPTS == [], f"connections to the outside were attempted: {_ATTEMPTS}"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """The path of a project file that does not exist yet, in an empty folder."""
    folder = tmp_path / "project"
    folder.mkdir()
    return folder / "annotations.db"


@pytest.fixture
def make_server() -> Iterator[Callable[..., Server]]:
    """Start servers: make_server(db, "--no-samples"); they are stopped after the test."""
    started: list[Server] = []

    def make(db: Path, *options: str) -> Server:
        server = Server(db, options)
        started.append(server)
        server.start()
        return server

    yield make
    for server in started:
        server.kill()
        logged = server.log.read_text("utf-8")
        assert "OutboundConnectionError" not in logged, logged


@pytest.fixture
def own_server(
    db: Path, make_server: Callable[..., Server], request: pytest.FixtureRequest
) -> Server:
    """A server of this test, with the samples; @pytest.mark.serve("--no-samples") adds options."""
    mark = request.node.get_closest_marker("serve")
    return make_server(db, *(mark.args if mark else ()))


@pytest.fixture
def server(own_server: Server) -> Server:
    """The running server that `client` speaks to: one for each test, but for the browser tests."""
    return own_server


@pytest.fixture
def client(server: Server) -> Iterator[httpx2.Client]:
    """A signed-in HTTP client of `server`, for the JSON API: client.get("/api/articles")."""
    with server.client() as signed_in:
        yield signed_in


@pytest.fixture
def add_article(client: httpx2.Client) -> Callable[..., str]:
    """Add an article through the API and return its id: add_article("Text", title="…")."""

    def add(text: str, **fields: object) -> str:
        answer = client.post("/api/articles", json={"text": text, **fields})
        assert answer.status_code == 201, f"{answer.status_code}: {answer.text}"
        article: str = answer.json()["id"]
        return article

    return add
