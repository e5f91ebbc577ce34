"""The page of agreement: figures that lead to exactly their cases, as far as one may see them."""

import re
from typing import Any

import orjson
import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from annotator.web import comparing
from annotator.web.agreement import number
from tests.web.site import ARTICLE, Site, uid

SUBMITTED = {"status": "submitted"}


@pytest.fixture
def done(town: Site) -> Site:
    """The town, where lou and kim have submitted “tax”, and kim and rae “rise”."""
    spans = [{"id": "s1", "label": "claim", "start": 2, "end": 26}]
    spans += [{"id": "s2", "label": "named_source", "start": 78, "end": 86}]
    other = [{"id": "s1", "label": "claim", "start": 6, "end": 26}, spans[1]]
    other += [{"id": "s3", "label": "speculation", "start": 55, "end": 68}]
    link = {"id": "r", "type": "attributed_to", "from": "s1", "to": "s2"}
    for name, made in (("kim", spans), ("rae", other)):
        line: dict[str, Any] = {"id": "rise", "title": "A rise 📈 <b>", "text": ARTICLE}
        line |= {"layer": name}
        line |= {"status": "submitted", "spans": made, "relations": [link]}
        answer = town.signed_in("ann").post("/api/import?name=a.jsonl", content=orjson.dumps(line))
        assert answer.json()["refused"] == []
    for name in ("lou", "kim"):
        client = town.signed_in(name)
        assert client.post("/api/articles/tax/layers/me/status", json=SUBMITTED).status_code == 200
    changed = {"label": "anonymous_source", "fragments": [[33, 50]]}
    address = f"/api/articles/tax/layers/me/spans/{uid(9)}"
    assert town.signed_in("lou").put(address, json=changed).status_code == 201
    return town


def page(client: TestClient, address: str = "/agreement") -> BeautifulSoup:
    """The page when all is compared."""
    wait = "&wait=true" if "?" in address else "?wait=true"
    answer = client.get(address + wait)
    assert answer.status_code == 200, answer.text[:400]
    return BeautifulSoup(answer.text, "html.parser")


def counts(soup: BeautifulSoup) -> tuple[int, int]:
    """How many cases are alike and differ, as the page of cases says."""
    found = re.search(r"(\d+) cases?, (\d+) alike and (\d+) differing", soup.get_text())
    assert found, soup.get_text()
    assert len(soup.select(".case")) == int(found[1])
    return int(found[2]), int(found[3])


def links(soup: BeautifulSoup, part: str) -> list[tuple[str, str]]:
    return [(a.get_text(strip=True), str(a["href"])) for a in soup.select(part)]


def test_the_large_figures_lead_to_what_they_count(done: Site) -> None:
    rae = done.signed_in("rae")
    shown = links(page(rae), ".card .value a")
    assert len(shown) == 4
    for text, href in shown:
        alike, differing = counts(page(rae, href))
        assert number(2 * alike / (2 * alike + differing)) == text, href


def test_pairs_articles_weeks_and_labels_lead_to_what_they_count(done: Site) -> None:
    rae = done.signed_in("rae")
    soup = page(rae)
    for part in ("labels", "pairs", "weeks", "articles"):
        found = links(soup, f'table[aria-labelledby="{part}-head"] .figure a')
        text, href = [one for one in found if "figure=exact_f1" in one[1] and one[0] != "show"][-1]
        alike, differing = counts(page(rae, href))
        assert number(2 * alike / (2 * alike + differing)) == text, href


def test_each_cell_of_the_heat_map_leads_to_what_it_counts(done: Site) -> None:
    rae = done.signed_in("rae")
    found = links(page(rae, "/agreement?person=kim&person=rae"), ".heat a")
    table = links(page(rae, "/agreement?person=kim&person=rae"), ".as-table a")
    assert found == table
    assert sorted(text for text, _ in found) == ["1", "1", "1"]
    for text, href in found:
        assert sum(counts(page(rae, href))) == int(text), href


def test_a_case_shows_both_readings_and_leads_to_its_place(done: Site) -> None:
    address = "/agreement/cases?figure=exact_f1&of=claim&article=rise"
    first, second = page(done.signed_in("rae"), address).select(".case")
    assert first.select_one(".kind").get_text() == "Boundary: the edges differ"  # type: ignore[union-attr]
    assert [q.get_text() for q in first.select("q")] == [
        "The tax will rise in May",
        "tax will rise in May",
    ]
    assert [u.get_text() for u in first.select("b u")] == ["The "]
    assert first.a is not None
    assert second.a is not None
    assert first.a["href"] == "/articles/rise#at=2-26"
    assert first.a.get_text() == "A rise 📈 <b>"
    assert second.a["href"] == "/articles/rise#at=6-26"


def test_the_words_behind_an_alpha(done: Site) -> None:
    rae = done.signed_in("rae")
    soup = page(rae, "/agreement/cases?figure=alpha&of=claim&article=rise")
    assert "1 case: stretches of text" in " ".join(soup.get_text().split())
    assert [q.get_text() for q in soup.select("q")] == ["The", "The"]
    assert rae.get("/agreement/cases?figure=alpha").status_code == 422
    assert rae.get("/agreement/cases?figure=alpha&of=lie").status_code == 404
    assert rae.get("/agreement/cases?figure=truth").status_code == 422


def test_the_sentence_says_who_is_compared(done: Site) -> None:
    rae = done.signed_in("rae")
    soup = page(rae, "/agreement?person=kim&person=lou&label=claim&article=")
    summaries = [one.get_text(strip=True) for one in soup.select(".sentence summary")]
    assert summaries == ["People:kim and lou", "Labels:Claim"]
    assert [box["value"] for box in soup.select("input[checked]")] == ["kim", "lou", "claim"]
    assert "in 1 article." in soup.get_text()
    assert [link["href"] for link in soup.select('a[href="/agreement"][aria-current]')] != []


def test_figures_have_intervals_sentences_and_na(done: Site) -> None:
    soup = page(done.signed_in("rae"), "/agreement?label=speculation&article=rise")
    cards = [one.get_text(" ", strip=True) for one in soup.select(".card")]
    assert cards[0].startswith("Exact span F1 .00 The share of spans that both people marked")
    assert cards[3].startswith("Link F1, soft ends n/a")
    assert soup.select(".card:nth-of-type(4) .value a") == []
    both = page(done.signed_in("rae")).select_one(".card .value")
    assert both is not None
    assert re.search(r"\.\d\d to \.\d\d", both.get_text())


def test_edits_after_submitting_are_told_of_with_what_they_stand_in(done: Site) -> None:
    rae = done.signed_in("rae")
    for address, expected in (
        ("", "1 of 12 spans was"),
        ("?person=lou&person=kim", "1 of 7 spans was"),
    ):
        text = page(rae, f"/agreement{address}").get_text()
        assert expected in text
        assert "after its article was first submitted, when others' labels could be seen." in text
    assert "first submitted" not in page(rae, "/agreement?article=rise").get_text()


def test_a_labeller_sees_only_what_they_have_submitted_too(done: Site) -> None:
    lou = page(done.signed_in("lou"))
    assert "in 1 article." in lou.get_text()
    assert [box["value"] for box in lou.select("input[name=person]")] == ["kim", "lou"]
    done.add_account("new", "labeller")
    new = done.signed_in("new").get("/agreement").text
    assert "Two people have to submit the same article first." in new
    for name in ("kim", "lou", "rae"):
        assert name not in new
    cases = done.signed_in("new").get("/agreement/cases")
    assert "Two people have to submit the same article first." in cases.text
    assert done.signed_in("new").get("/agreement?person=kim").status_code == 403


def test_an_empty_project_says_what_to_do(client: TestClient) -> None:
    text = client.get("/agreement").text
    assert "Two people have to submit the same article first." in text
    assert '<a href="/people">Add a second person</a>' in text


def test_cases_of_nothing_say_what_to_do(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.web.pages.agreement_cases.PATIENCE", 0.0)
    text = client.get("/agreement/cases").text
    assert "Two people have to submit the same article first." in text
    assert "Still comparing" not in text
    assert "http-equiv" not in text


def test_cases_of_people_who_share_no_article_lead_back_to_the_choice(done: Site) -> None:
    text = done.signed_in("rae").get("/agreement/cases?person=kim").text
    assert "There is nothing to compare here." in text
    assert '<a href="/agreement?person=kim">Choose others</a>' in text
    assert '<a href="/agreement">compare all</a>' in text
    assert "There is no such case." not in text


@pytest.mark.compares_apart
@pytest.mark.parametrize("address", ["/agreement?label=claim", "/agreement/cases?of=claim"])
def test_what_takes_longer_says_so_and_asks_again(
    done: Site, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    for module in ("agreement", "agreement_cases"):
        monkeypatch.setattr(f"annotator.web.pages.{module}.PATIENCE", 0.0)
    rae = done.signed_in("rae")
    soup = BeautifulSoup(rae.get(address).text, "html.parser")
    status = soup.select_one("[role=status].empty")
    assert status is not None
    assert "Still comparing, 2 articles" in status.get_text()
    (refresh,) = soup.select("meta[http-equiv=refresh]")
    again = str(refresh["content"]).partition("url=")[2]
    assert again.endswith("wait=true")
    whole: Any = BeautifulSoup(rae.get(again).text, "html.parser")
    assert not whole.select("meta[http-equiv=refresh]")
    assert whole.select(".card, .case")
    assert comparing.PATIENCE == 0.4
