// @ts-check
/** The settle page's state: which case is open, what is shown, and what the server last said. */

/** @import { SettleData } from "./types" */
/** @import { Step } from "../annotate/types" */

import { byId } from "../basics.js";
import { refresh } from "../live.js";
import { say } from "../annotate/dom.js";
import { Outbox } from "../annotate/outbox.js";
import { RefusedList } from "../annotate/refused.js";
import { Status } from "../annotate/status.js";
import { Acts } from "./acts.js";
import { Another } from "./another.js";
import { StandingOf } from "./standing.js";
import { Targets } from "./targets.js";

/** Tried again, a decision is meant for what stands there by now. @param {{body: any}} row */
function unguarded({ body }) {
  const decisions = body.decisions.map((/** @type {any} */ { version, was, decided_at, ...decision }) => decision);
  const links = body.links.map((/** @type {any} */ { was, ...link }) => link);
  return { body: { ...body, decisions, links } };
}

/** @returns {SettleData} */
const read = () => JSON.parse(byId("page-data", HTMLElement).textContent ?? "");

export class SettleDesk {
  /** The key of the case that is framed. */
  open = "";
  /** What is written beside a case and not sent. @type {Map<string, string>} */
  #why = new Map();
  /** The cases to be pinned when they are settled. @type {Set<string>} */
  #pinned = new Set();
  #sent = 0;

  constructor() {
    this.data = read();
    this.standing = new StandingOf(this.data);
    const { project, me, article } = this.data;
    this.outbox = new Outbox({ project, me, article: `${article}/settle` }, {
      onState: (state) => {
        this.status.show(state);
        if (!state.waiting && state.sent !== this.#sent) void this.renew();
        this.#sent = state.sent;
      },
      onRow: () => {},
      onLayer: () => {
        this.acts.forget();
        void this.renew();
      },
      rebase: async () => ({ rebased: /** @type {any} */ (unguarded) }),
    });
    this.status = new Status(this.outbox, async () => new RefusedList(this.outbox));
    this.another = new Another();
    this.acts = new Acts(this);
    this.targets = new Targets((target) => void this.acts.draw(target));
    byId("cases", HTMLElement).addEventListener("input", ({ target }) => {
      if (target instanceof HTMLInputElement) this.#why.set(this.open, target.value);
    });
  }

  /** The cases in the order of the text. @returns {HTMLElement[]} */
  get cases() {
    return [...document.querySelectorAll("#cases > .case")].filter((one) => one instanceof HTMLElement);
  }

  /** @param {string} key @returns {HTMLElement | undefined} */
  element(key) {
    return this.cases.find(({ dataset }) => dataset.key === key);
  }

  /** Shows what the server has now. What waits to be sent is not in it yet, so it waits too. */
  async renew() {
    if (this.another.isOpen || this.targets.isOpen || (await this.outbox.unsent()).length) return;
    await refresh();
    if ((await this.outbox.unsent()).length) return;
    this.data = read();
    this.standing = new StandingOf(this.data);
    const had = document.activeElement === document.body;
    this.#frame();
    if (had && this.open) this.element(this.open)?.focus({ preventScroll: true });
  }

  /** Frames a case. @param {string} key @param {boolean} scroll @param {string} [said] what was just done */
  focus(key, scroll, said = "") {
    this.another.close();
    this.open = key;
    this.#frame();
    const element = this.element(key);
    if (!element) return;
    if (!element.contains(document.activeElement)) element.focus({ preventScroll: true });
    if (scroll) element.scrollIntoView({ block: "nearest" });
    const head = element.querySelector(".case-head > span")?.textContent?.trim() ?? "";
    say(`${said && `${said}. `}${head}`);
  }

  #frame() {
    for (const one of this.cases) {
      const open = one.dataset.key === this.open;
      one.toggleAttribute("data-open", open);
      if (!open) continue;
      one.querySelector(".hull")?.scrollIntoView({ block: "nearest" });
      const field = one.querySelector("input[data-why]");
      if (field instanceof HTMLInputElement && document.activeElement !== field) field.value = this.whyOf(this.open);
      one.querySelector("[data-run=pin]")?.setAttribute("aria-pressed", String(this.isPinned(this.open)));
    }
  }

  /** @param {Step} direction */
  step(direction) {
    const { cases } = this;
    const at = cases.findIndex(({ dataset }) => dataset.key === this.open);
    const next = cases[at < 0 ? 0 : at + direction];
    if (next) this.focus(next.dataset.key ?? "", true);
    else say(direction > 0 ? "This was the last case" : "This was the first case");
  }

  /** Goes to the next case that is not settled, from here on and then from the top. @param {string} [said] what was just done */
  nextOpen(said = "") {
    const { cases } = this;
    const at = cases.findIndex(({ dataset }) => dataset.key === this.open);
    const waits = (/** @type {HTMLElement} */ { dataset }) => !this.data.cases[dataset.key ?? ""]?.settled;
    const next = [...cases.slice(at + 1), ...cases.slice(0, at + 1)].find(waits);
    if (next) this.focus(next.dataset.key ?? "", true, said);
    else {
      this.focus("", false);
      say(`${said && `${said}. `}All cases are settled`);
    }
    return Boolean(next);
  }

  /** Shows at once what an act decides; the server's own words follow. */
  show() {
    const { spans, relations } = this.standing;
    for (const [key, one] of Object.entries(this.data.cases)) {
      const decided = one.members.every((at) => spans.get(at.join("/"))?.verdict);
      const linked = one.relations.every((at) => relations.get(at.join("/")));
      one.settled = decided && linked;
      this.element(key)?.toggleAttribute("data-settled", one.settled);
    }
    this.#frame();
  }

  /** What is written beside a case. @param {string} key */
  whyOf(key) {
    return (this.#why.get(key) ?? "").trim();
  }

  /** @param {string} words why it is asked for */
  askWhy(words = "") {
    const field = this.element(this.open)?.querySelector("input[data-why]");
    if (field instanceof HTMLInputElement) field.focus();
    if (words) say(words);
  }

  /** @param {string} key */
  isPinned(key) {
    return this.#pinned.has(key);
  }

  /** @param {string} key @param {boolean} [pinned] */
  togglePin(key, pinned = !this.#pinned.has(key)) {
    if (pinned) this.#pinned.add(key);
    else this.#pinned.delete(key);
    this.#frame();
  }
}
