"""Agreement over HTTP: what the command prints, as far as somebody may see it."""

from typing import Any
from urllib.parse import urlencode

import pytest

from annotator.cli.app import run
from tests.web.site import Site, problem

SUBMITTED = {"status": "submitted"}


def submit(town: Site, *names: str) -> None:
    for name in names:
        answer = town.signed_in(name).post("/api/articles/tax/layers/me/status", json=SUBMITTED)
        assert answer.status_code == 200, answer.text


@pytest.fixture
def done(town: Site) -> Site:
    """The town, where lou and kim have submitted, and lou took the official for a name."""
    submit(town, "lou", "kim")
    address = "/api/articles/tax/layers/me/spans/00000000-0000-4000-8000-000000000002"
    changed = {"label": "anonymous_source", "fragments": [[35, 50]]}
    lou = town.signed_in("lou")
    link = "/api/articles/tax/layers/me/relations/00000000-0000-4000-8000-000000000003"
    assert lou.delete(link).status_code == 204
    assert lou.put(address, json=changed).status_code == 200
    return town


def told(site: Site, who: str = "rae", query: str = "") -> Any:
    answer = site.signed_in(who).get(f"/api/agreement{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


@pytest.mark.compares_apart
@pytest.mark.parametrize(
    "options",
    [
        (),
        ("layer", "ann", "layer", "gold"),
        ("label", "claim", "label", "speculation", "article", "tax"),
    ],
)
def test_it_is_what_the_command_prints(
    done: Site, options: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    fields = list(zip(options[::2], options[1::2], strict=True))
    answer = done.signed_in("rae").get(f"/api/agreement?{urlencode(fields)}")
    arguments = [part for key, value in fields for part in (f"--{key}", value)]
    db = str(done.database.path)
    assert run(["agreement", "--db", db, "--format", "json", *arguments]) == 0
    assert answer.text == capfd.readouterr().out
    assert answer.json()["articles"] == 1


def test_edits_after_submitting_are_counted(done: Site) -> None:
    found = told(done)
    assert found["edited_after_submission"] == 1
    assert found["edited_by_person"] == {"kim": 0, "lou": 1}
    assert told(done, query="?label=claim")["edited_after_submission"] == 0


def test_a_labeller_gets_only_what_they_may_see(done: Site) -> None:
    for who in ("lou", "kim", "rae", "ann"):
        assert told(done, who)["people"] == ["kim", "lou"], who
    done.add_account("new", "labeller")
    assert told(done, "new")["people"] == []
    assert told(done, "new")["overall"]["exact_f1"] is None
    lou = done.signed_in("lou")
    lou.post("/api/articles/tax/layers/me/status", json={"status": "open"})
    blind = told(done, "lou", "?layer=lou&layer=kim")
    assert (blind["people"], blind["articles"]) == ([], 0)
    assert told(done, "rae", "?layer=lou&layer=kim")["people"] == ["kim", "lou"]
    assert told(done, "kim", "?layer=lou&layer=me")["people"] == ["kim", "lou"]
    problem(lou.get("/api/agreement?layer=kim"), 403)
    answer = done.signed_in("ann").patch("/api/project", json={"blind": False})
    assert answer.status_code == 200
    assert told(done, "lou", "?layer=lou&layer=kim")["people"] == ["kim", "lou"]


def test_where_there_is_nothing_to_compare_a_figure_is_null(town: Site) -> None:
    found = told(town)
    assert (found["articles"], found["spans"], found["pairs"]) == (0, 0, [])
    assert found["overall"]["exact_f1"] is None
    assert set(found["overall"]["alpha"].values()) == {None}


def test_an_answer_is_kept_until_something_changes(done: Site) -> None:
    before = told(done)
    assert before["overall"]["overlap_f1"] < 1
    address = "/api/articles/tax/layers/me/spans/00000000-0000-4000-8000-000000000001"
    assert told(done, "ann") == before
    assert done.signed_in("kim").delete(address).status_code == 204
    assert told(done)["spans"] == before["spans"] - 1


@pytest.mark.parametrize(
    ("query", "named"),
    [("?layer=nobody", "nobody"), ("?label=lie", "lie"), ("?article=none", "none")],
)
def test_what_is_not_there_is_not_compared(town: Site, query: str, named: str) -> None:
    found = problem(town.signed_in("rae").get(f"/api/agreement{query}"), 404)
    assert named in found["detail"]


def test_a_token_that_may_only_read_will_do(done: Site) -> None:
    assert done.with_token("ann", "read").get("/api/agreement").status_code == 200
