"""Growing, splitting, edges, reading direction: what the hands do, by keyboard, mouse and touch."""

from __future__ import annotations

import json
import random

import pytest
from playwright.sync_api import expect

from tests.browser.annotating import FIND, AnnotationPage, OpenDesk

pytestmark = pytest.mark.shares_server

TEXT = (
    "Harbour 👩‍👩‍👧 news\n"
    "\n"
    "The mayor, who was “very concerned” on Monday, spoke of 1,000 ships. Nobody knows why 👍🏽.\n"
    "\n"
    "“It is over, I fear,” said Anna Kowalska, “and 🇫🇷 the yard will close.” She left.\n"
    "\n"
    "وقال وزير الخارجية سامي الشكري إن الاتفاق قريب، بحسب مصادر مطلعة. انتهى الخبر."
)


def picks(desk: AnnotationPage, *keys: str) -> list[str]:
    """What is selected after each key."""
    seen = []
    for key in keys:
        desk.press(key)
        seen.append(desk.selected())
    return seen


# --- grow and shrink


def test_one_key_grows_the_selection_and_one_shrinks_it_by_the_same_steps(
    desk: AnnotationPage,
) -> None:
    desk.click("concerned")
    sentence = "The mayor, who was “very concerned” on Monday, spoke of 1,000 ships"
    steps = [
        "concerned",
        "“very concerned”",
        "who was “very concerned” on Monday",
        sentence,
        f"{sentence}. Nobody knows why 👍🏽",
    ]
    assert picks(desk, *"eeeee") == steps
    desk.press("e")
    assert desk.selected() == steps[-1]
    assert picks(desk, *["Shift+E"] * 4) == steps[-2::-1]
    desk.press("Shift+E")
    assert desk.selected() == "concerned"
    desk.press("e", "e", "1")
    desk.stores("who was “very concerned” on Monday")


def test_shrinking_works_from_a_selection_of_the_mouse_too(desk: AnnotationPage) -> None:
    desk.select("who was “very concerned” on Monday, spoke of 1,000 ships")
    clause = "who was “very concerned” on Monday"
    assert picks(desk, *["Shift+E"] * 3) == [clause, "who was", "who"]
    assert picks(desk, "e", "e") == ["who was", clause]


def test_a_quotation_that_ends_within_a_sentence_grows_to_whole_sentences(
    open_desk: OpenDesk,
) -> None:
    desk = open_desk("Head\n\n“It is over. We lost,” he said. Then he left.")
    desk.click("lost")
    steps = picks(desk, *"eeeee")
    assert steps[:3] == ["lost", "We lost", "“It is over. We lost,”"]
    assert steps[3] == "“It is over. We lost,” he said"
    assert steps[4] == "“It is over. We lost,” he said. Then he left"


def test_the_menu_of_a_selection_grows_and_shrinks_it(desk: AnnotationPage) -> None:
    desk.select("concerned")
    menu = desk.page.locator("#menu")
    menu.get_by_role("button", name="Grow").click()
    assert desk.selected() == "“very concerned”"
    expect(menu).to_be_visible()
    menu.get_by_role("button", name="Shrink").click()
    assert desk.selected() == "concerned"
    menu.get_by_role("button", name="Claim").click()
    desk.stores("concerned")


def test_growing_always_nests_and_ends_at_the_paragraph(open_desk: OpenDesk) -> None:
    odd = (
        '«Oui, “non”» (e\u0301lan — क्षि) a’b ‘c d’ 5" x “open. '
        '"Hm," he said; 14:02, Russia–Ukraine.'
    )
    desk = open_desk(f"{TEXT}\n\n{odd}")
    failures = desk.page.evaluate(
        """async ([seeds]) => {
          const { ArticleText } = await load('text');
          const { snap } = await load('snap');
          const { grow, ladder } = await load('grow');
          const text = new ArticleText(document.getElementById('art'));
          const wrong = [];
          const cutsGrapheme = ({ start, end }) => text.indexesOf(start, end).some((index) =>
            text.cuts(index, 'grapheme').some((cut) =>
              (cut.start < start && start < cut.end) || (cut.start < end && end < cut.end)));
          for (const [a, b] of seeds) {
            const start = Math.floor(a * text.length);
            let range = snap(text, { start, end: start + b });
            if (!range) continue;
            for (let count = 0, next; (next = grow(text, range)); range = next, count += 1) {
              const nests = next.start <= range.start && range.end <= next.end
                && next.end - next.start > range.end - range.start;
              const steps = ladder(text, next);
              const climbs = steps.every((step, at) => !at
                || (step.start <= steps[at - 1].start && steps[at - 1].end <= step.end));
              const words = text.slice(next.start, next.end);
              const trimmed = words.trim() === words;
              if (!nests || !climbs || !trimmed || count > 30 || cutsGrapheme(next)) {
                wrong.push([text.slice(range.start, range.end), words]);
                break;
              }
            }
            const [first] = text.indexesOf(range.start, range.end);
            const whole = snap(text, text.blocks[first]);
            if (whole.start < range.start || text.blocks.some((block) =>
              block.start < range.end && range.end < snap(text, block).end)) wrong.push(range);
          }
          return wrong;
        }""",
        [[[random.Random(n).random(), 1 + n % 14] for n in range(400)]],
    )
    assert failures == []


@pytest.mark.parametrize(
    ("text", "dragged", "whole"),
    [
        ("Er sagte »Nein« 🌊 und ging.", "»Nein", "»Nein«"),
        ("Er sagte »Nein« 🌊 und »Ja« dann.", "»Ja«", "»Ja«"),
        ("Il dit « oui » 🌊 et « non » puis.", "« oui »", "« oui »"),
        ("Il dit «oui» 🌊 et «non» puis.", "non»", "«non»"),
        ("Il dit « oui » 🌊 et « non » puis.", "« oui", "« oui »"),
        ("Er sagte, »90 Prozent« 🌊 seien da, »Ja« sei es.", "»Ja", "»Ja«"),
        ("Er sagte, »so ist es« 🌊 dann.", "so ist es«", "»so ist es«"),
        ("Er sagte, „so ist es“ 🌊 dann.", "so ist es“", "„so ist es“"),
        ("He said 'we don't go' 🌊 then.", "'we don't", "'we don't"),
        ("🌊“我们在五月开放。”他说。", "“我们在五月开放", "“我们在五月开放。”"),
        ("He said 'we don't go' 🌊 then.", "'we don't go", "'we don't go'"),
        ("He said 'we don't go' 🌊 then.", "we don't go'", "'we don't go'"),
        ("He said \"'Go,' he 🌊 said\".", "'Go,", "'Go,'"),
        ("Er sagte »„So“ ist es« 🌊 dann.", "»„So“ ist", "»„So“ ist"),
        ("Il dit «\u202foui\u202f» 🌊 et puis.", "oui\u202f»", "«\u202foui\u202f»"),
    ],
)
def test_pairs_that_point_inwards_or_outwards_are_kept_whole(
    open_desk: OpenDesk, text: str, dragged: str, whole: str
) -> None:
    desk = open_desk(text)
    desk.label(dragged, "1")
    desk.stores(whole)


@pytest.mark.parametrize(
    ("text", "dragged", "whole"),
    [
        ("In the 🌊 U.S. it rains.", "the 🌊 U.S.", "the 🌊 U.S."),
        ("In the 🌊 U.S. it rains.", "U.S", "U.S."),
        ("It rains in the 🌊 U.S.", "in the 🌊 U.S.", "in the 🌊 U.S."),
        ("He left Acme 🌊 Inc., and it rained.", "Acme 🌊 Inc.,", "Acme 🌊 Inc."),
        ("At 5 p.m.; then 🌊 rain.", "5 p.m.;", "5 p.m."),
        ("Nothing 🌊 else.", "🌊 else.", "🌊 else"),
        ("Il a vu\u202f: 🌊 Jamais\u202f! Puis.", "🌊 Jamais\u202f!", "🌊 Jamais"),
        ("Nothing 🌊 else...", "🌊 else...", "🌊 else"),
    ],
)
def test_an_abbreviation_keeps_its_own_dot(
    open_desk: OpenDesk, text: str, dragged: str, whole: str
) -> None:
    desk = open_desk(text)
    desk.label(dragged, "1")
    desk.stores(whole)


def test_the_edge_of_an_abbreviation_moves_past_its_dot_in_one_step(open_desk: OpenDesk) -> None:
    desk = open_desk("In the 🌊 U.S. it rains.")
    desk.label("🌊 U.S. it", "1")
    desk.press("Alt+ArrowLeft")
    desk.stores("🌊 U.S.")
    desk.press("Alt+ArrowLeft")
    desk.stores("🌊")
    desk.press("Alt+ArrowRight")
    desk.stores("🌊 U.S.")


def test_a_number_with_the_narrow_blank_of_french_is_one_word(open_desk: OpenDesk) -> None:
    desk = open_desk("Il y a 10\u202f000 🌊 personnes\u202f!")
    desk.click("000")
    desk.press("Escape", "e", "1")
    desk.stores("10\u202f000")


def test_edges_and_arrows_pass_the_narrow_blanks_of_french(open_desk: OpenDesk) -> None:
    desk = open_desk("Il a vu le «\u202fprésident 🌊\u202f» hier\u202f! Puis.")
    desk.click("vu")
    desk.press("Escape", "e", "1")
    found = []
    for _ in range(5):
        desk.press("Alt+ArrowRight")
        found.append(desk.framed())
    assert found[2:] == [
        "vu le «\u202fprésident 🌊",
        "vu le «\u202fprésident 🌊\u202f» hier",
        "vu le «\u202fprésident 🌊\u202f» hier\u202f! Puis",
    ]
    desk.press("Escape")
    desk.click("président")
    desk.press("Escape", "e", "2")
    layer = desk.layer_when(lambda layer: len(layer["spans"]) == 2)
    assert {span["text"] for span in layer["spans"]} == {found[-1], "président"}


# --- sentences without a label


def test_u_selects_the_next_sentence_without_a_label_and_a_digit_labels_it(
    desk: AnnotationPage,
) -> None:
    desk.label("spoke of 1,000 ships", "1")
    desk.press("u")
    assert desk.selected() == "Nobody knows why 👍🏽"
    desk.press("2", "u")
    assert desk.selected().startswith("“It is over, I fear,” said")
    desk.press("u")
    assert desk.selected() == "She left"
    assert picks(desk, "Shift+U", "Shift+U") == [
        "“It is over, I fear,” said Anna Kowalska, “and 🇫🇷 the yard will close.”",
        "Harbour 👩‍👩‍👧 news",
    ]
    desk.stores("spoke of 1,000 ships", "Nobody knows why 👍🏽")
    desk.press("Shift+U")
    said = desk.page.locator("#say")
    expect(said).to_have_text("No sentence before this one is without a label")
    desk.page.get_by_role("button", name="Next sentence without a label").click()
    assert desk.selected().startswith("“It is over")


# --- edges


def test_with_ctrl_an_edge_moves_by_a_character_and_never_into_one(desk: AnnotationPage) -> None:
    desk.label("Nobody knows why", "1")
    desk.press("Control+Alt+ArrowRight")
    desk.stores("Nobody knows why 👍🏽")
    desk.press("Control+Alt+ArrowLeft", "Control+Alt+ArrowLeft")
    desk.stores("Nobody knows wh")
    desk.press("Control+Alt+Shift+ArrowRight", "Control+Alt+Shift+ArrowRight")
    desk.press("Control+Alt+Shift+ArrowLeft")
    desk.stores("obody knows wh")
    card = desk.page.locator(".card")
    words = card.get_by_role("button", name="By words")
    expect(words).to_have_attribute("aria-pressed", "true")
    card.get_by_role("button", name="By characters").click()
    expect(words).to_have_attribute("aria-pressed", "false")
    card.get_by_role("button", name="End one character earlier").click()
    desk.stores("obody knows w")
    card.get_by_role("button", name="Start one character earlier").click()
    desk.stores("Nobody knows w")
    words.click()
    card.get_by_role("button", name="End one word later").click()
    desk.stores("Nobody knows why")


def test_the_outer_edges_of_two_fragments_move(desk: AnnotationPage) -> None:
    desk.label("It is over", "1")
    desk.select("the yard will")
    desk.press("+", "Alt+ArrowRight", "Alt+Shift+ArrowRight")
    (span,) = desk.stores("is over the yard will close")
    assert len(span["fragments"]) == 2


def test_a_key_leaves_an_edge_in_its_paragraph(desk: AnnotationPage) -> None:
    desk.label("mayor", "1")
    desk.press("Alt+Shift+ArrowLeft")
    desk.stores("The mayor")
    desk.press("Alt+Shift+ArrowLeft", "Control+Alt+Shift+ArrowLeft")
    said = desk.page.locator("#say")
    expect(said).to_have_text("The paragraph begins here: by keys an edge stays within it")
    assert desk.framed() == "The mayor"
    desk.label("the yard will close", "1")
    desk.press("Alt+ArrowRight", "Alt+ArrowRight", "Alt+ArrowRight")
    expect(said).to_have_text("The paragraph ends here: by keys an edge stays within it")
    desk.stores("The mayor", "the yard will close.” She left")


def test_an_edge_that_stands_past_a_paragraph_comes_back_over_it(desk: AnnotationPage) -> None:
    desk.select_across("Nobody knows why", "“It is over, I fear,”")
    desk.press("1")
    desk.press(*["Alt+ArrowLeft"] * 6)
    desk.stores("Nobody knows why 👍🏽")
    desk.press("Alt+ArrowRight")
    expect(desk.page.locator("#say")).to_contain_text("The paragraph ends here")


def test_a_long_paragraph_drawn_in_parts_is_one_for_the_edges(open_desk: OpenDesk) -> None:
    desk = open_desk("📰 Word after word. " * 4000)
    edges = desk.page.evaluate(
        """async () => {
          const { ArticleText } = await load('text');
          const { moveEdge } = await load('edges');
          const text = new ArticleText(document.getElementById('art'));
          const at = text.blocks.findIndex(({ element }) => element.matches('.more'));
          const { start } = text.blocks[at];
          const [[first]] = moveEdge(text, [[start, start + 6]], 'start', -1);
          return [start, first];
        }"""
    )
    assert edges[1] < edges[0]


MARKED = "\u200f📰 \u200fقال الوزير\u200f، ثم\u200e 👍🏽\u200f.\n\n\u2067وقف\u2069"


def test_directional_marks_are_trimmed_like_blanks(open_desk: OpenDesk) -> None:
    desk = open_desk(MARKED)
    found = desk.page.evaluate(
        """async ([stretches, edges]) => {
          const { ArticleText } = await load('text');
          const { snap } = await load('snap');
          const { moveEdge } = await load('edges');
          const text = new ArticleText(document.getElementById('art'));
          const snapped = stretches.flatMap(([start, end]) =>
            [true, false].map((words) => snap(text, { start, end }, { words })));
          return [
            snapped.map((range) => range && [range.start, range.end]),
            edges.map(([start, end, edge, way, unit]) =>
              moveEdge(text, [[start, end]], edge, way, unit)[0]),
          ];
        }""",
        [
            [[3, 16], [3, 15], [0, 3], [2, 4], [21, 24], [27, 32], [9, 16]],
            [[4, 7, "end", 1, "word"], [4, 14, "start", -1, "grapheme"]],
        ],
    )
    says = [stretch and MARKED[stretch[0] : stretch[1]] for stretch in found[0]]
    minister = "قال الوزير"
    assert says[::2] == [minister, minister, "📰", None, "👍🏽", "وقف", "الوزير"]
    assert says[1::2] == [
        *(f"{minister}\u200f،", minister, "📰", None, "👍🏽", "وقف", "لوزير\u200f،"),
    ]
    assert [MARKED[start:end] for start, end in found[1]] == [
        minister,
        f"📰 \u200f{minister}",
    ]


def test_any_walk_of_the_edges_keeps_whole_characters_and_no_blank_at_the_ends(
    desk: AnnotationPage,
) -> None:
    """Five hundred random steps, of either edge, by word and by character."""
    chance = random.Random(5)
    kinds = [("start", -1), ("start", 1), ("end", -1), ("end", 1)]
    steps = [(*chance.choice(kinds), chance.choice(["word", "grapheme"])) for _ in range(500)]
    wrong = desk.page.evaluate(
        """async ([steps]) => {
          const { ArticleText } = await load('text');
          const { moveEdge } = await load('edges');
          const text = new ArticleText(document.getElementById('art'));
          let fragments = [[24, 30]];
          const wrong = [];
          for (const [edge, direction, unit] of steps) {
            const before = fragments;
            fragments = moveEdge(text, fragments, edge, direction, unit);
            const [[start, end]] = fragments;
            const words = text.slice(start, end);
            const inside = [start, end].some((at) =>
              text.blocks.some((_, index) => text.cuts(index, 'grapheme')
                .some((cut) => cut.start < at && at < cut.end)));
            const moved = edge === 'start' ? start - before[0][0] : end - before[0][1];
            const bad = inside || !words || words !== words.trim();
            if (bad || moved * direction < 0) wrong.push([edge, direction, unit, words]);
          }
          return wrong;
        }""",
        [steps],
    )
    assert wrong == []


def test_an_edge_is_put_where_a_press_says(desk: AnnotationPage) -> None:
    desk.label("who was", "1")
    end = desk.page.locator(".card").get_by_role("button", name="End at a word")
    end.click()
    expect(end).to_have_attribute("aria-pressed", "true")
    desk.click("Monday")
    desk.stores("who was “very concerned” on Monday")
    expect(end).to_have_attribute("aria-pressed", "false")
    desk.page.locator(".card").get_by_role("button", name="Start at a word").click()
    desk.press("Escape")
    assert desk.framed() == "who was “very concerned” on Monday"
    desk.click("Nobody")
    assert desk.framed() == ""


# --- reading direction


def test_arrows_go_by_what_the_eye_sees(desk: AnnotationPage) -> None:
    desk.click("وزير")
    assert picks(desk, "ArrowLeft", "ArrowLeft", "ArrowRight") == ["الخارجية", "سامي", "الخارجية"]
    assert picks(desk, "Shift+ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowRight") == [
        "الخارجية سامي",
        "الخارجية سامي الشكري",
        "الخارجية سامي",
    ]
    desk.press("3", "Alt+ArrowLeft")
    desk.stores("الخارجية سامي الشكري")
    desk.press("Alt+Shift+ArrowRight", "Alt+ArrowRight")
    desk.stores("وزير الخارجية سامي")
    desk.press("Control+Alt+ArrowRight")
    desk.stores("وزير الخارجية سام")
    desk.page.get_by_role("button", name="End one word later").click()
    desk.stores("وزير الخارجية سامي")
    arrows = [
        desk.page.get_by_role("button", name=f"{edge} one word {where}").inner_text()
        for edge in ("Start", "End")
        for where in ("earlier", "later")
    ]
    assert arrows == ["→", "←", "→", "←"]


# --- split quotes


def test_a_further_stretch_is_added_to_the_focused_span(desk: AnnotationPage) -> None:
    desk.label("“It is over, I fear,”", "1")
    desk.select("“and 🇫🇷 the yard will close.”")
    assert desk.framed() == "“It is over, I fear,”"
    desk.press("+")
    (span,) = desk.stores("“It is over, I fear,” “and 🇫🇷 the yard will close.”")
    assert [TEXT[start:end] for start, end in span["fragments"]] == [
        "“It is over, I fear,”",
        "“and 🇫🇷 the yard will close.”",
    ]
    assert [words for _, words in desk.painted()] == [
        "“It is over, I fear,”",
        "“and 🇫🇷 the yard will close.”",
    ]
    desk.press("Control+z")
    desk.stores("“It is over, I fear,”")


def test_the_menu_adds_to_the_span_only_when_one_is_focused(desk: AnnotationPage) -> None:
    desk.select("She left")
    add = desk.page.locator("#menu").get_by_role("button", name="Add to span")
    expect(add).to_be_hidden()
    desk.press("1")
    desk.select("Nobody knows")
    add.click()
    (span,) = desk.stores("Nobody knows She left")
    assert len(span["fragments"]) == 2
    desk.select("Nobody knows why")
    add.click()
    (span,) = desk.stores("Nobody knows why She left")
    assert len(span["fragments"]) == 2


def test_a_double_click_keeps_the_focused_span_known(desk: AnnotationPage) -> None:
    desk.label("It is over", "1")
    at = desk.page.evaluate(FIND, ["yard", 0])
    desk.page.mouse.dblclick(at["middle"], at["y1"])
    desk.page.wait_for_selector("#menu:popover-open")
    assert (desk.framed(), desk.selected()) == ("It is over", "yard")
    desk.press("+")
    desk.stores("It is over yard")


def test_a_part_is_taken_off_again_in_the_card(desk: AnnotationPage) -> None:
    desk.label("It is over", "1")
    assert desk.page.get_by_role("button", name="Take off").count() == 0
    desk.select("the yard will close")
    desk.press("+")
    desk.page.get_by_role("button", name="Take off It is over").click()
    desk.stores("the yard will close")
    assert desk.page.get_by_role("button", name="Take off").count() == 0
    desk.press("Control+z")
    desk.stores("It is over the yard will close")


@pytest.mark.parametrize("by", ["key", "button"])
def test_two_quotes_become_one_span_without_what_stands_between(
    desk: AnnotationPage, by: str
) -> None:
    desk.select("“It is over, I fear,” said Anna Kowalska, “and 🇫🇷 the yard will close.”")
    two = desk.page.locator("#menu").get_by_role("button", name="Two quotes, one span")
    if by == "button":
        two.click()
    else:
        desk.press("q")
    expect(two).to_have_attribute("aria-pressed", "true")
    painted = desk.page.evaluate("[...CSS.highlights.get('pick')].map(String)")
    assert painted == ["“It is over, I fear,”", "“and 🇫🇷 the yard will close.”"]
    desk.press("1")
    (span,) = desk.stores("“It is over, I fear,” “and 🇫🇷 the yard will close.”")
    assert len(span["fragments"]) == 2
    assert desk.listed() == ["Claim: “It is over, I fear,” “and 🇫🇷 the yard will close.”"]


def test_parts_of_two_quotes_go_without_their_marks(desk: AnnotationPage) -> None:
    desk.select("I fear,” said Anna Kowalska, “and 🇫🇷 the yard")
    desk.press("q", "q", "q", "2")
    (span,) = desk.stores("I fear and 🇫🇷 the yard")
    assert len(span["fragments"]) == 2


def test_two_quotes_are_offered_only_across_two_quotes(desk: AnnotationPage) -> None:
    two = desk.page.locator("#menu").get_by_role("button", name="Two quotes, one span")
    across = "said Anna Kowalska, “and 🇫🇷 the yard will close.”"
    for words in (across, "“very concerned” on", "It is"):
        desk.select(words)
        expect(two).to_be_hidden()
    desk.press("q", "1")
    desk.stores("It is")


# --- the mouse and the finger


def drag_handle(desk: AnnotationPage, edge: int, words: str, part: float = 0.5) -> None:
    """Drag an edge's handle (0 start, 1 end) into these words, without letting go."""
    box = desk.page.locator(".outline-handle .dot").nth(edge).bounding_box()
    at = desk.page.evaluate(FIND, [words, 0])
    box = desk.page.locator(".outline-handle .dot").nth(edge).bounding_box()
    assert box
    mouse = desk.page.mouse
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(at["x1"] + (at["x2"] - at["x1"]) * part, at["y1"], steps=5)


def test_alt_while_dragging_an_edge_holds_off_the_words_but_not_the_characters(
    desk: AnnotationPage,
) -> None:
    desk.label("spoke of", "1")
    drag_handle(desk, 1, "ships")
    desk.page.mouse.up()
    desk.stores("spoke of 1,000 ships")
    desk.page.keyboard.down("Alt")
    drag_handle(desk, 0, "mayor")
    desk.page.mouse.up()
    desk.page.keyboard.up("Alt")
    (span,) = desk.when(desk.stored, lambda spans: "ayor" in spans[0]["text"])
    assert not span["text"].startswith("mayor")
    desk.press("Escape")
    desk.label("Nobody knows", "2")
    desk.page.keyboard.down("Alt")
    drag_handle(desk, 1, "👍🏽", 0.7)
    desk.page.mouse.up()
    desk.page.keyboard.up("Alt")
    spans = desk.when(desk.stored, lambda spans: "why" in spans[-1]["text"])
    assert spans[-1]["text"] in {"Nobody knows why", "Nobody knows why 👍🏽"}


def test_an_edge_let_go_on_the_other_handle_is_no_further_than_the_span(
    desk: AnnotationPage,
) -> None:
    desk.label("very concerned", "1")
    desk.stores("very concerned")
    boxes = [desk.page.locator(".outline-handle .dot").nth(n).bounding_box() for n in (0, 1)]
    start, end = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes]
    mouse = desk.page.mouse
    mouse.move(*end)
    mouse.down()
    mouse.move((start[0] + end[0]) / 2, start[1] + 12)
    mouse.move(*start, steps=4)
    mouse.up()
    layer = desk.layer_when(lambda layer: layer["version"] == 2)
    assert layer["spans"][0]["text"] == "very"


@pytest.mark.browser_context(has_touch=True, is_mobile=True, viewport={"width": 400, "height": 800})
def test_an_edge_moves_by_the_finger(desk: AnnotationPage) -> None:
    page = desk.page
    select_words(desk, "who was")
    page.locator("#menu").get_by_role("button", name="Claim").tap()
    desk.stores("who was")
    touch = page.context.new_cdp_session(page)
    box = page.locator(".outline-handle .dot").nth(1).bounding_box()
    at = page.evaluate(FIND.replace("block.scrollIntoView", "(() => {})"), ["Monday", 0])
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for step in range(6):
        kind = "touchMove" if step else "touchStart"
        point = {"x": x + (at["middle"] - x) * step / 5, "y": y + (at["y1"] - y) * step / 5}
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    desk.stores("who was “very concerned” on Monday")
    page.get_by_role("button", name="Edit").dispatch_event("click")
    page.locator(".card").get_by_role("button", name="End at a word").dispatch_event("click")
    page.get_by_role("button", name="Edit").dispatch_event("click")
    at = page.evaluate(FIND.replace("block.scrollIntoView", "(() => {})"), ["concerned", 0])
    page.touchscreen.tap(at["middle"], at["y1"])
    desk.stores("who was “very concerned”")


def select_words(desk: AnnotationPage, words: str) -> None:
    """Select as a finger does, which no test can: the browser's selection changes by itself."""
    desk.page.evaluate(
        """([words]) => {
          const art = document.getElementById('art');
          const walker = document.createTreeWalker(art, NodeFilter.SHOW_TEXT);
          for (let node; (node = walker.nextNode()); ) {
            const at = node.data.indexOf(words);
            if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + words.length);
          }
        }""",
        [words],
    )
    desk.when(desk.selected)
    desk.page.wait_for_timeout(200)
    if not desk.page.locator("#menu").is_visible():
        desk.press("Enter")


def test_every_step_of_split_quotes_goes_by_the_keyboard(desk: AnnotationPage) -> None:
    desk.page.locator("#art").focus()
    desk.press("u", "u", "u", "u")
    selected = desk.when(desk.selected, lambda words: words.startswith("“It is over"))
    assert selected.startswith("“It is over")
    desk.press("q", "Enter")
    expect(desk.page.locator("#menu button").first).to_be_focused()
    desk.press("Enter")
    (span,) = desk.stores("“It is over, I fear,” “and 🇫🇷 the yard will close.”")
    assert json.dumps(span["fragments"]).count("[") == 3
