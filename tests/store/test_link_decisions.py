"""Authors learn which of their links were rejected, once."""

from typing import Any

import pytest

from annotator.domain.reviews import ShownLink
from annotator.store import decisions, link_decisions, relations
from annotator.store.desk import Desk
from tests.store.project import TEXT, Project, uid
from tests.store.test_settlements import attributed, link, settle


@pytest.fixture
def linked(project: Project) -> Project:
    return attributed(project)


def news(project: Project, name: str, *, seen: bool = False) -> list[dict[str, Any]]:
    actor = project.actor(name)
    found: list[dict[str, Any]] = project.read(link_decisions.listed, actor, seen=seen, limit=9)
    if not seen:
        assert project.read(decisions.count, actor) == len(found)
    return found


def test_an_author_learns_which_link_was_rejected_and_by_whom(linked: Project) -> None:
    assert news(linked, "bob") == []
    settle(linked, links=[link("alice", 9, "accepted"), link("bob", 9, "rejected")])
    assert news(linked, "alice") == []
    (told,) = news(linked, "bob")
    words = told["from"]["text"], told["to"]["text"], told["to"]["label"]
    assert words == (TEXT[:14], "Ana Ruiz", "named_source")
    assert (told["verdict"], told["reviewer"]) == ("rejected", linked.me.name)
    assert told["relation"] == {
        "id": uid(9), "type": "attributed_to", "from": uid(1), "to": uid(3),
    }  # fmt: skip


def test_what_was_seen_is_no_news_until_it_is_decided_anew(linked: Project) -> None:
    settle(linked, links=[link("bob", 9, "rejected")])
    (told,) = news(linked, "bob")
    shown = [ShownLink(article="a", relation=uid(9), decided_at=told["decided_at"])]
    linked.write(link_decisions.saw, linked.actor("alice"), shown)
    linked.write(
        link_decisions.saw, linked.actor("bob"), [shown[0].model_copy(update={"decided_at": ""})]
    )
    assert len(news(linked, "bob")) == 1
    linked.write(link_decisions.saw, linked.actor("bob"), shown)
    assert news(linked, "bob") == []
    assert len(news(linked, "bob", seen=True)) == 1
    settle(linked, links=[link("bob", 9, None)])
    assert news(linked, "bob", seen=True) == []
    settle(linked, links=[link("bob", 9, "rejected")])
    assert len(news(linked, "bob")) == 1


def test_a_link_that_its_author_took_out_is_no_news(linked: Project) -> None:
    settle(linked, links=[link("bob", 9, "rejected")])
    bob = linked.actor("bob")

    def take_out(connection: Any) -> None:
        desk = Desk(connection, bob, "a", "bob")
        relations.delete(desk, uid(9))
        desk.close()

    linked.write(take_out)
    assert news(linked, "bob", seen=True) == []


def test_what_a_file_says_of_links_is_no_news(linked: Project, new_project: Any) -> None:
    settle(linked, links=[link("alice", 9, "accepted"), link("bob", 9, "rejected")], finish=True)
    other: Project = new_project("other")
    other.take(linked.export())
    assert news(other, "bob") == []
    assert len(news(other, "bob", seen=True)) == 1
