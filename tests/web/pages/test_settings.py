"""The page of the labels."""

from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from annotator.domain.scheme import PALETTE, PATTERNS
from tests.web.counting import counted
from tests.web.site import CLAIM, uid


def page(client: TestClient) -> BeautifulSoup:
    answer = client.get("/settings")
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def test_each_label_has_a_row_with_its_fields(client: TestClient) -> None:
    scheme = client.get("/api/scheme").json()
    rows = page(client).select("#labels > li")
    assert [row["data-key"] for row in rows] == [label["key"] for label in scheme["labels"]]
    for row, label in zip(rows, scheme["labels"], strict=True):
        for part in ("name", "question", "shortcut"):
            (field,) = row.select(f"input[data-part={part}]")
            assert field["value"] == label[part]
        for look in ("line", "tint", "dark-line", "dark-tint"):
            assert row[f"data-{look}"] == label[look.replace("-", "_")]
        chosen = [str(choice["value"]) for choice in row.select("input[type=radio][checked]")]
        assert label["pattern"] in chosen


def test_the_choices_are_those_of_the_domain(client: TestClient) -> None:
    row = page(client).select("#labels > li")[0]
    colours = [choice["value"] for choice in row.select("[data-part=line] input")]
    patterns = [choice["value"] for choice in row.select("[data-part=pattern] input")]
    assert colours == list(PALETTE)
    assert patterns == list(PATTERNS)


def test_a_used_label_says_on_how_many_spans(client: TestClient, layer: str) -> None:
    for number in range(3):
        body = {"label": "claim", "fragments": CLAIM}
        client.put(f"{layer}/spans/{uid(number)}", json=body)
    rows = page(client).select("#labels > li")
    assert [row["data-used"] for row in rows] == ["3", "0", "0", "0"]
    assert "on 3 spans" in rows[0].get_text()


def test_a_retired_label_stays_on_the_page(client: TestClient) -> None:
    scheme = client.get("/api/scheme").json()
    scheme["labels"][1]["retired"] = True
    client.put("/api/scheme", json=scheme)
    rows = page(client).select("#labels > li")
    assert [row["data-retired"] for row in rows] == ["false", "true", "false", "false"]


def test_links_show_what_they_join(client: TestClient) -> None:
    (relation,) = page(client).select("#relations .relation")
    assert relation["data-type"] == "attributed_to"
    joined = {
        end: [
            box.find_parent("label")["data-key"]  # type: ignore[index]
            for box in relation.select(f"[data-end={end}] input[checked]")
        ]
        for end in ("from", "to")
    }
    assert joined == {
        "from": ["claim", "speculation"],
        "to": ["named_source", "anonymous_source"],
    }


def test_the_page_costs_the_same_whatever_is_labelled(client: TestClient, layer: str) -> None:
    with counted() as before:
        page(client)
    for number in range(20):
        body = {"label": "claim", "fragments": CLAIM}
        client.put(f"{layer}/spans/{uid(number)}", json=body)
    with counted() as after:
        page(client)
    assert len(after) == len(before) <= 12
