"""The page says the figures in words, and what is not there yet."""

from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from tests.web.site import Site, uid


def test_an_empty_project_says_what_to_do(client: TestClient) -> None:
    page = BeautifulSoup(client.get("/dashboard").text, "html.parser")
    assert "nothing to count yet" in page.get_text()
    assert page.find("a", string="Add articles of your own") is not None


def test_the_share_of_claims_on_anonymous_sources_only_is_the_largest_figure(town: Site) -> None:
    rae = town.signed_in("rae")
    quote = {"label": "anonymous_source", "fragments": [[33, 50]]}
    rae.put(f"/api/articles/tax/layers/gold/spans/{uid(7)}", json=quote)
    link = {"type": "attributed_to", "from": uid(5), "to": uid(7)}
    assert rae.put(f"/api/articles/tax/layers/gold/relations/{uid(8)}", json=link).is_success
    page = BeautifulSoup(rae.get("/dashboard").text, "html.parser")
    assert [figure.get_text() for figure in page.select(".figure-large")] == ["50 %"]
    assert "50 % has a named source, 0 % no source" in page.get_text()
    assert [cell.get_text() for cell in page.select(".state-words b")] == ["0", "0", "1", "1"]
    assert "is reviewed once no layer of it waits for a reviewer" in page.get_text()
    assert "2 of them" not in page.get_text()
    assert [link["href"] for link in page.select("table th a")] == ["/articles/tax"]


def test_a_labeller_sees_no_others_work(town: Site) -> None:
    text = town.signed_in("lou").get("/dashboard").text
    assert "kim" not in text and "rae" not in text
