// @ts-check
/** The precedents that are nearest to the span under the eye. */

/** @import { Span } from "../annotate/types" */
/** @import { ReviewDesk } from "./desk.js" */

import { call } from "../api.js";
import { byId, make } from "../basics.js";

/** @typedef {{words: string, label: string, holds: boolean, reason: string, by: string}} Precedent */

const PAUSE_MS = 200;
const FEW = 2;

export class Near {
  /** @type {Map<string, Precedent[]>} what was found, by label and words */
  #found = new Map();
  #shown = "";
  #timer = 0;

  /** @param {ReviewDesk} desk */
  constructor(desk) {
    this.desk = desk;
    this.element = byId("near", HTMLElement);
    this.list = byId("near-list", HTMLElement);
  }

  /** @param {Span | undefined} span */
  show(span) {
    if (!this.desk.data.precedents) return;
    const words = span ? this.desk.text.words(span.fragments) : "";
    const asked = span ? `${span.label} ${words}` : "";
    if (asked === this.#shown) return;
    this.#shown = asked;
    clearTimeout(this.#timer);
    const known = this.#found.get(asked);
    this.#draw(known ?? []);
    // Who steps on quickly does not look for any.
    if (span && !known) this.#timer = window.setTimeout(() => void this.#fetch(asked, span.label, words), PAUSE_MS);
  }

  /** @param {string} asked @param {string} label @param {string} words */
  async #fetch(asked, label, words) {
    const query = new URLSearchParams({ like: words.slice(0, 2_000), label });
    const answer = await call("GET", `/api/precedents?${query}`).catch(() => null);
    if (!answer) return;
    const found = answer.items.slice(0, FEW);
    this.#found.set(asked, found);
    if (asked === this.#shown) this.#draw(found);
  }

  /** @param {Precedent[]} found */
  #draw(found) {
    this.list.replaceChildren(...found.map((one) => this.#line(one)));
    this.element.hidden = !found.length;
  }

  /** @param {Precedent} one */
  #line({ words, label, holds, reason, by }) {
    const known = this.desk.model.labelOf.get(label);
    const quoted = make("span", "serif", `“${words}”`);
    const said = make("span", "", reason);
    quoted.dir = said.dir = "auto";
    const line = make("li");
    line.append(quoted, holds ? " is " : " is not ", make("span", `chip label-${known?.n}`, known?.name ?? label), " ", said);
    line.append(make("span", "hint", ` · pinned by ${by}`));
    return line;
  }
}
