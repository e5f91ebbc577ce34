// @ts-check
/** Finding words in the article: all places painted, one after the other in hand. The browser's own search stays Ctrl+F. */

/** @import { Acts, Step, Stretch } from "./types" */
/** @import { Desk } from "./desk.js" */

import { figure, make, plural } from "../basics.js";
import { button, icon } from "./dom.js";
import { patternOf } from "./pattern.js";
import { bringIntoView } from "./select.js";

/** So many places are painted on either side of the one in hand: ranges cost. */
const PAINTED = 500;
const LETTERS = 200;

class Find {
  /** @type {Stretch[]} */
  places = [];
  at = -1;

  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.field = make("input", "input");
    this.field.type = "search";
    this.field.maxLength = LETTERS;
    this.field.setAttribute("aria-label", "Find in the article");
    this.field.placeholder = "Find in the article";
    this.exact = make("input");
    this.exact.type = "checkbox";
    this.count = make("span", "figure");
    this.count.setAttribute("role", "status");
    this.panel = this.#makePanel();
    this.field.addEventListener("input", () => this.look());
    this.exact.addEventListener("change", () => this.look());
    this.panel.addEventListener("keydown", (event) => this.#onKey(event));
    const again = () => this.panel.hidden || this.#paint();
    desk.onChanges(again);
    desk.painter.onSections.push(again);
  }

  #makePanel() {
    const panel = make("div", "float-panel");
    panel.setAttribute("role", "search");
    panel.hidden = true;
    const small = (/** @type {string} */ symbol, /** @type {string} */ name, /** @type {() => void} */ work) => {
      const made = button("button quiet icon-only", [icon(symbol)], work);
      made.setAttribute("aria-label", name);
      return made;
    };
    const exact = make("label", "check");
    exact.append(this.exact, " Match case");
    panel.append(
      this.field,
      this.count,
      small("chevron-left", "Previous place", () => this.step(-1)),
      small("chevron-right", "Next place", () => this.step(1)),
      exact,
      small("cross", "Close, and keep the place selected", () => this.close()),
    );
    return panel;
  }

  open() {
    const { picker, text } = this.desk;
    const { range } = picker;
    if (range && range.end - range.start <= LETTERS) this.field.value = text.slice(range.start, range.end);
    picker.drop();
    this.panel.hidden = false;
    this.field.focus();
    this.field.select();
    this.look(range?.start);
  }

  /** Looks for the words from an offset on, at first that of what can be seen. @param {number} [from] */
  look(from = this.places[this.at]?.start ?? this.desk.picker.firstVisible()) {
    const pattern = patternOf(this.field.value.trim(), { exact: this.exact.checked, whole: false });
    this.places = pattern ? [...this.desk.text.matches(pattern)] : [];
    const next = this.places.findIndex(({ start }) => start >= from);
    this.at = next < 0 && this.places.length ? 0 : next;
    this.#show();
  }

  /** @param {Step} direction */
  step(direction) {
    if (this.panel.hidden && !this.places.length) return this.open();
    this.panel.hidden = false;
    if (this.places.length) this.at = (this.at + direction + this.places.length) % this.places.length;
    this.#show();
  }

  #show() {
    const { length } = this.places;
    const none = this.field.value.trim() ? "Not found" : "";
    this.count.textContent = length ? `${figure(this.at + 1)} of ${figure(length)}` : none;
    this.count.title = length ? plural(length, "place") : "";
    this.#paint();
    const place = this.places[this.at];
    if (place) bringIntoView(this.desk.text.range(place.start, place.end).getBoundingClientRect());
  }

  #paint() {
    const range = (/** @type {Stretch} */ { start, end }) => this.desk.text.range(start, end);
    const near = this.places.slice(Math.max(0, this.at - PAINTED), this.at + PAINTED).filter((place) => place !== this.places[this.at]);
    const here = this.places.slice(this.at, this.at + 1);
    CSS.highlights?.set("find", new Highlight(...near.map(range)));
    CSS.highlights?.set("found", new Highlight(...(this.at < 0 ? [] : here.map(range))));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const { key, shiftKey, isComposing } = event;
    if (isComposing) return;
    if (key === "Escape") this.close();
    else if (key === "F3" || (key === "Enter" && event.target === this.field)) this.step(shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The place in hand stays selected, ready for a label. */
  close() {
    const place = this.places[this.at];
    this.panel.hidden = true;
    for (const name of ["find", "found"]) CSS.highlights?.delete(name);
    this.desk.run("toArticle");
    if (place) this.desk.picker.hold(place, "keys");
  }
}

/** @param {Desk} desk @param {HTMLElement} over where panels stand @returns {Acts} */
export function makeFind(desk, over) {
  const find = new Find(desk);
  over.append(find.panel);
  return { find: () => find.open(), findNext: () => find.step(1), findPrevious: () => find.step(-1) };
}
