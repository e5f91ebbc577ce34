"""The guidelines' pages: everybody reads them, admins write them."""

import re
import subprocess
import sys

from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from annotator import resources
from tests.web.site import Site


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
