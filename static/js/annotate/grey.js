// @ts-check
/**
 * Lines that are no part of the article, greyed out or brought back by hand, for everybody. The
 * text stays as it is, and so do labels on it.
 */

/** @import { Acts } from "./types" */
/** @import { Desk } from "./desk.js" */

import { articlePath, call, sentenceOf } from "../api.js";
import { byId } from "../basics.js";
import { toast } from "../page.js";
import { button, icon, say } from "./dom.js";
import { shortened } from "./points.js";

const GREY = "grey";
/** Left of the line, over its number; px. */
const INTO_MARGIN = 44;

/** @param {Desk} desk @returns {Acts} */
export function makeGrey(desk) {
  const lines = new Lines(desk);
  const here = () => lines.picked();
  const grey = () => {
    const picked = here();
    if (picked.length) lines.turn(picked);
    else say("Go to a line of the article first");
  };
  putIntoMargin(desk, lines);
  const entry = byId("menu-grey", HTMLElement).firstChild;
  desk.menu.element.addEventListener("beforetoggle", () => {
    if (entry) entry.textContent = `${lines.all(here()) ? "Bring back" : "Grey out"} `;
  });
  return { grey };
}

class Lines {
  /** @type {Promise<unknown>} one is sent after the other, so that the last word is the last */
  #sent = Promise.resolve();
  /** What the server has of each line that was turned. @type {Map<number, boolean>} */
  #stored = new Map();

  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.blocks = desk.text.blocks;
  }

  /** The paragraph that a block belongs to, by its first block's index. @param {number} index */
  first(index) {
    while (this.blocks[index].element.classList.contains("more")) index -= 1;
    return index;
  }

  /** The paragraphs that are picked, or the one with the cursor or the focused span. */
  picked() {
    const { picker, span, text } = this.desk;
    const at = picker.range ?? picker.cursor;
    const [start, end] = at ? [at.start, at.end] : (span?.fragments[0] ?? [0, 0]);
    return [...new Set(text.indexesOf(start, end).map((index) => this.first(index)))];
  }

  /** @param {number[]} firsts */
  all(firsts) {
    return firsts.length > 0 && firsts.every((index) => this.blocks[index].element.classList.contains(GREY));
  }

  /** Greys them all out, or brings all back where all are grey: one act. @param {number[]} firsts */
  turn(firsts) {
    const back = this.all(firsts);
    const changing = firsts.filter((index) => this.blocks[index].element.classList.contains(GREY) === back);
    const words = `${changing.length > 1 ? `${changing.length} lines` : "line"} ${back ? "brought back" : "greyed out"}`;
    const toggle = (/** @type {boolean} */ done) => {
      for (const index of changing) this.#set(index, done !== back);
    };
    this.desk.commands.execute([], words, this.desk.focused ?? "", "", toggle);
  }

  /** @param {number} index @param {boolean} grey */
  #set(index, grey) {
    const { element, start } = this.blocks[index];
    if (!this.#stored.has(index)) this.#stored.set(index, element.classList.contains(GREY));
    this.#paint(index, grey);
    const address = articlePath(this.desk.data.article, `/passages/${start}`);
    this.#sent = this.#sent
      .then(() => call("PUT", address, { kind: grey ? "boilerplate" : "body" }))
      .then(() => void this.#stored.set(index, grey))
      .catch((error) => {
        this.#paint(index, this.#stored.get(index) ?? false);
        toast(sentenceOf(error), { failed: true });
      });
  }

  /** @param {number} index @param {boolean} grey */
  #paint(index, grey) {
    let at = index;
    do this.blocks[at].element.classList.toggle(GREY, grey);
    while (this.blocks[(at += 1)]?.element.classList.contains("more"));
  }
}

/** The button over a line's number, where the mouse is, or where the cursor is when it has the focus. @param {Desk} desk @param {Lines} lines */
function putIntoMargin({ text, picker }, lines) {
  const main = byId("main", HTMLElement);
  let place = 0;
  const made = button("button quiet icon-only grey-button", [icon("strike")], () => {
    lines.turn([place]);
    show(place);
  });
  made.ariaLabel = "Grey out a line";
  const show = (/** @type {number} */ index) => {
    place = lines.first(index);
    const { element, number } = text.blocks[place];
    const box = element.getBoundingClientRect();
    const paper = main.getBoundingClientRect();
    made.style.top = `${box.top - paper.top}px`;
    made.style.left = `${Math.max(0, box.left - paper.left - INTO_MARGIN)}px`;
    const which = number ? `paragraph ${number}` : `“${shortened(text.blocks[place].text, 30)}”`;
    made.ariaLabel = `${element.classList.contains(GREY) ? "Bring back" : "Grey out"} ${which}`;
    made.title = `${made.ariaLabel} (X)`;
    made.classList.add("shown");
  };
  const hide = () => made.classList.remove("shown");
  text.article.addEventListener("pointerover", ({ target, pointerType }) => {
    const element = pointerType === "mouse" && /** @type {Element} */ (target).closest("[data-o]");
    const block = element && text.byElement.get(/** @type {HTMLElement} */ (element));
    if (block) show(text.blocks.indexOf(block));
  });
  main.addEventListener("pointerleave", hide);
  made.addEventListener("focus", () => made.matches(":focus-visible") && show(text.indexAt(picker.cursor?.start ?? 0)));
  made.addEventListener("blur", hide);
  text.article.after(made);
}
