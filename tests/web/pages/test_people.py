"""The page of the people, which only admins see."""

from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from annotator.store import invites
from tests.web.site import Site


def soup_of(client: TestClient) -> BeautifulSoup:
    answer = client.get("/people")
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "html.parser")


def words(soup: BeautifulSoup, selector: str) -> str:
    found = soup.select_one(selector)
    assert found is not None, selector
    return " ".join(found.get_text(" ", strip=True).split())


def row(soup: BeautifulSoup, name: str) -> str:
    return words(soup, f'[data-name="{name}"]')


def test_who_works_alone_is_told_what_to_do(client: TestClient) -> None:
    soup = soup_of(client)
    assert "You work alone here" in words(soup, "#people .empty")
    assert "Signs in by the address that the terminal prints" in row(soup, "ann")
    assert soup.select_one("#known")["hidden"] == ""  # type: ignore[index]
    assert soup.select_one("#removed")["hidden"] == ""  # type: ignore[index]


def test_everybody_has_a_row_that_says_how_they_come_in(town: Site) -> None:
    ann = town.signed_in("ann")
    town.take_password("rae", "three old cows")
    town.database.write_now(invites.add, 1, "lou")
    soup = soup_of(ann)
    assert [str(one["data-name"]) for one in soup.select("#people li")] == [
        *("ann", "rae", "lou", "kim")
    ]
    assert "Signs in with a password 1 article labelled" in row(soup, "rae")
    assert "Invited: the link works until" in row(soup, "lou")
    chosen = [option["value"] for option in soup.select("#people option[selected]")]
    assert chosen == ["admin", "reviewer", "labeller", "labeller"]
    assert not soup.select("#people .empty")


def test_ones_own_row_changes_nothing(town: Site) -> None:
    soup = soup_of(town.signed_in("ann"))
    assert soup.select_one('[data-name="ann"] select').has_attr("disabled")  # type: ignore[union-attr]
    assert not soup.select('[data-name="ann"] button')
    assert len(soup.select('[data-name="rae"] button')) == 2


def test_imported_and_removed_people_stand_apart(town: Site) -> None:
    ann = town.signed_in("ann")
    town.import_layer("Ida")
    ann.delete("/api/people/kim")
    soup = soup_of(ann)
    assert [str(one["data-name"]) for one in soup.select("#known li")] == ["Ida"]
    assert [str(one["data-name"]) for one in soup.select("#removed li")] == ["kim"]
    assert "1 article labelled · was labeller" in row(soup, "kim")
    assert "gold" not in soup.get_text()


def test_a_link_of_this_computer_is_called_one(town: Site) -> None:
    assert "leads to this computer only" in words(soup_of(town.signed_in("ann")), "#invitation")


def test_only_admins_are_led_there(town: Site) -> None:
    for who, status in (("ann", 200), ("rae", 403), ("lou", 403)):
        client = town.signed_in(who)
        assert client.get("/people").status_code == status
        soup = BeautifulSoup(client.get("/").text, "html.parser")
        assert bool(soup.select('a[href="/people"]')) == (status == 200), who
    refused = town.signed_in("lou").get("/people").text
    assert "Only admins look after the people" in refused
    assert "kim" not in refused


def test_everybody_can_sign_out_on_every_page(town: Site) -> None:
    for path in ("/", "/articles/tax", "/settings", "/account"):
        soup = BeautifulSoup(town.signed_in("lou").get(path).text, "html.parser")
        assert soup.select('form[action="/logout"][method=post] button'), path


def loads(soup: BeautifulSoup) -> list[tuple[str, bool, str]]:
    """Each row of the table: name, whether it is ticked, and the other words."""
    return [
        (
            str(box["value"]),
            box.has_attr("checked"),
            " ".join(row.get_text(" ", strip=True).split()).removeprefix(str(box["value"])).strip(),
        )
        for row in soup.select("#give tbody tr")
        for box in row.select("input")
    ]


def test_the_page_tells_what_everybody_has_and_has_left(town: Site) -> None:
    ann = town.signed_in("ann")
    ann.post("/api/assignments", json={"people": ["kim"]})
    town.signed_in("kim").post("/api/articles/tax/layers/me/status", json={"status": "submitted"})
    soup = soup_of(ann)
    assert loads(soup) == [
        ("ann", False, "0 0"),
        ("rae", False, "0 0"),
        ("lou", True, "0 0"),
        ("kim", True, "2 1 Take back"),
    ]
    assert soup.select_one("#each")["value"] == "2"  # type: ignore[index]
    assert not soup.select("#give[hidden]")


def test_who_works_alone_gives_out_nothing(client: TestClient) -> None:
    assert soup_of(client).select_one("#give")["hidden"] == ""  # type: ignore[index]
