// @ts-check
/** Says whether all is saved, and plainly when it is not. */

/** @import { OutboxState, Trouble } from "./types" */
/** @import { Outbox } from "./outbox.js" */
/** @import { RefusedList } from "./refused.js" */

import { byId, plural } from "../basics.js";

const PATIENCE_MS = 400;

export class Status {
  #timer = 0;

  /**
   * @param {Outbox} outbox
   * @param {() => Promise<RefusedList>} makeList asked for when something was refused
   * @param {boolean} [quiet] says nothing as long as there was nothing to send
   */
  constructor(outbox, makeList, quiet = false) {
    this.outbox = outbox;
    this.makeList = makeList;
    this.quiet = quiet;
    /** @type {RefusedList | undefined} */
    this.list = undefined;
    this.line = byId("net", HTMLElement);
  }

  /** @param {OutboxState} state */
  async #showRefused(state) {
    this.state = state;
    if (!this.list && state.refused.length) {
      const list = await this.makeList();
      this.list ??= list;
    }
    this.list?.show(this.state);
  }

  /** @param {OutboxState} state */
  show(state) {
    this.#showRefused(state).catch(() => {}); // The next news fetch it again.
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
    this.line.dataset.state = sentence && kind;
    const words = byId("net-words", HTMLElement);
    if (words.textContent !== sentence) words.textContent = sentence;
    byId("net-signin", HTMLElement).hidden = state.trouble !== "signin" && state.trouble !== "person";
    // There the list stands right below, with the same words over it.
    if (this.quiet) this.line.classList.toggle("visually-hidden", !state.waiting && state.refused.length > 0);
  }

  /** @param {OutboxState} state @returns {["saved" | "saving" | "trouble", string]} */
  #sentence({ waiting, refused, trouble, durable, savedAt, sent }) {
    const many = plural(waiting, "change");
    const kept = durable ? `${many} kept on this computer` : `${many} only on this page, not yet saved: do not close it`;
    const later = durable ? `${kept}, not yet saved: ` : `${kept}; `;
    if (trouble === "signin") return ["trouble", `${later}you are signed out.`];
    if (trouble === "silent") return ["trouble", durable ? `${later}the server does not answer` : kept];
    if (trouble) return ["trouble", `${kept}${durable ? ":" : ";"} ${this.#strange(trouble, waiting)}`];
    if (waiting) return ["saving", "Saving…"];
    if (refused.length) return ["trouble", `${plural(refused.length, "change")} could not be saved`];
    if (this.quiet) return ["saved", sent ? `Saved ${savedAt}: ${plural(sent, "change")} from this computer` : ""];
    return ["saved", savedAt ? `Saved ${savedAt}` : "All saved"];
  }

  /** @param {Trouble} trouble @param {number} waiting */
  #strange(trouble, waiting) {
    if (trouble === "project") return "another project answers at this address";
    return `sign in as ${this.outbox.me} again to send ${waiting > 1 ? "them" : "it"}`;
  }
}
