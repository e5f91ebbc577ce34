"""What is still to check: always in view, one key to the next, and gone when it is done."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.annotating import AnnotationPage, OpenDesk

pytestmark = pytest.mark.shares_server

TEXT = (
    "Harbour may close 😀\n"
    "\n"
    "The port will close, Anna Kowalska said. Two officials agreed. 🚢\n"
    "\n"
    "“It is over for the old pier,” she said of the “old pier”.\n"
    "\n"
    "Ships could go north, the harbour board wrote."
)
CLAIM = "The port will close"
QUOTE = "“It is over for the old pier,”"
PHONE = {"viewport": {"width": 400, "height": 800}, "is_mobile": True, "has_touch": True}


def to_check(desk: AnnotationPage) -> list[str]:
    return [" ".join(row.split()) for row in desk.page.locator("#check-list li").all_inner_texts()]


def checks(desk: AnnotationPage, *rows: str) -> None:
    assert desk.when(lambda: to_check(desk), lambda found: found == [*rows]) == [*rows]


def test_a_claim_without_a_source_is_to_check_until_it_has_one(desk: AnnotationPage) -> None:
    checks(desk, "1 quoted sentence without a label ¶2")
    desk.label(CLAIM, "1")
    desk.label("Ships could go north", "2")
    without = ["1 claim without a source ¶1", "1 speculation without a source ¶3"]
    checks(desk, *without, "1 quoted sentence without a label ¶2")
    desk.press("o")
    checks(desk, without[0], "1 quoted sentence without a label ¶2")
    desk.label("Anna Kowalska", "3")
    idle = "1 source that supports nothing Anna Kowalska"
    checks(desk, without[0], idle, "1 quoted sentence without a label ¶2")
    desk.click(CLAIM)
    desk.press("s", "1")
    checks(desk, "1 quoted sentence without a label ¶2")
    desk.press("Control+z")
    checks(desk, without[0], idle, "1 quoted sentence without a label ¶2")


def test_a_quoted_sentence_is_picked_so_that_a_digit_labels_it(desk: AnnotationPage) -> None:
    checks(desk, "1 quoted sentence without a label ¶2")
    desk.press(".")
    assert desk.when(desk.selected) == QUOTE
    desk.page.wait_for_timeout(200)
    desk.press("1")
    desk.stores(QUOTE)
    desk.press("o")
    checks(desk)
    expect(desk.page.get_by_text("Nothing is left to check.")).to_be_visible()
    desk.press(".")
    expect(desk.page.locator("#say")).to_have_text("Nothing is left to check")


def test_the_full_stop_goes_from_one_to_the_next_in_the_text(desk: AnnotationPage) -> None:
    desk.label(CLAIM, "1")
    desk.label("Two officials", "4")
    checks(
        desk,
        "1 claim without a source ¶1",
        "1 source that supports nothing Two officials",
        "1 quoted sentence without a label ¶2",
    )
    walked = []
    for _ in range(4):
        desk.press(".")
        walked.append((desk.framed(), desk.page.locator("#say").inner_text().split(":")[0]))
    assert walked == [
        ("", "quoted sentence without a label, 3 of 3"),
        (CLAIM, "claim without a source, 1 of 3"),
        ("Two officials", "source that supports nothing, 2 of 3"),
        ("", "quoted sentence without a label, 3 of 3"),
    ]


def test_the_full_stop_goes_to_each_thing_that_is_to_check_in_one_place(
    desk: AnnotationPage,
) -> None:
    desk.label("Anna Kowalska", "3")
    desk.label("Two officials", "4")
    desk.page.locator(".source-head").first.click()
    desk.page.get_by_label("Gather under another source").focus()
    desk.page.get_by_label("Gather under another source").select_option(index=1)
    checks(
        desk,
        "1 source that supports nothing Two officials",
        "1 source labelled named and anonymous Two officials",
        "1 quoted sentence without a label ¶2",
    )
    desk.page.locator("#art").focus()
    desk.press("Escape")
    said = set()
    for _ in range(3):
        desk.press(".")
        expect(desk.page.locator("#say")).to_contain_text("of 3: ")
        said.add(desk.page.locator("#say").inner_text().split(",")[0])
    assert len(said) == 3, said


def test_the_focus_stays_in_the_list_when_it_is_drawn_anew(desk: AnnotationPage) -> None:
    desk.label("Ships could go north", "2")
    desk.label(CLAIM, "1")
    link = desk.page.get_by_role("button", name="¶3: speculation without a source")
    link.focus()
    desk.press("Control+z")
    checks(desk, "1 speculation without a source ¶3", "1 quoted sentence without a label ¶2")
    expect(link).to_be_focused()
    desk.press("Control+z")
    checks(desk, "1 quoted sentence without a label ¶2")
    expect(desk.page.locator("#check-list button")).to_be_focused()


def test_each_entry_jumps_to_its_place(desk: AnnotationPage) -> None:
    desk.label("Ships could go north", "2")
    desk.press("Escape")
    desk.page.get_by_role("button", name="¶3: speculation without a source").click()
    assert desk.framed() == "Ships could go north"
    expect(desk.page.locator("[data-total=check]").last).to_have_text("2")


def test_paragraphs_count_as_read_when_they_stood_in_view(open_desk: OpenDesk) -> None:
    text = "Port news\n\n" + "\n\n".join(
        f"Paragraph {n} 😀. " + "Words. " * 90 for n in range(1, 9)
    )
    desk = open_desk(text)
    read = desk.page.locator("#seen")
    expect(read).to_have_text("2 of 8 paragraphs read")
    checks(desk, "6 paragraphs not looked at yet ¶3 ¶4 ¶5 +3")
    desk.label("Paragraph 8", "3")
    expect(read).not_to_have_text("2 of 8 paragraphs read")
    desk.page.reload()
    desk.ready()
    desk.page.wait_for_timeout(1200)
    assert "2 of 8" not in read.inner_text()
    for _ in range(12):
        if desk.page.locator("#check-list", has_text="not looked at").count() == 0:
            break
        desk.press(".")
        desk.page.wait_for_timeout(1000)
    expect(read).to_have_text("8 of 8 paragraphs read")


def test_the_list_of_spans_is_filtered_by_note_flag_voice_and_missing_source(
    desk: AnnotationPage,
) -> None:
    desk.label(CLAIM, "1")
    desk.press("d")
    desk.label("Ships could go north", "2")
    desk.press("o")
    desk.label("Two officials", "4")
    desk.press("m")
    desk.page.keyboard.type("Who? 😀")
    desk.press("Escape", "Escape")
    choose = desk.page.get_by_label("Show", exact=True).select_option
    for choice, words in [
        ("With a note", "Anonymous: Two officials"),
        ("To discuss", f"Claim: {CLAIM}"),
        ("The article's own voice", "Speculation: Ships could go north"),
        ("Without a source", f"Claim: {CLAIM}"),
        ("Speculation", "Speculation: Ships could go north"),
    ]:
        choose(label=choice)
        assert [row.replace(" source", "") for row in desk.listed()] == [words], choice
    choose(label="All labels")
    assert len(desk.listed()) == 3


def test_on_a_phone_the_three_parts_are_tabs_of_the_sheet(open_desk: OpenDesk) -> None:
    desk = open_desk(**PHONE)
    tabs = desk.page.locator(".sheet-tabs button")
    expect(tabs).to_have_text(["Spans 0", "Sources 0", "To check 1"])
    expect(desk.page.locator("#check-list")).to_be_hidden()
    tabs.nth(2).tap()
    expect(desk.page.locator("#check-list")).to_be_visible()
    desk.page.get_by_role("button", name="¶2: quoted sentence without a label").tap()
    expect(tabs.nth(0)).to_have_attribute("aria-pressed", "true")
    assert desk.selected() == QUOTE
    expect(desk.page.locator("#menu")).to_be_visible()
    tabs.nth(1).tap()
    expect(desk.page.get_by_text("No source is labelled yet.")).to_be_visible()
    assert desk.page.evaluate("sheet.scrollWidth <= sheet.clientWidth")
    small = desk.page.evaluate(
        """() => [...document.querySelectorAll('.sheet-tabs button, .check-places button')]
          .filter((button) => button.offsetHeight && button.offsetHeight < 44).length"""
    )
    assert small == 0


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('Bob, 6\'2" tall 🌊, came. He said "I will go there now."', '"I will go there now."'),
        ("Er sagte 🌊 »90 Prozent sind heute hier«.", "»90 Prozent sind heute hier«"),
        ("Er sagte 🌊 ‚Wir sind heute alle hier‘.", "‚Wir sind heute alle hier‘"),
        ("他说🌊：“我们将在五月开放这座桥梁。”他走了。", "“我们将在五月开放这座桥梁。”"),
        ("He said 🌊 “we ‘will all be there’ in time”.", "“we ‘will all be there’ in time”"),
        ("He said 🌊 “we will all be there\n\nand more.", "“we will all be there"),
        ("He said 🌊 “we saw Mr. Smith leave”.", "“we saw Mr. Smith leave”"),
        ('🌊 "We really have to go—" she said.', '"We really have to go—"'),
        ('🌊 "We will all be there " and left.', '"We will all be there "'),
        ("‘The ’90s were 🌊 fine, I think,’ he said.", "‘The ’90s were 🌊 fine, I think,’"),
        ("Il dit 🌊 : « nous serons tous là\n\net encore.", "« nous serons tous là"),
        ("In the '90s 🌊 he said 'we will all be there'.", "'we will all be there'"),
    ],
)
def test_quoted_sentences_are_found_by_all_marks(
    open_desk: OpenDesk, text: str, quoted: str
) -> None:
    desk = open_desk(f"Head\n\n{text}")
    desk.when(lambda: to_check(desk), lambda rows: any("quoted" in row for row in rows))
    assert [row for row in to_check(desk) if "quoted" in row] == [
        "1 quoted sentence without a label ¶1"
    ]
    desk.page.locator("#check-list li", has_text="quoted").get_by_role("button").click()
    assert desk.when(desk.selected) == quoted


def test_years_and_genitives_make_no_quotation(open_desk: OpenDesk) -> None:
    desk = open_desk(
        "Head 🌊\n\nBack in the '90s, officials said that the workers' pay was low. "
        "The class of '68 lost all of its players' members."
    )
    desk.page.locator("#art").click()
    desk.when(lambda: to_check(desk), lambda rows: any("not looked at" in row for row in rows))
    desk.page.wait_for_timeout(500)  # so long the text is read
    assert [row for row in to_check(desk) if "quoted" in row] == []
