"""The generated stylesheet: a rule for all that pages name, and nothing that was not checked."""

import re

from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from annotator.domain import spans
from annotator.domain.scheme import DEFAULT, PALETTE, PATTERNS, Scheme, scheme_of
from annotator.domain.spans import LANES
from annotator.web import paint
from annotator.web.markup import STEPS


def selectors(css: str) -> list[str]:
    return re.findall(r"^([^{]+)\{", css, re.MULTILINE)


def scheme_of_size(count: int) -> Scheme:
    looks = list(PALETTE.values())
    labels = []
    for number in range(count):
        line, tint, dark_line, dark_tint = looks[number % len(looks)]
        labels.append(
            {"key": f"k{number}", "name": f"Label {number}", "line": line, "tint": tint}
            | {"dark_line": dark_line, "dark_tint": dark_tint}
            | {"pattern": PATTERNS[number % len(PATTERNS)]}
        )
    return scheme_of({"labels": labels})


def test_every_label_has_a_rule_in_every_lane() -> None:
    for count in (1, 4, 30):
        found = selectors(paint.stylesheet(scheme_of_size(count)))
        for number in range(1, count + 1):
            assert f".label-{number}" in found
            for lane in LANES:
                assert f".{lane}{number}" in found
        assert f".label-{count + 1}" not in found


def test_every_height_of_a_section_has_a_rule() -> None:
    found = selectors(paint.stylesheet(DEFAULT))
    assert {f".s{step}" for step in range(1, STEPS + 1)} <= set(found)


def test_rules_grow_with_the_labels_and_not_with_their_sets() -> None:
    sizes = [len(paint.stylesheet(scheme_of_size(count))) for count in (10, 20, 30)]
    assert abs((sizes[2] - sizes[1]) - (sizes[1] - sizes[0])) < 400


def test_only_checked_colours_stand_in_it() -> None:
    css = paint.stylesheet(DEFAULT)
    assert css.count("{") == css.count("}")
    assert not re.search(r"url\(|@import|expression|</|javascript|\\", css)
    known = {colour for look in PALETTE.values() for colour in look}
    assert set(re.findall(r"#[0-9a-fA-F]+", css)) <= known


def test_no_name_of_a_label_reaches_the_stylesheet(client: TestClient) -> None:
    scheme = client.get("/api/scheme").json()
    scheme["labels"][0] |= {"name": "}body{color:red", "question": "}*{}"}
    assert client.put("/api/scheme", json=scheme).status_code == 200
    assert "body" not in client.get("/labels.css").text


def test_the_stylesheet_follows_the_scheme(client: TestClient) -> None:
    before = client.get("/labels.css")
    assert before.headers["content-type"].startswith("text/css")
    scheme = client.get("/api/scheme").json()
    scheme["labels"][0]["line"] = "#123456"
    client.put("/api/scheme", json=scheme)
    assert "#123456" in client.get("/labels.css").text
    assert "#123456" not in before.text


def test_every_class_that_a_page_paints_with_has_a_rule(client: TestClient, layer: str) -> None:
    for number, label in enumerate(["claim", "speculation", "named_source", "anonymous_source"]):
        id_ = f"00000000-0000-4000-8000-00000000000{number}"
        body = {"label": label, "fragments": [[number, 20 + number]]}
        assert client.put(f"{layer}/spans/{id_}", json=body).status_code == 201
    found = set(selectors(client.get("/labels.css").text))
    for page in ("/articles/tax", "/", "/settings"):
        soup = BeautifulSoup(client.get(page).text, "html.parser")
        for tag in soup.find_all(["mark", "rect", "span", "div"]):
            for name in tag.get_attribute_list("class"):
                if name and re.fullmatch(r"[a-f]\d+|label-\d+|s\d+", name):
                    assert f".{name}" in found, f"{page}: {name}"


def test_no_lane_has_the_name_of_a_shade() -> None:
    """A class that is both would paint one label's line under another's words."""
    shades = {name for name in spans.classes({1: 9}).split() if not name.startswith("a")}
    assert len(shades) == 1
    letter = shades.pop()[0]
    assert letter not in spans.LANES
    assert f".{letter}1{{" not in paint.stylesheet(DEFAULT)
