// @ts-check
/** The open card of the focused span: its sources, its note, what lies with it, what can be done. */

/** @import { CardHooks, Relation, Span } from "./types" */
/** @import { Model } from "./model.js" */
/** @import { Commands } from "./commands.js" */

import { make } from "../basics.js";
import { button, icon } from "./dom.js";
import { startOf } from "./model.js";

const TYPING_MS = 400;
const MOST_CANDIDATES = 12;
/** What the server takes. */
const MOST_NOTE = 10_000;

export class Card {
  /** @type {Span | null} */
  #span = null;
  #session = 0;
  #timer = 0;
  /** Whether a source is being chosen for this span. */
  linking = false;

  /** @param {Model} model @param {Commands} commands @param {CardHooks} hooks */
  constructor(model, commands, hooks) {
    this.model = model;
    this.commands = commands;
    this.hooks = hooks;
    this.element = make("div", "card");
    this.links = make("div", "card-links");
    this.stack = make("div", "card-stack");
    this.note = this.#noteField();
    this.discuss = this.#act("discuss", "flag", "Discuss", "d");
    this.element.append(this.links, this.note, this.stack, this.#actions(), this.#edges());
    addEventListener("pagehide", () => this.flush());
  }

  /** @param {Span | null} span the same one again after it has changed */
  show(span) {
    if (span?.id !== this.#span?.id) {
      this.flush();
      this.linking = false;
      this.note.hidden = !span?.note;
      this.note.value = span?.note ?? "";
    }
    this.#span = span;
    if (!span) return;
    if (document.activeElement !== this.note) this.note.value = span.note;
    if (span.note) this.note.hidden = false;
    this.discuss.setAttribute("aria-pressed", String(span.flags.includes("discuss")));
    this.links.replaceChildren(...this.#linkParts(span));
    this.stack.replaceChildren(...this.#stackParts(span));
  }

  editNote() {
    this.note.hidden = false;
    this.note.focus();
  }

  /** Offers the sources that this span may be attributed to. @param {boolean} on */
  offerSources(on) {
    this.linking = on;
    if (this.#span) this.show(this.#span);
    const first = this.links.querySelector(".candidate");
    if (on && first instanceof HTMLElement) first.focus();
  }

  /** The spans that a span may be linked to, nearest first. @param {Span} span */
  candidates(span) {
    const linked = new Set(this.model.relationsOf(span.id).map(({ to }) => to));
    return this.model
      .inOrder()
      .filter((other) => !linked.has(other.id) && this.model.relationType(span.label, other.label))
      .sort((a, b) => Math.abs(startOf(a) - startOf(span)) - Math.abs(startOf(b) - startOf(span)));
  }

  /** Keeps what is being typed, now. */
  flush() {
    clearTimeout(this.#timer);
    const span = this.#span && this.model.spans.get(this.#span.id);
    if (span && this.#session) this.commands.note(span, this.note.value, String(this.#session));
  }

  #noteField() {
    const field = make("textarea", "card-note");
    field.placeholder = "A note on this span";
    field.setAttribute("aria-label", "Note");
    field.rows = 1;
    field.maxLength = MOST_NOTE;
    field.hidden = true;
    let sessions = 0;
    field.addEventListener("focus", () => (this.#session = ++sessions));
    field.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.flush(), TYPING_MS);
    });
    field.addEventListener("blur", () => {
      this.flush();
      this.#session = 0;
      field.hidden = !field.value;
    });
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.stopPropagation();
      this.hooks.run("toArticle");
    });
    return field;
  }

  #actions() {
    const row = make("div", "card-actions");
    row.append(
      this.#act("menu", "pencil", "Label", "Enter"),
      this.discuss,
      this.#act("note", "note", "Note", "m"),
      this.#act("remove", "trash", "Delete", "Delete"),
    );
    return row;
  }

  #edges() {
    const row = make("div", "card-actions edges");
    row.append(
      make("span", "hint", "start"),
      this.#edge("startEarlier", "←", "Start one word earlier", "Alt+Shift+ArrowLeft"),
      this.#edge("startLater", "→", "Start one word later", "Alt+Shift+ArrowRight"),
      make("span", "hint", "end"),
      this.#edge("shorter", "Shorter", "", "Alt+ArrowLeft"),
      this.#edge("longer", "Longer", "", "Alt+ArrowRight"),
    );
    return row;
  }

  /** @param {string} command @param {string} words @param {string} name @param {string} keys */
  #edge(command, words, name, keys) {
    const made = button("button small", [words], () => this.hooks.run(command));
    if (name) made.setAttribute("aria-label", name);
    made.setAttribute("aria-keyshortcuts", keys);
    return made;
  }

  /** @param {string} command @param {string} symbol @param {string} words @param {string} keys */
  #act(command, symbol, words, keys) {
    const made = button("button small", [icon(symbol), words], () => this.hooks.run(command));
    made.setAttribute("aria-keyshortcuts", keys);
    return made;
  }

  /** @param {Span} span */
  #linkParts(span) {
    const relations = this.model.relationsOf(span.id);
    const sources = relations.filter(({ from }) => from === span.id);
    const claims = relations.filter(({ to }) => to === span.id);
    const mayLink = this.model.rules.some((rule) => rule.from.includes(span.label));
    const parts = [];
    if (mayLink || sources.length) parts.push(make("p", "card-head", "Attributed to"));
    parts.push(...sources.map((relation) => this.#linkChip(relation, relation.to)));
    if (mayLink) parts.push(...this.#adding(span));
    if (claims.length) parts.push(make("p", "card-head", "Said by this source"));
    parts.push(...claims.map((relation) => this.#linkChip(relation, relation.from)));
    return parts;
  }

  /** @param {Span} span */
  #adding(span) {
    if (!this.linking) {
      const add = button("card-add", [icon("plus"), "Add a source ", make("kbd", "", "S")], () => this.hooks.run("attribute"));
      add.setAttribute("aria-keyshortcuts", "s");
      return [add];
    }
    const found = this.candidates(span).slice(0, MOST_CANDIDATES);
    if (!found.length) return [make("p", "hint", "No source is labelled yet. Label one, then press S here.")];
    const list = make("div", "candidates");
    list.append(make("p", "hint", "Choose here, or click the source in the text. Esc leaves it."));
    list.append(...found.map((source) => this.#candidate(span, source)));
    return [list];
  }

  /** @param {Span} span @param {Span} source */
  #candidate(span, source) {
    return button("candidate", this.#named(source), () => {
      this.linking = false;
      this.commands.link(span, source);
      this.hooks.run("toArticle");
    });
  }

  /** @param {Relation} relation @param {string} id of the span at the other end */
  #linkChip(relation, id) {
    const other = this.model.spans.get(id);
    const chip = make("span", "source-chip");
    if (!other || !this.#span) return chip;
    const focus = this.#span.id;
    const name = button("name", this.#named(other), () => this.hooks.focus(id));
    const remove = button("unlink", [icon("cross")], () => {
      this.commands.unlink(relation, focus);
      this.hooks.run("toArticle");
    });
    remove.setAttribute("aria-label", `Remove ${this.commands.name(other)}`);
    chip.append(name, remove);
    return chip;
  }

  /** @param {Span} span @returns {(string | Node)[]} */
  #named(span) {
    const label = this.model.labelOf.get(span.label);
    const words = make("span", "words", this.model.text.words(span.fragments));
    words.dir = "auto";
    return [make("i", `lane-swatch label-${label?.n ?? 0}`), make("span", "visually-hidden", `${label?.name}: `), words];
  }

  /** @param {Span} span */
  #stackParts(span) {
    const others = this.model.stackedWith(span);
    if (!others.length) return [];
    const list = others.map((other) => button("candidate", this.#named(other), () => this.hooks.focus(other.id)));
    return [make("p", "card-head", "Also on these words"), ...list];
  }
}
