"""One's own account: a password, and other browsers."""

from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from tests.web.site import Site

WORDS, OTHERS = "three old cows", "four young cows"


def change(client: TestClient, password: str, current: str = ""):
    return client.post("/account/password", data={"password": password, "current": current})


def refusal(answer, field: str) -> str:
    soup = BeautifulSoup(answer.text, "html.parser")
    (input_,), (said,) = soup.select(f"#{field}"), soup.select(f"#{field}-error")
    assert input_["aria-invalid"] == "true"
    return said.get_text(strip=True)


def sign_in(site: Site, name: str, password: str) -> TestClient:
    client = site.anonymous()
    answer = client.post("/login", data={"name": name, "password": password})
    assert answer.status_code == 303
    return client


def test_the_page_says_who_one_is(town: Site) -> None:
    for who, role in (("ann", "an admin"), ("rae", "a reviewer"), ("lou", "a labeller")):
        text = BeautifulSoup(town.signed_in(who).get("/account").text, "html.parser").get_text()
        assert f"{who}, {role}" in " ".join(text.split())


def test_the_first_password_takes_no_other(town: Site) -> None:
    lou = town.signed_in("lou")
    assert "Password now" not in lou.get("/account").text
    answer = change(lou, WORDS)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account?done=password")
    shown = lou.get("/account?done=password").text
    assert "Your password is changed" in shown
    assert "Password now" in shown
    sign_in(town, "lou", WORDS)


def test_a_change_takes_the_password_of_now_and_signs_out_the_others(town: Site) -> None:
    town.take_password("lou", WORDS)
    here, there = sign_in(town, "lou", WORDS), sign_in(town, "lou", WORDS)
    for wrong in ("", "not so", OTHERS):
        answer = change(here, OTHERS, wrong)
        assert answer.status_code == 422
        assert "password that you have now" in refusal(answer, "current")
    assert change(here, OTHERS, WORDS).status_code == 303
    assert here.get("/api/articles").status_code == 200
    assert there.get("/api/articles").status_code == 401
    sign_in(town, "lou", OTHERS)


def test_guessing_is_slowed_down(town: Site) -> None:
    town.take_password("lou", WORDS)
    here = sign_in(town, "lou", WORDS)
    for _ in range(5):
        assert change(here, OTHERS, "wrong").status_code == 422
    answer = change(here, OTHERS, WORDS)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    assert "try again" in refusal(answer, "current")


def test_a_poor_password_is_refused_beside_its_field(town: Site) -> None:
    lou = town.signed_in("lou")
    before = town.state()
    for password in ("", "short", "password1"):
        assert len(refusal(change(lou, password), "password")) > 20
    assert town.state() == before


def test_a_token_changes_no_password(town: Site) -> None:
    script = town.with_token("lou")
    for path in ("/account/password", "/account/sessions"):
        answer = script.post(path, data={"password": WORDS})
        assert answer.status_code == 403
        assert "token" in answer.text


def test_the_other_browsers_are_signed_out(town: Site) -> None:
    here, there, stranger = (town.signed_in(name) for name in ("lou", "lou", "kim"))
    assert here.post("/account/sessions").headers["location"] == "/account?done=sessions"
    assert here.get("/api/articles").status_code == 200
    assert there.get("/api/articles").status_code == 401
    assert stranger.get("/api/articles").status_code == 200


def test_signing_out_when_one_is_out_already_leads_to_the_sign_in(town: Site) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = town.anonymous().post("/logout", headers=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
