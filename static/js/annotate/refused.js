// @ts-check
/** The acts that the server refused: each with its reason, to try again or to take away as a file. */

/** @import { OutboxState, Row } from "./types" */
/** @import { Outbox } from "./outbox.js" */

import { byId, clock, make, plural } from "../basics.js";

const FEW_WORDS = 60;

export class RefusedList {
  /** @type {Row[]} */
  #rows = [];
  /** What the person has as a file: numbers in the queue. @type {Set<number | undefined>} */
  #given = new Set();
  /** Trying again: not, on the way into the queue, or sent. @type {"" | "moving" | "sent"} */
  #trying = "";
  #triedAt = "";

  /** @param {Outbox} outbox @param {(article: string) => string} [nameOf] an article in words */
  constructor(outbox, nameOf = (article) => article) {
    this.outbox = outbox;
    this.nameOf = nameOf;
    this.element = byId("refused", HTMLElement);
    this.again = byId("refused-retry", HTMLButtonElement);
    this.forget = byId("refused-forget", HTMLButtonElement);
    this.again.addEventListener("click", () => this.#retry());
    byId("refused-download", HTMLButtonElement).addEventListener("click", () => this.#download());
    this.forget.addEventListener("click", () => outbox.forget(this.#rows));
  }

  /** @param {OutboxState} state */
  show({ waiting, refused, trouble }) {
    if (this.#trying === "sent" && (trouble || !waiting)) {
      this.#trying = "";
      this.#triedAt = clock();
    }
    // Until then the list stays, and with it the place of the person's focus.
    if (!this.#trying) this.#draw(refused);
  }

  /** @param {Row[]} rows */
  #draw(rows) {
    this.#rows = rows;
    this.#press(false);
    if (!rows.length) return this.#hide();
    const tried = this.#triedAt && `, tried again ${this.#triedAt}`;
    byId("refused-count", HTMLElement).textContent = `${plural(rows.length, "change")} could not be saved${tried}`;
    byId("refused-rows", HTMLElement).replaceChildren(...this.#lines(rows));
    this.forget.disabled = !rows.every(({ seq }) => this.#given.has(seq));
    this.element.hidden = false;
  }

  #hide() {
    const held = this.element.contains(document.activeElement);
    this.element.hidden = true;
    this.#triedAt = "";
    if (held) (document.getElementById("art") ?? byId("main", HTMLElement)).focus({ preventScroll: true });
  }

  /** One line for all that would read the same. @param {Row[]} rows */
  #lines(rows) {
    const lines = new Map(rows.map((row) => [JSON.stringify([row.article, quoteOf(row), row.reason]), row]));
    return [...lines.values()].map((row) => this.#line(row));
  }

  /** @param {Row} row */
  #line(row) {
    const line = make("li");
    const words = make("q", "serif", quoteOf(row));
    words.dir = "auto";
    const what = row.article === this.outbox.article ? [] : [this.#linkTo(row.article)];
    if (words.textContent) what.push(words);
    for (const part of what) line.append(part, part === what.at(-1) ? ": " : ", ");
    line.append(row.reason ?? "");
    return line;
  }

  /** @param {string} article @returns {HTMLElement} */
  #linkTo(article) {
    const link = make("a", "", this.nameOf(article));
    link.href = `/articles/${article.split("/").map(encodeURIComponent).join("/")}`;
    link.dir = "auto";
    return link;
  }

  async #retry() {
    if (this.#trying) return;
    this.#trying = "moving";
    this.#press(true);
    await this.outbox.retry();
    this.#trying = "sent";
  }

  /** @param {boolean} on */
  #press(on) {
    this.again.setAttribute("aria-disabled", String(on));
    this.again.textContent = on ? "Trying again…" : "Try again";
  }

  /** Gives the refused changes as a file; only then may they leave the list. */
  #download() {
    const url = URL.createObjectURL(new Blob([JSON.stringify(this.#rows, null, 2)], { type: "application/json" }));
    const link = make("a");
    link.href = url;
    link.download = "not-saved.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    this.#given = new Set(this.#rows.map(({ seq }) => seq));
    this.forget.disabled = false;
  }
}

/** The words that an act was about, where it says them. @param {Row} row */
function quoteOf({ body }) {
  const text = (body.changes ?? []).map((/** @type {{text?: string}} */ change) => change.text).find(Boolean) ?? "";
  return text.length > FEW_WORDS ? `${text.slice(0, FEW_WORDS).replace(/\S*$/, "")}…` : text;
}
