// @ts-check
/** Says whether all is saved, and plainly when it is not. */

/** @import { OutboxState, Row, Trouble } from "./types" */
/** @import { Outbox } from "./outbox.js" */

import { byId, make, plural } from "../basics.js";

const PATIENCE_MS = 400;

export class Status {
  #timer = 0;

  /** @param {Outbox} outbox */
  constructor(outbox) {
    this.outbox = outbox;
    this.line = byId("net", HTMLElement);
    this.list = byId("refused", HTMLElement);
    this.forget = byId("refused-forget", HTMLButtonElement);
    byId("refused-download", HTMLButtonElement).addEventListener("click", () => this.#download());
    this.forget.addEventListener("click", () => outbox.forget());
  }

  /** @type {OutboxState | null} */
  #state = null;

  /** @param {OutboxState} state */
  show(state) {
    this.#state = state;
    this.#showRefused(state);
    clearTimeout(this.#timer);
    const quick = state.waiting && !state.trouble && state.durable;
    if (quick && this.line.dataset.state !== "trouble") this.#timer = setTimeout(() => this.#write(state), PATIENCE_MS);
    else this.#write(state);
  }

  /** Why the page was not left; the next news of the outbox stands over it. */
  stay() {
    this.line.dataset.state = "trouble";
    byId("net-words", HTMLElement).textContent = "The server does not answer: stay here, all is kept";
  }

  /** @param {OutboxState} state */
  #write(state) {
    const [kind, sentence] = this.#sentence(state);
    this.line.dataset.state = kind;
    const words = byId("net-words", HTMLElement);
    if (words.textContent !== sentence) words.textContent = sentence;
    byId("net-signin", HTMLElement).hidden = state.trouble !== "signin" && state.trouble !== "person";
  }

  /** @param {OutboxState} state @returns {["saved" | "saving" | "trouble", string]} */
  #sentence({ waiting, refused, trouble, durable, savedAt }) {
    const many = plural(waiting, "change");
    const kept = durable ? `${many} kept on this computer` : `${many} only on this page, not yet saved: do not close it`;
    const later = durable ? `${kept}, not yet saved: ` : `${kept}; `;
    if (trouble === "signin") return ["trouble", `${later}you are signed out.`];
    if (trouble === "silent") return ["trouble", durable ? `${later}the server does not answer` : kept];
    if (trouble) return ["trouble", `${kept}${durable ? ":" : ";"} ${this.#strange(trouble, waiting)}`];
    if (waiting) return ["saving", "Saving…"];
    if (refused.length) return ["trouble", couldNot(refused)];
    return ["saved", savedAt ? `Saved ${savedAt}` : "All saved"];
  }

  /** @param {Trouble} trouble @param {number} waiting */
  #strange(trouble, waiting) {
    if (trouble === "project") return "another project answers at this address";
    return `sign in as ${this.outbox.me} again to send ${waiting > 1 ? "them" : "it"}`;
  }

  /** @param {OutboxState} state */
  #showRefused({ refused }) {
    this.list.hidden = !refused.length;
    if (!refused.length) return;
    byId("refused-count", HTMLElement).textContent = couldNot(refused);
    const rows = refused.map(({ reason, article }) => make("li", "", article === this.outbox.article ? reason : `${article}: ${reason}`));
    byId("refused-rows", HTMLElement).replaceChildren(...rows);
  }

  /** Gives the refused changes as a file; only then may they leave the list. */
  #download() {
    const rows = this.#state?.refused ?? [];
    const url = URL.createObjectURL(new Blob([JSON.stringify(rows, null, 2)], { type: "application/json" }));
    const link = make("a");
    link.href = url;
    link.download = "not-saved.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    this.forget.disabled = false;
  }
}

/** @param {Row[]} refused */
const couldNot = (refused) => `${plural(refused.length, "change")} could not be saved`;
