// @ts-check
/** The verdicts in a row, one tick for each span of the author, and how many there are of each. */

/** @import { Sheet } from "./sheet.js" */
/** @import { Verdict } from "./types" */

import { byId, figure, make } from "../basics.js";
import { button, icon } from "../annotate/dom.js";
import { startOf } from "../annotate/model.js";

/** @type {Record<Verdict, string>} */
export const ICONS = { accepted: "check", rejected: "cross", changed: "arrow-right", "": "" };
/** @type {Record<Verdict, string>} */
const WORDS = { accepted: "accepted", rejected: "rejected", changed: "changed", "": "no verdict yet" };
const STATES = { open: "", submitted: "submitted", reviewed: "reviewed" };

export class Track {
  /** @type {Map<string, HTMLButtonElement>} */
  #ticks = new Map();

  /** @param {Sheet} sheet @param {(id: string) => void} onGo */
  constructor(sheet, onGo) {
    this.sheet = sheet;
    this.onGo = onGo;
    this.list = byId("track", HTMLElement);
  }

  /** @param {string} focused */
  draw(focused) {
    const spans = [...this.sheet.spans.values()].sort((a, b) => startOf(a) - startOf(b) || (a.id < b.id ? -1 : 1));
    this.#ticks = new Map(spans.map((span, at) => [span.id, this.#tick(span, at + 1)]));
    this.list.replaceChildren(...[...this.#ticks.values()].map(inLine));
    this.mark(focused);
    const count = (/** @type {Verdict} */ verdict) => spans.filter((span) => span.verdict === verdict).length;
    const given = /** @type {Verdict[]} */ (["accepted", "rejected", "changed"]).filter(count);
    const words = given.map((verdict) => `${figure(count(verdict))} ${verdict}`);
    const all = `${figure(spans.length - count(""))} of ${figure(spans.length)}`;
    byId("progress", HTMLElement).replaceChildren(all, make("span", "words", words.length ? ` · ${words.join(", ")}` : ""));
    const rest = byId("accept-rest", HTMLButtonElement);
    rest.disabled = !count("");
    rest.textContent = count("") ? `Accept the ${count("") === spans.length ? "" : "other "}${figure(count(""))}` : "All decided";
    byId("layer-status", HTMLElement).textContent = STATES[/** @type {keyof typeof STATES} */ (this.sheet.status)] ?? "";
  }

  /** @param {string} focused */
  mark(focused) {
    for (const [id, tick] of this.#ticks) {
      tick.tabIndex = id === focused ? 0 : -1;
      if (id === focused) tick.setAttribute("aria-current", "true");
      else tick.removeAttribute("aria-current");
    }
    this.#ticks.get(focused)?.parentElement?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }

  /** @param {{id: string, verdict: Verdict}} span @param {number} n */
  #tick({ id, verdict }, n) {
    const contested = this.sheet.contested.has(id);
    const tick = button("tick", verdict ? [icon(contested ? "flag" : ICONS[verdict])] : [make("span", "tick-number", String(n))], () => this.onGo(id));
    tick.ariaLabel = `Span ${n}: ${contested ? "contested" : WORDS[verdict]}`;
    tick.dataset.verdict = verdict;
    return tick;
  }
}

/** @param {HTMLElement} tick */
function inLine(tick) {
  const line = make("li");
  line.append(tick);
  return line;
}
