"""Who said it: attribution by key and by mouse, the register of sources, and its proposals."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.annotating import AnnotationPage

pytestmark = pytest.mark.shares_server

TEXT = (
    "Harbour may close 😀\n"
    "\n"
    "The port will close, harbour engineer Anna Kowalska said. Two officials agreed. 🚢\n"
    "\n"
    "“It is over for the old pier,” Kowalska said. She expects no appeal.\n"
    "\n"
    "Ships could go north, the harbour board wrote."
)
CLAIM = "The port will close"
ANNA = "harbour engineer Anna Kowalska"


SOURCES = [
    (ANNA, "named_source"),
    ("Two officials", "anonymous_source"),
    ("Kowalska", "named_source"),  # where she stands last, in the second paragraph
    ("She", "named_source"),
]


@pytest.fixture
def told(page: Page, client: Any, add_article: Callable[..., str]) -> AnnotationPage:
    """The article with all its sources labelled before, and a claim, which has the focus."""
    desk = AnnotationPage(page, add_article(TEXT, id=str(uuid4())), client)
    for words, label in SOURCES:
        at = TEXT.rindex(words)
        span = {"label": label, "fragments": [[at, at + len(words)]]}
        answer = client.put(f"/api/articles/{desk.article}/layers/me/spans/{uuid4()}", json=span)
        assert answer.status_code == 201, answer.text
    desk.open()
    desk.label(CLAIM, "1")
    return desk


def sources(desk: AnnotationPage) -> Locator:
    found: Locator = desk.page.locator("#sources")
    return found


def entry(desk: AnnotationPage, name: str) -> Locator:
    return (
        sources(desk)
        .locator(".source-item")
        .filter(has=desk.page.locator(".source-name").get_by_text(name, exact=True))
    )


def links(layer: dict[str, Any]) -> set[tuple[str, str]]:
    words = {span["id"]: span["text"] for span in layer["spans"]}
    return {(words[link["from"]], words[link["to"]]) for link in layer["relations"]}


def dashed(desk: AnnotationPage) -> str:
    path: str = desk.page.locator(".outline-linked").get_attribute("d") or ""
    return path


def test_s_and_a_digit_attribute_to_the_nearest_sources_first(told: AnnotationPage) -> None:
    told.press("s")
    offered = told.page.locator(".candidate .words")
    assert offered.all_inner_texts() == [ANNA, "Two officials", "Kowalska", "She"]
    told.press("2")
    told.layer_when(lambda layer: links(layer) == {(CLAIM, "Two officials")})
    assert told.framed() == CLAIM
    assert [span["label"] for span in told.stored()].count("claim") == 1


def test_arrows_and_enter_choose_and_the_dashes_show_which(told: AnnotationPage) -> None:
    told.press("s")
    first = dashed(told)
    assert first
    told.press("ArrowDown", "ArrowDown")
    assert dashed(told) not in {"", first}
    told.press("Enter")
    told.layer_when(lambda layer: links(layer) == {(CLAIM, "Kowalska")})
    told.press("s", "Escape")
    expect(told.page.locator(".candidate")).to_have_count(0)
    assert told.framed() == CLAIM


def test_a_claim_may_have_many_sources_and_a_source_many_claims(told: AnnotationPage) -> None:
    told.press("s")
    told.click("harbour engineer")
    told.press("s")
    told.click("Two officials")
    told.label("Ships could go north", "2")
    told.press("s")
    told.page.locator(".candidate", has_text="Two officials").click()
    wanted = {(CLAIM, ANNA), (CLAIM, "Two officials"), ("Ships could go north", "Two officials")}
    told.layer_when(lambda layer: links(layer) == wanted)
    told.click("Two officials")
    expect(told.page.get_by_text("Said by this source")).to_be_visible()
    expect(told.page.locator(".card .source-chip")).to_have_count(2)


def test_the_chip_shows_its_source_and_can_be_removed(told: AnnotationPage) -> None:
    told.press("s", "1", "s", "1")
    chips = told.page.locator(".card .source-chip")
    expect(chips).to_have_count(2)
    both = dashed(told)
    chips.first.locator(".name").hover()
    assert dashed(told) != both
    told.page.mouse.move(5, 5)
    assert dashed(told) == both
    told.page.get_by_role("button", name=f"Remove Named source: {ANNA}").click()
    told.layer_when(lambda layer: links(layer) == {(CLAIM, "Two officials")})
    told.press("Control+z")
    told.layer_when(lambda layer: len(layer["relations"]) == 2)


def test_a_statement_says_whom_its_source_is_not_only_how_it_is_called_there(
    told: AnnotationPage,
) -> None:
    gather = sources(told).get_by_role("button", name="Gather")
    for left in (1, 0):
        gather.first.click()
        expect(gather).to_have_count(left)
    told.click(CLAIM)
    told.press("s")
    candidates = told.page.locator(".card .candidates .words")
    expect(candidates).to_contain_text(["Anna Kowalska", "Two officials", "Kowalska", "She"])
    expect(candidates.last).to_have_text("She (Anna Kowalska)")
    told.press("4")
    chip = told.page.locator(".card .source-chip")
    expect(chip.locator(".words")).to_have_text("Anna Kowalska")
    expect(chip.get_by_role("button", name="Remove Named source: Anna Kowalska")).to_be_visible()
    told.press("Escape")
    expect(told.page.locator("#rail .span-sources").first).to_have_text("Anna Kowalska")


def test_shift_s_takes_the_last_source_away(told: AnnotationPage) -> None:
    told.press("s", "1", "s", "1")
    told.layer_when(lambda layer: len(layer["relations"]) == 2)
    told.press("Shift+S")
    told.layer_when(lambda layer: links(layer) == {(CLAIM, ANNA)})
    told.press("Shift+S")
    told.layer_when(lambda layer: links(layer) == set())
    told.press("Shift+S")
    expect(told.page.locator("#say")).to_have_text("It has no source")


def test_o_says_that_it_is_the_articles_own_voice(told: AnnotationPage) -> None:
    def flags(layer: dict[str, Any]) -> list[str]:
        return [f for span in layer["spans"] if span["text"] == CLAIM for f in span["flags"]]

    told.press("o")
    told.layer_when(lambda layer: flags(layer) == ["own_voice"])
    button = told.page.get_by_role("button", name="The article's own voice")
    expect(button).to_have_attribute("aria-pressed", "true")
    told.press("s", "1")
    told.layer_when(lambda layer: layer["relations"] and flags(layer) == [])
    told.press("Control+z")
    told.layer_when(lambda layer: not layer["relations"] and flags(layer) == ["own_voice"])
    told.press("Control+Shift+z")
    told.layer_when(lambda layer: layer["relations"] and flags(layer) == [])
    told.press("o")
    told.layer_when(lambda layer: not layer["relations"] and flags(layer) == ["own_voice"])
    told.press("Control+z")
    told.layer_when(lambda layer: layer["relations"] and flags(layer) == [])
    told.press("o")
    button.click()
    told.layer_when(lambda layer: flags(layer) == [])


def test_a_source_is_neither_attributed_nor_the_articles_own_voice(told: AnnotationPage) -> None:
    told.click("Two officials")
    expect(told.page.get_by_role("button", name="The article's own voice")).to_have_count(0)
    told.press("o", "s")
    expect(told.page.locator(".candidate")).to_have_count(0)
    assert all(span["flags"] == [] for span in told.stored())


def focused(desk: AnnotationPage) -> str:
    """The words of what has the focus, "" for the page itself."""
    words: str = desk.page.evaluate(
        """() => document.activeElement === document.body ? ''
          : document.activeElement.id || document.activeElement.textContent.trim()"""
    )
    return words


def test_a_digit_chooses_no_source_where_single_keys_are_off_but_on_the_list(
    told: AnnotationPage,
) -> None:
    told.page.evaluate("localStorage.setItem('annotate.single-keys', 'off')")
    told.open()
    told.click(CLAIM)
    told.page.get_by_role("button", name="Add a source").click()
    told.page.locator("#art").focus()
    told.press("2")
    told.page.wait_for_timeout(200)
    expect(told.page.locator(".source-chip")).to_have_count(0)
    told.page.locator(".candidates button").first.focus()
    told.press("2")
    assert links(told.layer_when(lambda layer: layer["relations"])) == {(CLAIM, "Two officials")}


def test_the_focus_stays_on_the_card_when_it_is_drawn_anew(told: AnnotationPage) -> None:
    voice = told.page.get_by_role("button", name="The article's own voice")
    voice.focus()
    for pressed in ["true", "false"]:
        told.press("Enter")
        expect(voice).to_have_attribute("aria-pressed", pressed)
        expect(voice).to_be_focused()
    told.label("The port", "2")
    told.page.locator(".card-stack .candidate").focus()
    told.press("Enter")
    assert told.framed() == CLAIM
    expect(told.page.locator(".span-item.open .span-head")).to_be_focused()
    told.page.get_by_role("button", name="Discuss").focus()
    told.press("Enter", "Control+z")
    assert told.when(lambda: focused(told), lambda name: name == "Discuss") == "Discuss"
    told.press("Control+z")  # the last label, and with it the card
    assert told.when(lambda: focused(told), lambda name: name == "art") == "art"


def test_the_focus_stays_in_the_register_when_it_is_drawn_anew(told: AnnotationPage) -> None:
    head = entry(told, "Two officials").locator(".source-head")
    head.click()
    told.page.get_by_label("Role", exact=True).fill("of the port 🚢")
    told.press("Tab")
    forget = told.page.get_by_role("button", name="Forget what was said of it")
    forget.focus()
    told.press("Enter")
    expect(forget).to_have_count(0)
    expect(head).to_be_focused()
    sources(told).get_by_role("button", name="Not the same").first.focus()
    told.press("Enter")
    told.page.wait_for_timeout(200)
    assert focused(told) not in ("", "art")


def test_each_source_is_an_entry_with_its_counts(told: AnnotationPage) -> None:
    told.press("s", "1")
    names = sources(told).locator(".source-name")
    expect(names).to_have_text(["Anna Kowalska", "Two officials", "Kowalska", "She"])
    expect(entry(told, "Anna Kowalska").locator(".source-counts")).to_have_text(
        "1 mention, 1 claim"
    )
    expect(told.page.locator("#rests")).to_have_text("1 claim rests on named, 0 on anonymous")
    assert told.layer_when(lambda layer: layer["relations"])["sources"] == []


def test_what_may_be_one_source_is_proposed_and_gathered_with_one_undo(
    told: AnnotationPage,
) -> None:
    proposals = sources(told).locator(".proposal p")
    expect(proposals).to_have_text(
        [
            "“Kowalska” in ¶2: gather under Anna Kowalska?",
            "“She” in ¶2: gather under Anna Kowalska?",
        ]
    )
    assert told.layer_when(lambda layer: len(layer["spans"]) == 5)["sources"] == []
    for _ in range(2):
        sources(told).get_by_role("button", name="Gather").first.click()
        told.page.wait_for_timeout(300)
    (source,) = told.layer_when(lambda layer: [len(s["spans"]) for s in layer["sources"]] == [3])[
        "sources"
    ]
    assert (source["name"], source["kind"]) == ("Anna Kowalska", "named")
    expect(entry(told, "Anna Kowalska").locator(".source-counts")).to_have_text("3 mentions")
    expect(proposals).to_have_count(0)
    told.press("Control+z", "Control+z")
    told.layer_when(lambda layer: layer["sources"] == [])
    expect(proposals).to_have_count(2)


def test_not_the_same_is_remembered_in_this_browser_and_can_be_taken_back(
    told: AnnotationPage,
) -> None:
    proposals = sources(told).locator(".proposal")
    proposals.filter(has_text="She").get_by_role("button", name="Not the same").click()
    expect(proposals).to_have_count(1)
    told.layer_when(lambda layer: len(layer["spans"]) == 5)
    told.page.reload()
    told.ready()
    expect(proposals).to_have_count(1)
    told.page.get_by_role("button", name="Propose again what was refused").click()
    expect(proposals).to_have_count(2)


def test_name_role_and_kind_are_said_once_for_all_mentions(told: AnnotationPage) -> None:
    sources(told).get_by_role("button", name="Gather").first.click()
    entry(told, "Anna Kowalska").locator(".source-head").click()
    told.page.get_by_label("Name", exact=True).fill("Dr Anna Kowalska 😀")
    told.press("Tab")
    told.page.keyboard.type("engineer")
    told.press("Tab")
    source = told.layer_when(lambda layer: layer["sources"][0]["role"])["sources"][0]
    assert (source["name"], source["role"]) == ("Dr Anna Kowalska 😀", "engineer")
    assert len(source["spans"]) == 2
    expect(told.page.get_by_label("Named or anonymous")).to_be_focused()
    told.press("Escape", "Control+z", "Control+z")
    told.layer_when(lambda layer: layer["sources"][0]["name"] == "Anna Kowalska")


def test_what_is_typed_faster_than_it_is_drawn_is_kept_all_the_same(told: AnnotationPage) -> None:
    entry(told, "Two officials").locator(".source-head").click()
    told.page.get_by_label("Name", exact=True).focus()
    told.page.evaluate(
        """() => {
          window.requestIdleCallback = () => 1;  // nothing is drawn from now on
          const [name, role] = document.querySelectorAll('.source-form input');
          for (const [field, words] of [[name, 'Officials 🏛️'], [role, 'of the port']]) {
            field.value = words;
            field.dispatchEvent(new Event('change'));
          }
        }"""
    )
    layer = told.layer_when(lambda layer: [s["role"] for s in layer["sources"]] == ["of the port"])
    assert layer["sources"][0]["name"] == "Officials 🏛️"


def test_an_entry_labelled_both_ways_is_warned_of_and_mended_at_once(
    told: AnnotationPage,
) -> None:
    entry(told, "Two officials").locator(".source-head").click()
    told.page.get_by_label("Gather under another source").focus()
    told.page.get_by_label("Gather under another source").select_option(label="She (¶2)")
    expect(entry(told, "She").locator(".source-warning")).to_have_text("named and anonymous")
    expect(told.page.locator("#check-list")).to_contain_text("labelled named and anonymous")
    told.page.get_by_role("button", name="All anonymous").click()
    layer = told.layer_when(
        lambda layer: (
            [s["text"] for s in layer["spans"] if s["label"] == "anonymous_source"]
            == ["Two officials", "She"]
        )
    )
    assert layer["sources"][0]["kind"] == "anonymous"
    expect(sources(told).locator(".source-warning")).to_have_count(0)
    told.press("Control+z")
    expect(sources(told).locator(".source-warning")).to_have_count(1)


def test_a_mention_is_taken_out_or_deleted_and_leaves_its_entry(told: AnnotationPage) -> None:
    for _ in range(2):
        sources(told).get_by_role("button", name="Gather").first.click()
        told.page.wait_for_timeout(300)
    entry(told, "Anna Kowalska").locator(".source-head").click()
    told.page.get_by_role("button", name="Take out Named source: She").click()
    told.layer_when(lambda layer: len(layer["sources"][0]["spans"]) == 2)
    told.click(ANNA)
    told.press("Delete")
    told.layer_when(lambda layer: len(layer["sources"][0]["spans"]) == 1)
    told.press("Control+z")
    told.layer_when(lambda layer: len(layer["sources"][0]["spans"]) == 2)
    told.click(ANNA)
    told.press("1")
    told.layer_when(lambda layer: len(layer["sources"][0]["spans"]) == 1)


def test_gathering_and_taking_out_keep_what_an_entry_lists_beside_its_sources(
    told: AnnotationPage,
) -> None:
    layer = told.layer_when(lambda layer: len(layer["spans"]) == 5)
    spans = {span["text"]: span["id"] for span in layer["spans"]}
    listed = [spans[ANNA], spans[CLAIM]]
    entry_ = {
        "put": "source",
        "id": str(uuid4()),
        "name": "Anna Kowalska",
        "role": "",
        "kind": "named",
    }
    changes = {"id": str(uuid4()), "changes": [entry_ | {"spans": listed}]}
    answer = told.client.post(f"/api/articles/{told.article}/layers/me/changes", json=changes)
    assert answer.status_code == 200, answer.text
    told.open()
    sources(told).get_by_role("button", name="Gather").first.click()
    layer = told.layer_when(lambda layer: len(layer["sources"][0]["spans"]) == 3)
    assert set(listed) < set(layer["sources"][0]["spans"])
    entry(told, "Anna Kowalska").locator(".source-head").click()
    told.page.get_by_role("button", name=re.compile(f"Take out Named source: {ANNA}")).click()
    layer = told.layer_when(lambda layer: len(layer["sources"][0]["spans"]) == 2)
    assert spans[CLAIM] in layer["sources"][0]["spans"]


def test_an_entry_of_which_no_mention_is_a_source_is_listed_all_the_same(
    told: AnnotationPage,
) -> None:
    layer = told.layer_when(lambda layer: len(layer["spans"]) == 5)
    spans = {span["text"]: span["id"] for span in layer["spans"]}
    entry_ = {"put": "source", "id": str(uuid4()), "name": "Nobody 🙂", "role": "", "kind": "named"}
    changes = {"id": str(uuid4()), "changes": [entry_ | {"spans": [spans[CLAIM]]}]}
    answer = told.client.post(f"/api/articles/{told.article}/layers/me/changes", json=changes)
    assert answer.status_code == 200, answer.text
    told.open()
    expect(entry(told, "Nobody 🙂")).to_contain_text("0 mentions")


def test_gathering_with_a_double_click_is_one_act(told: AnnotationPage) -> None:
    told.layer_when(lambda layer: len(layer["spans"]) == 5)
    sources(told).get_by_role("button", name="Gather").first.dblclick(no_wait_after=True)
    layer = told.layer_when(lambda layer: layer["sources"])
    told.page.wait_for_timeout(300)
    expect(told.page.locator("#refused")).to_be_hidden()
    assert len(layer["sources"]) == 1


def test_two_mentions_taken_out_at_once_are_both_out(told: AnnotationPage) -> None:
    for _ in range(2):
        sources(told).get_by_role("button", name="Gather").first.click()
        told.page.wait_for_timeout(300)
    told.layer_when(lambda layer: [len(s["spans"]) for s in layer["sources"]] == [3])
    entry(told, "Anna Kowalska").locator(".source-head").click()
    expect(told.page.locator(".source-mentions .unlink")).to_have_count(3)
    told.page.evaluate(
        """() => { const [a, b] = document.querySelectorAll('.source-mentions .unlink');
        a.click(); b.click(); }"""
    )
    told.layer_when(lambda layer: [len(s["spans"]) for s in layer["sources"]] == [1])


def test_what_is_typed_into_a_field_chooses_no_source(told: AnnotationPage) -> None:
    sources(told).locator(".source-head").first.click()
    expect(told.page.get_by_role("textbox", name="Role")).to_be_visible()
    told.click(CLAIM)
    told.press("s")
    expect(told.page.locator(".candidate").first).to_be_visible()
    told.page.get_by_role("textbox", name="Role").click()
    told.page.keyboard.type("since 2024")
    expect(told.page.get_by_role("textbox", name="Role")).to_have_value("since 2024")
    layer = told.layer_when(lambda layer: len(layer["spans"]) == 5)
    assert layer["relations"] == []
    assert {span["text"]: span["label"] for span in layer["spans"]}[CLAIM] == "claim"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_rail(told: AnnotationPage, theme: Any) -> None:
    told.page.emulate_media(color_scheme=theme)
    told.press("s")
    entry(told, "Anna Kowalska").locator(".source-head").click()
    found = Axe().run(told.page, context="#sheet").response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []


def test_the_rules_for_names_know_titles_particles_and_pronouns(desk: AnnotationPage) -> None:
    expect(desk.page.locator("#check-list li").first).to_be_visible()
    names = desk.page.evaluate(
        """async () => {
          const { nameOf, readName } = await load('names');
          return [
            'Russian security expert Andrei Soldatov', 'Andrei Soldatov, who runs ‘Agentura’',
            'President Ursula von der Leyen', 'the board', 'Western officials', 'Élodie Œuvrard’s',
          ].map(nameOf).concat(String(readName('“She”').pronoun), readName('The board').phrase);
        }"""
    )
    assert names == [
        "Andrei Soldatov",
        "Andrei Soldatov",
        "Ursula von der Leyen",
        "the board",
        "Western officials",
        "Élodie Œuvrard",
        "true",
        "board",
    ]
