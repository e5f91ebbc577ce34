"""The guidelines' pages: everybody reads them, admins write them."""

import re
import subprocess
import sys
from typing import Any

from bs4 import BeautifulSoup
from sqlalchemy import Connection
from starlette.testclient import TestClient

from annotator import resources
from annotator.store import precedents, scheme
from annotator.store.people import Actor
from annotator.web import shapes
from annotator.web.templates import Templates
from tests.web.site import PRECEDENT, QUOTE, Site, uid

DAY = re.compile(r"\b20\d\d-\d\d-\d\d\b")


def soup_of(client: TestClient, path: str) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "html.parser")


def test_the_page_shows_the_programs_own_guidelines_first(client: TestClient) -> None:
    soup = soup_of(client, "/guidelines")
    anchors = [str(tag["id"]) for tag in soup.select("#guide-text [id]")]
    assert anchors == [
        f"for-label-{key}" for key in ("claim", "speculation", "named_source", "anonymous_source")
    ]
    assert soup.select_one('.nav a[aria-current="page"]').get_text() == "Guidelines"  # type: ignore[union-attr]


def test_precedents_stand_below_by_label(client: TestClient, article: str) -> None:
    for number, label in enumerate(("speculation", "claim", "speculation"), 1):
        answer = client.put(
            f"/api/articles/{article}/precedents/{uid(number)}",
            json=PRECEDENT | {"label": label, "holds": number != 3, "reason": f"Why 🙂 {number}."},
        )
        assert answer.status_code == 201
    groups = soup_of(client, "/guidelines").select(".precedent-group")
    assert [group.h3.get_text(" ", strip=True) for group in groups] == ["Claim 1", "Speculation 2"]  # type: ignore[union-attr]
    rows = [row.get_text(" ", strip=True) for row in groups[1].select("li")]
    for row, holds, reason in zip(rows, ("is not", "is"), ("Why 🙂 3.", "Why 🙂 1."), strict=True):
        started = f"{holds} “{QUOTE}” {reason} pinned by ann , DATE · in “ Tax ”"
        assert DAY.sub("DATE", row).startswith(started)
    links = [link["href"] for link in groups[0].select("a")]
    assert links == ["/articles/tax#at=2-26"]
    client.delete("/api/articles/tax")
    soup = soup_of(client, "/guidelines")
    assert len(soup.select(".precedent")) == 3
    assert not soup.select(".precedent a")
    assert "Tax”, which was deleted" in soup.select(".precedent")[0].get_text()


def test_without_precedents_only_reviewers_are_told_how_they_come(town: Site) -> None:
    town.signed_in("ann").delete(f"/api/precedents/{uid(6)}")
    for who, told in (("lou", False), ("rae", True), ("ann", True)):
        soup = soup_of(town.signed_in(who), "/guidelines")
        assert ("Settle a case, then pin it" in soup.get_text()) is told, who
        assert bool(soup.select(".precedents")) is told, who


def test_only_reviewers_are_offered_to_unpin(town: Site) -> None:
    lou = town.signed_in("lou")
    assert not soup_of(lou, "/guidelines").select(".precedents")
    lou.post("/api/articles/tax/layers/me/status", json={"status": "submitted"})
    for who, may in (("lou", False), ("rae", True)):
        soup = soup_of(town.signed_in(who), "/guidelines")
        assert len(soup.select(".precedent")) == 1
        assert bool(soup.select("[data-unpin]")) is may
        assert bool(soup.select('script[src$="js/precedents.js"]')) is may


def test_the_nearest_are_drawn_in_a_line_each(town: Site) -> None:
    def find(connection: Connection) -> list[dict[str, Any]]:
        labels = shapes.labels(scheme.current(connection))
        found = precedents.nearest(connection, Actor(1, "ann", "admin"), QUOTE, [])
        return [shapes.precedent(one, labels) for one in found]

    templates: Templates = town.app.state.templates
    macros: Any = templates.environment.get_template("_precedents.html").module
    soup = BeautifulSoup(str(macros.near(town.database.read(find))), "html.parser")
    (line,) = [line.get_text(" ", strip=True) for line in soup.select("li")]
    assert DAY.sub("DATE", line) == (
        f"“{QUOTE}” is Claim {PRECEDENT['reason']} · pinned by rae , DATE"
    )
    assert soup.select(".chip.label-1")


def test_only_admins_are_led_to_the_editor(town: Site) -> None:
    for who, may in (("lou", False), ("rae", False), ("ann", True)):
        links = soup_of(town.signed_in(who), "/guidelines").select('a[href="/guidelines/edit"]')
        assert bool(links) is may, who
    answer = town.signed_in("lou").get("/guidelines/edit")
    assert (answer.status_code, answer.headers["location"]) == (303, "/guidelines")


def test_the_editor_has_the_text_to_the_letter_and_every_version(client: TestClient) -> None:
    text = "\n\n## Claim\n\n</textarea> & 🌊\n"
    assert client.put("/api/guidelines", json={"markdown": text}).status_code == 200
    soup = soup_of(client, "/guidelines/edit")
    field = soup.select_one("#markdown")
    assert field is not None
    # A browser drops the first line end after the tag, which is there for that.
    assert re.sub(r"\A\n", "", field.get_text()) == text
    buttons = [button["data-version"] for button in soup.select("#versions button")]
    assert buttons == ["0"]
    assert "Restore the default" in soup.get_text()


def test_a_label_that_the_project_has_renamed_keeps_its_place(client: TestClient) -> None:
    scheme = client.get("/api/scheme").json()
    scheme["labels"][0]["name"] = "Statement"
    assert client.put("/api/scheme", json=scheme).status_code == 200
    assert not soup_of(client, "/guidelines").select("#for-label-claim")
    markdown = resources.guidelines().replace("## Claim\n", "## Statement\n")
    client.put("/api/guidelines", json={"markdown": markdown})
    assert soup_of(client, "/guidelines").select("#for-label-claim")


def test_starting_the_program_does_not_wait_for_the_markdown_reader() -> None:
    code = "import sys; import annotator.web.app; sys.exit('markdown_it' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
