// @ts-check
/**
 * What is picked in the article: by the mouse, by touch, or by a cursor that the keys move from
 * word to word. The browser's own selection shows it.
 */

/** @import { By, Fragment, PickerHooks, Point, Stretch } from "./types" */
/** @import { ArticleText } from "./text.js" */

import { nearest, snap, wordAt } from "./snap.js";

const SETTLE_MS = 120;

export class Picker {
  /** @type {Stretch | null} what is picked */
  range = null;
  /** @type {Fragment[] | null} what is to be labelled of that, when it is not the whole */
  parts = null;
  /** @type {Stretch | null} the word at the moving end */
  cursor = null;
  /** @type {Stretch | null} the word at the end that stays */
  #anchor = null;
  #pressed = false;
  #exact = false;
  #touch = false;
  #timer = 0;
  /** Where the mouse is while it drags. */
  #at = { x: 0, y: 0 };

  /** @param {ArticleText} text @param {PickerHooks} hooks */
  constructor(text, hooks) {
    this.text = text;
    this.hooks = hooks;
    const { article } = text;
    article.addEventListener("pointerdown", (event) => this.#onDown(event));
    document.addEventListener("pointermove", (event) => this.#pressed && (this.#at = { x: event.clientX, y: event.clientY }));
    document.addEventListener("pointerup", (event) => this.#onUp(event));
    document.addEventListener("pointercancel", () => (this.#pressed = false));
    document.addEventListener("selectionchange", () => this.#onChange());
  }

  /** @param {PointerEvent} event */
  #onDown(event) {
    // What was selected before is not taken in the middle of a drag.
    clearTimeout(this.#timer);
    this.parts = null;
    this.#touch = event.pointerType === "touch";
    this.#pressed = !this.#touch && event.button === 0;
  }

  /** @param {PointerEvent} event */
  #onUp(event) {
    const tapped = event.pointerType === "touch" && /** @type {Element} */ (event.target).closest?.("#art [data-o]");
    const mine = this.#pressed || tapped;
    this.#pressed = false;
    if (!mine) return;
    this.#exact = event.altKey;
    const point = { x: event.clientX, y: event.clientY };
    this.#at = point;
    // The browser clears an old selection only after pointerup.
    setTimeout(() => this.#take(event.pointerType === "touch" ? "touch" : "mouse", point));
  }

  #onChange() {
    clearTimeout(this.#timer);
    this.#paint();
    if (this.#pressed) return;
    this.#timer = setTimeout(() => this.#take(this.#touch ? "touch" : "keys", null), SETTLE_MS);
  }

  /** Paints the selection as high as a label; the browser's own paint is as high as the line. */
  #paint() {
    const selected = this.selected();
    if (!selected) return CSS.highlights?.delete("pick");
    const shown = this.parts ?? [[selected.start, selected.end]];
    return CSS.highlights?.set("pick", new Highlight(...shown.map(([start, end]) => this.text.range(start, end))));
  }

  /** @param {By} by @param {Point | null} point */
  #take(by, point) {
    const selected = this.selected();
    if (!selected) {
      this.drop();
      const offset = point && this.text.characterAt(point.x, point.y);
      if (point) this.hooks.onPress(offset);
      return;
    }
    const range = snap(this.text, selected, { words: !this.#exact });
    if (!range) return this.drop();
    if (this.range && range.start === this.range.start && range.end === this.range.end) return;
    this.hold(range, by);
  }

  /** @returns {Stretch | null} what the browser has selected, where that began in the article */
  selected() {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    if (!selection.anchorNode || !this.text.article.contains(selection.anchorNode)) return null;
    if (!this.text.article.contains(selection.focusNode)) return this.#clamped(selection.anchorNode, selection.anchorOffset);
    const range = selection.getRangeAt(0);
    const start = this.text.offsetOf(range.startContainer, range.startOffset);
    const end = this.text.offsetOf(range.endContainer, range.endOffset);
    return start < end ? { start, end } : null;
  }

  /**
   * A drag that ran over the edge of the article ends where its line does, not where the page does;
   * three presses on the last paragraph, which reach beyond it, end with it.
   * @param {Node} anchor @param {number} at @returns {Stretch | null}
   */
  #clamped(anchor, at) {
    const box = this.text.article.getBoundingClientRect();
    const x = Math.min(Math.max(this.#at.x, box.left + 1), box.right - 1);
    const y = Math.min(Math.max(this.#at.y, box.top + 1), box.bottom - 1);
    const from = this.text.offsetOf(anchor, at);
    const inside = x === this.#at.x && y === this.#at.y;
    const to = inside ? this.text.length : (this.text.caretAt(x, y) ?? from);
    return from === to ? null : { start: Math.min(from, to), end: Math.max(from, to) };
  }

  /** Picks a stretch. @param {Stretch} range @param {By} by */
  hold(range, by) {
    this.#anchor = wordAt(this.text, range.start) ?? range;
    this.cursor = nearest(this.text, range.end, -1) ?? range;
    this.#set(range, by);
  }

  /** @param {Stretch} range @param {By} by */
  #set(range, by) {
    this.range = range;
    this.parts = null;
    if (by !== "touch") this.#show(range);
    this.hooks.onPick(range, by);
  }

  /** What is to be labelled. @returns {Fragment[]} */
  get fragments() {
    return this.parts ?? (this.range ? [[this.range.start, this.range.end]] : []);
  }

  /** Leaves out some of what is picked; null takes it all again. @param {Fragment[] | null} parts */
  leave(parts) {
    this.parts = parts;
    this.#paint();
  }

  /** @param {Stretch} range */
  #show({ start, end }) {
    const { startContainer, startOffset, endContainer, endOffset } = this.text.range(start, end);
    getSelection()?.setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
  }

  /** Lets the picked words go; the cursor stays where it was. */
  drop() {
    const had = this.range;
    this.range = this.parts = null;
    this.#exact = false;
    if (had) {
      if (this.selected()) getSelection()?.removeAllRanges();
      this.hooks.onDrop();
    }
  }

  /** Puts the cursor on the word at an offset without picking it. @param {number} offset */
  place(offset) {
    this.cursor = wordAt(this.text, offset) ?? null;
    this.#anchor = this.cursor;
  }

  /** Puts the cursor on a word and picks that, or all words since the anchor. @param {Stretch} reached @param {boolean} extend */
  reach(reached, extend) {
    this.cursor = reached;
    if (!extend || !this.#anchor) this.#anchor = reached;
    const start = Math.min(this.#anchor.start, reached.start);
    const end = Math.max(this.#anchor.end, reached.end);
    bringIntoView(this.text.range(reached.start, reached.end).getBoundingClientRect());
    this.#set(snap(this.text, { start, end }) ?? { start, end }, "keys");
  }

  /** The offset where what can be seen of the article begins. */
  firstVisible() {
    const reaches = (/** @type {Element} */ element) => element.getBoundingClientRect().bottom > 80;
    const sections = [...this.text.article.children];
    const first = sections.findIndex(reaches);
    const element = sections.slice(first, first + 2).flatMap((section) => [...section.querySelectorAll("[data-o]")]).find(reaches);
    return this.text.byElement.get(/** @type {HTMLElement} */ (element))?.start ?? 0;
  }
}

/** Scrolls no more than is needed for a box to stand clear of the bars. @param {DOMRect} box */
export function bringIntoView(box) {
  const top = 80;
  const bottom = (innerWidth < 900 && document.getElementById("sheet")?.getBoundingClientRect().top) || innerHeight - 60;
  if (box.top < top) scrollBy(0, box.top - top - 80);
  else if (box.bottom > bottom) scrollBy(0, Math.min(box.top - top, box.bottom - bottom + 80));
}
