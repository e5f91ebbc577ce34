// @ts-check
/** The open card of the focused span: its sources, its note, what lies with it, what can be done. */

/** @import { CardHooks, Span } from "./types" */
/** @import { Model } from "./model.js" */
/** @import { Commands } from "./commands.js" */

import { make } from "../basics.js";
import { button, icon } from "./dom.js";

const TYPING_MS = 400;
/** What the server takes. */
const MOST_NOTE = 10_000;

export class Card {
  /** @type {Span | null} */
  #span = null;
  #session = 0;
  #timer = 0;
  /** Whether a source is being chosen for this span. */
  linking = false;
  /** What draws the links; it comes later. @type {import("./attribution.js").Attribution | null} */
  attribution = null;
  /** What else is drawn on it: told of the span each time. @type {((span: Span | undefined) => void)[]} */
  onShow = [];

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
    this.element.append(this.links, this.note, this.stack, this.#actions());
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
    for (const draw of this.onShow) draw(span ?? undefined);
    if (!span) return;
    if (document.activeElement !== this.note) this.note.value = span.note;
    if (span.note) this.note.hidden = false;
    this.discuss.setAttribute("aria-pressed", String(span.flags.includes("discuss")));
  }

  editNote() {
    this.note.hidden = false;
    this.note.focus();
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
    field.addEventListener("focus", () => (this.#session = Date.now()));
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

  /** @param {string} command @param {string} symbol @param {string} words @param {string} keys */
  #act(command, symbol, words, keys) {
    const made = button("button small", [icon(symbol), words], () => this.hooks.run(command));
    made.setAttribute("aria-keyshortcuts", keys);
    return made;
  }
}
