"""Fixtures of the web tests: a site with one person, and a town with four who have labelled."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from starlette.testclient import TestClient

from annotator.domain.edits import Batch
from annotator.domain.precedents import Pinned
from annotator.store import articles, changes, people, precedents
from annotator.store.comparing import Question, answer, read, write
from annotator.store.database import Database
from annotator.store.people import Actor
from annotator.web import comparing
from tests.web.site import ARTICLE, CLAIM, PRECEDENT, SPEAKER, Site, uid

PEOPLE = {"ann": "admin", "rae": "reviewer", "lou": "labeller", "kim": "labeller"}


@pytest.fixture(scope="session")
def portal() -> Iterator[BlockingPortal]:
    """One event loop for all tests of this process: starting one takes longer than a request."""
    with start_blocking_portal() as portal:
        yield portal


@pytest.fixture(scope="session")
def new_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project file with one account, made once and copied for each test."""
    path = tmp_path_factory.mktemp("new") / "annotations.db"
    with Database.open(path, create=True, server=True) as database:
        database.write_now(people.ensure_account, "ann")
    return path


@pytest.fixture(scope="session")
def old_project(
    new_project: Path, tmp_path_factory: pytest.TempPathFactory, portal: BlockingPortal
) -> Path:
    """A project file with an article that four people and gold have labelled, and a precedent."""
    path = tmp_path_factory.mktemp("old") / "annotations.db"
    shutil.copy(new_project, path)
    with Database.open(path, server=True) as database:
        site = Site(database, portal)
        for name, role in list(PEOPLE.items())[1:]:
            site.add_account(name, role)
        numbers = {name: database.write_now(people.annotator, name) for name in PEOPLE}
        for id_ in ("tax", "spare"):
            article = articles.new(ARTICLE, id_, f"About {id_}", {"url": "https://example.org/t"})
            database.write_now(articles.add, Actor(numbers["ann"], "ann", "admin"), article)
        for at, name in enumerate([*PEOPLE, "gold"]):
            actor = Actor(numbers.get(name, numbers["rae"]), name, "reviewer")
            owner = actor if name != "gold" else Actor(numbers["rae"], "rae", "reviewer")
            database.write_now(changes.carry_out, owner, ("tax", name), _batch(at))
        reviewer = Actor(numbers["rae"], "rae", "reviewer")
        database.write_now(precedents.pin, reviewer, "tax", Pinned(id=uid(6), **PRECEDENT))
    return path


def _batch(number: int) -> Batch:
    return Batch.model_validate(
        {
            "id": uid(900 + number),
            "changes": [
                {"put": "span", "id": uid(1), "label": "claim", "fragments": CLAIM},
                {"put": "span", "id": uid(2), "label": "named_source", "fragments": SPEAKER},
                {"put": "span", "id": uid(5), "label": "speculation", "fragments": [[54, 60]]},
                {"put": "relation", "id": uid(3), "type": "attributed_to"}
                | {"from": uid(1), "to": uid(2)},
                {"put": "source", "id": uid(4), "name": "A senior official", "spans": [uid(2)]},
            ],
        }
    )


@pytest.fixture(autouse=True)
def compared_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process of its own would compare is compared in this one, which is there already.

    @pytest.mark.compares_apart has the process, too.
    """
    if request.node.get_closest_marker("compares_apart"):
        return

    def compare(question: Question) -> bytes:
        with Database.open(Path(question.db)) as database:
            return database.read(answer, read(write(question)))

    async def compared(question: Question) -> bytes:
        return await asyncio.to_thread(compare, question)

    monkeypatch.setattr(comparing, "_asked", compared)


@pytest.fixture
def open_site(tmp_path: Path, portal: BlockingPortal) -> Iterator[Callable[..., Site]]:
    """Open a copy of a project file: open_site(new_project, "desk.db")."""
    opened: list[Database] = []

    def open_(project: Path, name: str = "annotations.db") -> Site:
        folder = tmp_path / str(len(opened))
        folder.mkdir()
        shutil.copy(project, folder / name)
        opened.append(Database.open(folder / name, server=True))
        return Site(opened[-1], portal)

    yield open_
    for database in opened:
        database.close()


@pytest.fixture
def site(open_site: Callable[..., Site], new_project: Path) -> Site:
    """A site with the account “ann” (admin) and nothing else."""
    return open_site(new_project)


@pytest.fixture
def town(open_site: Callable[..., Site], old_project: Path) -> Site:
    """A site where ann (admin), rae (reviewer), lou and kim (labellers) labelled “tax”."""
    return open_site(old_project)


@pytest.fixture
def client(site: Site) -> TestClient:
    """The browser of ann, signed in."""
    return site.signed_in()


@pytest.fixture
def script(site: Site) -> TestClient:
    """A script of ann's, with a token."""
    return site.with_token()


@pytest.fixture
def nobody(site: Site) -> TestClient:
    """A client that is not signed in."""
    return site.anonymous()


@pytest.fixture
def article(client: TestClient) -> str:
    """The id of an article that ann has added, in its address form."""
    answer = client.post("/api/articles", json={"id": "tax", "title": "Tax", "text": ARTICLE})
    assert answer.status_code == 201, answer.text
    return "tax"


@pytest.fixture
def layer(article: str) -> str:
    """The address of ann's own layer on the article."""
    return f"/api/articles/{article}/layers/me"


@pytest.fixture(scope="module")
def refusing(
    new_project: Path, tmp_path_factory: pytest.TempPathFactory, portal: BlockingPortal
) -> Iterator[tuple[Site, TestClient]]:
    """One site with the article for all tests of a module that change nothing."""
    path = tmp_path_factory.mktemp("refusing") / "annotations.db"
    shutil.copy(new_project, path)
    with Database.open(path, server=True) as database:
        site = Site(database, portal)
        client = site.signed_in()
        client.post("/api/articles", json={"id": "tax", "text": ARTICLE})
        yield site, client
