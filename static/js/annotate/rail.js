// @ts-check
/** The list of all spans in text order: each a real button, the focused one an open card. */

/** @import { RailEntry, Span } from "./types" */
/** @import { Model } from "./model.js" */
/** @import { Card } from "./card.js" */

import { make } from "../page.js";
import { button, icon, shortNames } from "./dom.js";

export class Rail {
  /** @type {Map<string, RailEntry>} */
  #entries = new Map();
  /** @type {string | null} */
  #open = null;

  /**
   * @param {{list: HTMLElement, filter: HTMLSelectElement, count: HTMLElement, empty: HTMLElement}} parts
   * @param {Model} model @param {Card} card @param {(id: string) => void} onChoose
   */
  constructor(parts, model, card, onChoose) {
    this.parts = parts;
    this.model = model;
    this.card = card;
    this.onChoose = onChoose;
    this.names = shortNames(model.labels);
    parts.filter.addEventListener("change", () => this.update());
  }

  /** The spans that the filter lets through, in text order. */
  shown() {
    const label = this.parts.filter.value;
    const spans = this.model.inOrder();
    return label ? spans.filter((span) => span.label === label) : spans;
  }

  /** Draws what has changed and leaves the rest as it stands. */
  update() {
    const { list, count, empty } = this.parts;
    const shown = this.shown();
    count.textContent = String(shown.length);
    empty.hidden = shown.length > 0;
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

  /** Opens one span's card, or none. @param {string | null} id */
  open(id) {
    this.#open = id;
    this.#mount();
    const entry = id && this.#entries.get(id);
    if (entry) this.#bringIntoView(entry.item);
  }

  /** Puts the focus on a span's button. @param {string} id */
  focusButton(id) {
    this.#entries.get(id)?.head.focus();
  }

  /** @param {Span} span @returns {RailEntry} */
  #entry(span) {
    const entry = this.#entries.get(span.id) ?? this.#make(span.id);
    const sources = this.#sourcesOf(span);
    const state = JSON.stringify([span.label, span.fragments, span.flags, !span.note, sources]);
    if (state !== entry.state) this.#fill(entry, span, sources);
    entry.state = state;
    return entry;
  }

  /** @param {string} id @returns {RailEntry} */
  #make(id) {
    const head = button("span-head", [], () => this.onChoose(id));
    const item = make("li", "span-item");
    item.append(head);
    const entry = { item, head, state: "" };
    this.#entries.set(id, entry);
    return entry;
  }

  /** @param {RailEntry} entry @param {Span} span @param {string[]} sources */
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

  /** @param {Span} span @param {string[]} sources */
  #marks(span, sources) {
    const marks = make("span", "span-marks");
    if (sources.length) marks.append(icon("arrow-right"), make("span", "span-sources", sources.join(", ")));
    if (span.flags.includes("discuss")) marks.append(icon("flag"), make("span", "visually-hidden", "To discuss"));
    if (span.note) marks.append(icon("note"), make("span", "visually-hidden", "Has a note"));
    return marks.hasChildNodes() ? [marks] : [];
  }

  /** @param {Span} span */
  #sourcesOf({ id }) {
    return this.model
      .relationsOf(id)
      .filter((relation) => relation.from === id)
      .map(({ to }) => this.model.spans.get(to))
      .filter((source) => source !== undefined)
      .map((source) => this.model.text.words(source.fragments));
  }

  #mount() {
    const span = this.#open === null ? undefined : this.model.spans.get(this.#open);
    const entry = span && this.#entries.get(span.id);
    for (const [id, { item, head }] of this.#entries) {
      const open = id === span?.id;
      if (item.classList.toggle("open", open)) head.setAttribute("aria-current", "true");
      else head.removeAttribute("aria-current");
    }
    this.card.show(entry ? span : null);
    if (!entry) this.card.element.remove();
    else if (this.card.element.parentElement !== entry.item) entry.item.append(this.card.element);
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
