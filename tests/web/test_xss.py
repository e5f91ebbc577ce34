"""Nothing that somebody wrote becomes an element, an attribute or a script on any page."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from anyio.from_thread import BlockingPortal
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from annotator import resources
from annotator.store.database import Database
from tests.web.site import Site, uid

CORPUS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "<svg/onload=alert(1)>",
    "</title><img src=x onerror=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "<!--<script>",
    "]]><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}<b>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "javascript:alert(1)",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>*{color:red}</style>",
    "<base href=//evil.example>",
    "\u202e<b>\u2066",
    "＜script＞alert(1)＜/script＞",
    "<mark class=a1>",
    '<div data-o="0">',
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1>'>",
]

PAGES = (
    "/",
    "/people",
    "/account",
    "/agreement",
    "/settings",
    "/guidelines",
    "/guidelines/edit",
    "/docs",
    "/?q=about",
    "/?status=open",
)


def shape(html: str) -> list[str]:
    """The elements of a page with the names of their attributes, in order."""
    soup = BeautifulSoup(html, "html.parser")
    return [f"{tag.name} {sorted(tag.attrs)}" for tag in soup.find_all(True)]


def scheme_with(client: TestClient, texts: list[str]) -> None:
    """Adds a label for each text, called so and asking so."""
    scheme = client.get("/api/scheme").json()
    look = {key: scheme["labels"][0][key] for key in ("line", "tint", "dark_line", "dark_tint")}
    scheme["labels"] += [
        {"key": f"label_{at}", "name": text[:60], "question": text, **look}
        for at, text in enumerate(texts)
    ]
    answer = client.put("/api/scheme", json=scheme)
    assert answer.status_code == 200, answer.text


def article_with(client: TestClient, number: int, text: str) -> str:
    """Writes the text wherever an article and its layer have room for it; the article's page."""
    id_ = f"{number} {text.replace('/', '∕')}"[:150]
    meta = {"url": "https://example.org/", "published": text, text: text}
    body = f"{text} told us so.\nAnd {text} again."
    new = {"id": id_, "title": f"About {text}", "text": body, "meta": meta}
    assert client.post("/api/articles", json=new).status_code == 201
    span = {"put": "span", "id": uid(1), "label": f"label_{number}", "fragments": [[0, 3]]}
    changes = [
        span | {"note": text},
        span | {"id": uid(2), "label": "named_source", "fragments": [[1, 5]]},
        {"put": "source", "id": uid(4), "name": text, "role": text, "spans": [uid(2)]},
    ]
    address = quote(id_, safe="")
    answer = client.post(
        f"/api/articles/{address}/layers/me/changes",
        json={"id": uid(900 + number), "changes": changes},
    )
    assert answer.status_code == 200, answer.text
    precedent = {"label": f"label_{number}", "fragments": [[0, len(text)]], "reason": text}
    pinned = f"/api/articles/{address}/precedents/{uid(number)}"
    assert client.put(pinned, json=precedent).status_code == 201
    upload = client.post("/api/import", params={"name": f"{id_}.txt"}, content=body[::-1].encode())
    assert upload.json()["articles"] == 1
    return f"/articles/{address}"


Pages = dict[str, tuple[str, str]]


@pytest.fixture(scope="module")
def pages(
    new_project: Path, tmp_path_factory: pytest.TempPathFactory, portal: BlockingPortal
) -> Pages:
    """Every page with the corpus everywhere, and with harmless words instead: by its name."""
    found: list[dict[str, str]] = []
    for texts, name in ((CORPUS, CORPUS[2]), ([f"word {at}" for at in range(len(CORPUS))], "bob")):
        path = tmp_path_factory.mktemp("xss") / "desk.db"
        shutil.copy(new_project, path)
        with Database.open(path, server=True) as database:
            site = Site(database, portal)
            site.add_account(name.replace("/", "∕"), "admin")
            client = site.signed_in(name.replace("/", "∕"))
            scheme_with(client, texts)
            markdown = "\n\n".join(f"{text}\n\n- {text}" for text in texts)
            assert client.put("/api/guidelines", json={"markdown": markdown}).status_code == 200
            articles = [article_with(client, at, text) for at, text in enumerate(texts)]
            html = {page: client.get(page).text for page in PAGES}
            html |= {str(at): client.get(page).text for at, page in enumerate(articles)}
            found.append(html)
    return {page: (found[0][page], found[1][page]) for page in found[0]}


@pytest.mark.parametrize("page", [*PAGES, *map(str, range(len(CORPUS)))])
def test_a_page_keeps_its_shape(pages: Pages, page: str) -> None:
    """Every page has the same elements as when harmless words stand there."""
    evil, harmless = pages[page]
    assert shape(evil) == shape(harmless)
    assert 'href="javascript:' not in evil


def test_the_corpus_is_shown_as_it_was_written(pages: Pages) -> None:
    for at, text in enumerate(CORPUS):
        soup = BeautifulSoup(pages[str(at)][0], "html.parser")
        body = "".join(block.get_text() for block in soup.select("[data-o]"))
        assert body == f"{text} told us so.And {text} again."
        kept = json.loads(str(soup.select_one("#page-data").string))  # type: ignore[union-attr]
        assert text in kept["layer"]["spans"][0]
        assert kept["layer"]["sources"][0]["name"] == text


def test_the_name_of_the_project_is_text(open_site: Callable[..., Site], new_project: Path) -> None:
    evil = open_site(new_project, "<img src=x onerror=alert(1)>.db").signed_in().get("/").text
    assert shape(evil) == shape(open_site(new_project, "desk.db").signed_in().get("/").text)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "\x01javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "//evil.example",
        "file:///x",
        "http:javascript",
        "/logout",
    ],
)
def test_only_web_addresses_become_links(client: TestClient, url: str) -> None:
    client.post("/api/articles", json={"id": "a", "text": "News.", "meta": {"url": url}})
    soup = BeautifulSoup(client.get("/articles/a").text, "html.parser")
    for link in soup.find_all(href=True):
        href = str(link["href"])
        assert href.startswith(("/", "#")), href
        assert not href.startswith("//"), href
        assert href != "/logout"


def test_a_web_address_becomes_a_link(client: TestClient) -> None:
    url = 'https://example.org/a?b="><script>'
    client.post("/api/articles", json={"id": "a", "text": "News.", "meta": {"url": url}})
    soup = BeautifulSoup(client.get("/articles/a").text, "html.parser")
    (link,) = soup.find_all("a", href=url)
    assert "noopener" in link["rel"]


def test_the_search_is_shown_as_it_was_typed(client: TestClient) -> None:
    for text in CORPUS:
        html = client.get("/", params={"q": text}).text
        assert shape(html) == shape(client.get("/", params={"q": "nothing"}).text)
        soup = BeautifulSoup(html, "html.parser")
        (field,) = soup.select("input[name=q]")
        assert field["value"] == text
        assert text in soup.get_text()


def test_an_answer_for_programs_is_never_a_page(client: TestClient, article: str) -> None:
    """A browser that is led to the API shows no markup from it."""
    for path in ("/api/articles", "/api/scheme", "/api/articles/%3Cscript%3E", "/api/export"):
        answer = client.get(path, headers={"accept": "text/html"})
        assert "html" not in answer.headers["content-type"]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_missing_page_repeats_no_markup(client: TestClient) -> None:
    for path, other in (
        ("/articles/%3Cscript%3Ealert(1)", "/articles/nothing"),
        ("/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/nothing/nothing"),
        ("/?status=<script>", "/?status=nothing"),
        ("/login?token=<script>", "/login?token=nothing"),
    ):
        assert shape(client.get(path).text) == shape(client.get(other).text), path


TEMPLATES = sorted(resources.folder("templates").glob("*.html"))
SCRIPTS = sorted(resources.folder("static").rglob("*.js"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_nothing_that_the_policy_forbids(path: Path) -> None:
    html = path.read_text("utf-8")
    assert not re.findall(r"<style\b|\sstyle\s*=", html, re.IGNORECASE)
    assert not re.findall(r"<[^>{]*\son[a-z]+\s*=", html, re.IGNORECASE)
    assert not re.findall(r"javascript:|srcdoc|<iframe|<object|<embed|<base\b", html, re.IGNORECASE)
    assert not re.findall(r"\|\s*safe\b|autoescape", html)
    for attributes, inside in re.findall(r"<script\b([^>]*)>(.*?)</script>", html, re.DOTALL):
        data = 'type="application/json"' in attributes
        assert data or ("src=" in attributes and not inside.strip()), attributes
    for address in re.findall(r"(?:src|href|action)=\"([^\"{]+)", html):
        assert not urlsplit(address).netloc, address


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_make_no_markup_from_text(path: Path) -> None:
    script = path.read_text("utf-8")
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    assert not re.findall(forbidden, script)
    assert not re.findall(r"https?://(?!www\.w3\.org/)[a-z]", script)


def test_every_page_of_every_kind_obeys_the_policy(town: Site) -> None:
    client = town.signed_in()
    for page in (*PAGES, "/articles/tax", "/login", "/nothing"):
        soup = BeautifulSoup(client.get(page).text, "html.parser")
        for tag in soup.find_all(True):
            assert "style" not in tag.attrs, f"{page}: {tag}"
            assert not [name for name in tag.attrs if name.startswith("on")], f"{page}: {tag}"
        for script in soup.find_all("script"):
            assert script.get("type") == "application/json" or not script.get_text().strip()
