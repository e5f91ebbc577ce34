"""The API described: complete, for those who are signed in."""

from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from tests.web import routes
from tests.web.site import Site

PAGES = {"/", "/articles/{article}", "/settings", "/docs", "/login", "/logout", "/labels.css"}
PAGES |= {"/guidelines", "/guidelines/edit", "/people", "/invite", "/account"}
PAGES |= {
    "/agreement",
    "/agreement/cases",
    "/review",
    "/articles/{article}/review/{layer}",
    "/decisions",
    "/settle",
    "/articles/{article}/settle",
}
PAGES |= {"/dashboard"}
PAGES |= {"/account/password", "/account/sessions"}


def test_every_route_of_the_api_is_described(client: TestClient, site: Site) -> None:
    expected = {
        (route.method, route.path)
        for route in routes.found(site.app)
        if route.path not in PAGES | {"/api/openapi.json"}
    }
    schema = client.get("/api/openapi.json").json()
    described = {
        (method.upper(), path) for path, methods in schema["paths"].items() for method in methods
    }
    assert described == expected
    soup = BeautifulSoup(client.get("/docs").text, "html.parser")
    rows = [row.find_all("td") for row in soup.select("table.routes tbody tr")]
    shown = {(cells[0].get_text(strip=True), cells[1].get_text(strip=True)) for cells in rows}
    assert shown == expected
    for cells in rows:
        assert len(cells[2].get_text(strip=True)) > 15, "each says what it does"


def test_the_fields_of_a_body_are_shown(client: TestClient) -> None:
    soup = BeautifulSoup(client.get("/docs").text, "html.parser")
    for row in soup.select("table.routes tbody tr"):
        cells = [cell.get_text(" ", strip=True) for cell in row.find_all("td")]
        if cells[0] == "PUT" and cells[1].endswith("spans/{id}"):
            for name in ("label", "fragments", "note", "flags", "text"):
                assert name in cells[2]
        if cells[:2] == ["GET", "/api/export"]:
            for name in ("format", "layer", "status", "unlabelled", "samples"):
                assert name in cells[2]


def test_the_framework_s_own_pages_are_off(client: TestClient, nobody: TestClient) -> None:
    for path in ("/openapi.json", "/redoc", "/docs/oauth2-redirect"):
        assert client.get(path).status_code == 404, path
    for path in ("/docs", "/api/openapi.json"):
        assert nobody.get(path).status_code in {303, 401}, path


def test_the_description_fetches_nothing(client: TestClient) -> None:
    for tag in BeautifulSoup(client.get("/docs").text, "html.parser").find_all(src=True):
        assert str(tag["src"]).startswith("/static/")


def test_names_in_the_description_are_the_contract_s(client: TestClient) -> None:
    text = client.get("/api/openapi.json").text
    for name in ('"id_"', '"format_"', '"from_"', '"schema_"'):
        assert name not in text, name
