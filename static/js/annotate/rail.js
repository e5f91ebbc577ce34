// @ts-check
/** The list of all spans in text order: each a real button, the focused one an open card. */

/** @import { RailEntry, RailParts, Span } from "./types" */
/** @import { Model } from "./model.js" */
/** @import { Card } from "./card.js" */

import { figure, make } from "../basics.js";
import { button, icon, shortNames } from "./dom.js";
import { startOf } from "./model.js";

/** A longer list is drawn in part, around the place where the person is. */
const MOST = 60;
const FOLLOW_MS = 200;

export class Rail {
  /** Where that is, in code points. */
  #near = 0;
  #following = 0;
  /** @type {Map<string, RailEntry>} */
  #entries = new Map();
  /** @type {string | null} */
  #open = null;
  /** @type {RailEntry | undefined} */
  #shown = undefined;
  /** Choices of the filter other than labels; they come later. @type {Record<string, (span: Span) => boolean>} */
  filters = {};

  /**
   * @param {RailParts} parts
   * @param {Model} model @param {Card} card @param {(id: string) => void} onChoose
   */
  constructor(parts, model, card, onChoose) {
    this.parts = parts;
    this.model = model;
    this.card = card;
    this.onChoose = onChoose;
    this.names = shortNames(model.labels);
    parts.filter.addEventListener("change", () => this.update());
    parts.earlier.addEventListener("click", () => this.near(this.#edge((span) => startOf(span))));
    parts.later.addEventListener("click", () => this.near(this.#edge((span) => -startOf(span))));
  }

  /** The spans that the filter lets through, in text order. */
  shown() {
    const { value } = this.parts.filter;
    const spans = this.model.inOrder();
    return value ? spans.filter(this.filters[value] ?? ((span) => span.label === value)) : spans;
  }

  /** Draws what has changed and leaves the rest as it stands. */
  update() {
    const { list, count, empty } = this.parts;
    const all = this.shown();
    const shown = this.#part(all);
    count.textContent = figure(all.length);
    empty.hidden = all.length > 0;
    const kept = new Set(shown.map(({ id }) => id));
    for (const [id, { item }] of this.#entries) {
      if (kept.has(id)) continue;
      item.remove();
      this.#entries.delete(id);
    }
    let place = list.firstElementChild;
    for (const span of shown) {
      const { item } = this.#entry(span);
      if (item === place) place = place.nextElementSibling;
      else list.insertBefore(item, place);
    }
    this.#mount();
  }

  /** @param {Span[]} all @returns {Span[]} */
  #part(all) {
    const at = all.findIndex((span) => startOf(span) >= this.#near);
    const middle = at < 0 ? all.length : at;
    const from = Math.max(0, Math.min(middle - MOST / 2, all.length - MOST));
    this.#offer(this.parts.earlier, from, "earlier");
    this.#offer(this.parts.later, all.length - from - MOST, "later");
    return all.slice(from, from + MOST);
  }

  /** @param {HTMLElement} more @param {number} count @param {string} where */
  #offer(more, count, where) {
    more.hidden = count <= 0;
    more.textContent = `${figure(count)} ${where}`;
  }

  /** The offset of the drawn span for which `rank` is least. @param {(span: Span) => number} rank */
  #edge(rank) {
    const drawn = [...this.#entries.values()].flatMap(({ span }) => span ?? []);
    return Math.abs(Math.min(...drawn.map(rank)));
  }

  /** Draws the part of a long list around a place in the text. @param {number} offset */
  near(offset) {
    this.#near = offset;
    if (this.model.spans.size > MOST) this.update();
  }

  /** The same for who reads on, once the view stands and has left the part that is drawn. @param {() => number | undefined} where */
  follow(where) {
    clearTimeout(this.#following);
    this.#following = setTimeout(() => {
      const offset = where() ?? NaN;
      if (offset < this.#edge((span) => startOf(span)) || offset > this.#edge((span) => -startOf(span))) this.near(offset);
    }, FOLLOW_MS);
  }

  /** Opens one span's card, or none. @param {string | null} id */
  open(id) {
    this.#open = id;
    const span = this.model.spans.get(id ?? "");
    if (span && !this.#entries.has(span.id)) this.near(startOf(span));
    this.#mount();
    const entry = id && this.#entries.get(id);
    if (entry) this.#bringIntoView(entry.item);
  }

  /** @param {Span} span @returns {RailEntry} */
  #entry(span) {
    const entry = this.#entries.get(span.id) ?? this.#make(span.id);
    const sources = this.#sourcesOf(span);
    if (span !== entry.span || sources !== entry.sources) this.#fill(entry, span, sources);
    return Object.assign(entry, { span, sources });
  }

  /** @param {string} id @returns {RailEntry} */
  #make(id) {
    const head = button("span-head", [], () => this.onChoose(id));
    const item = make("li", "span-item");
    item.append(head);
    const entry = { item, head, sources: "" };
    this.#entries.set(id, entry);
    return entry;
  }

  /** @param {RailEntry} entry @param {Span} span @param {string} sources */
  #fill({ head }, span, sources) {
    const label = this.model.labelOf.get(span.label);
    const [short, rest] = this.names.get(span.label) ?? [span.label, ""];
    const chip = make("span", `chip label-${label?.n ?? 0}`, short);
    if (rest) chip.append(make("span", "visually-hidden", rest));
    const words = make("span", "span-words serif", this.model.text.words(span.fragments));
    words.dir = "auto";
    const where = make("span", "span-where", this.model.paragraphOf(span));
    head.replaceChildren(chip, words, where, ...this.#marks(span, sources));
  }

  /** @param {Span} span @param {string} sources */
  #marks(span, sources) {
    const marks = make("span", "span-marks");
    if (sources) marks.append(icon("arrow-right"), make("span", "span-sources", sources));
    if (span.flags.includes("discuss")) marks.append(icon("flag"), make("span", "visually-hidden", "To discuss"));
    if (span.note) marks.append(icon("note"), make("span", "visually-hidden", "Has a note"));
    if (span.flags.includes("own_voice")) marks.append("own voice");
    return marks.hasChildNodes() ? [marks] : [];
  }

  /** @param {Span} span */
  #sourcesOf({ id }) {
    return this.model
      .relationsOf(id)
      .filter((relation) => relation.from === id)
      .map(({ to }) => this.model.spans.get(to))
      .filter((source) => source !== undefined)
      .map((source) => this.model.whoIs(source))
      .join(", ");
  }

  #mount() {
    const span = this.model.spans.get(this.#open ?? "");
    const entry = span && this.#entries.get(span.id);
    if (this.#shown !== entry) this.#mark(this.#shown, false);
    this.#mark(entry, true);
    this.#shown = entry;
    this.card.show(entry ? span : null);
    if (!entry) this.card.element.remove();
    else if (this.card.element.parentElement !== entry.item) entry.item.append(this.card.element);
  }

  /** @param {RailEntry | undefined} entry @param {boolean} open */
  #mark(entry, open) {
    entry?.item.classList.toggle("open", open);
    if (open) entry?.head.setAttribute("aria-current", "true");
    else entry?.head.removeAttribute("aria-current");
  }

  /** @param {HTMLElement} item */
  #bringIntoView(item) {
    const box = this.parts.list.closest(".rail-scroll");
    if (!box) return;
    const { top, bottom } = item.getBoundingClientRect();
    const view = box.getBoundingClientRect();
    if (top < view.top + 48) box.scrollTop += top - view.top - 48;
    else if (bottom > view.bottom) box.scrollTop += Math.min(bottom - view.bottom + 16, top - view.top - 48);
  }
}
