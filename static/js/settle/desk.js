// @ts-check
/** The settle page's state: which case is open, what is shown, and what the server last said. */

/** @import { Act, Case, SettleData } from "./types" */
/** @import { Step } from "../annotate/types" */

import { byId } from "../basics.js";
import { refresh } from "../live.js";
import { say } from "../annotate/dom.js";
import { Outbox } from "../annotate/outbox.js";
import { rebased } from "../annotate/rebase.js";
import { RefusedList } from "../annotate/refused.js";
import { Status } from "../annotate/status.js";
import { Acts } from "./acts.js";
import { Another } from "./another.js";
import { Busy } from "./busy.js";
import { drawCase, drawDone } from "./provisional.js";
import { StandingOf } from "./standing.js";
import { Targets } from "./targets.js";

/** @returns {SettleData} */
const read = () => JSON.parse(byId("page-data", HTMLElement).textContent ?? "");

export class SettleDesk {
  /** The key of the case that is framed. */
  open = "";
  /** What is written beside a case and not sent. @type {Map<string, string>} */
  #why = new Map();
  #sent = 0;
  /** How many of the cases were settled as the server drew them. */
  #then = 0;
  /** Whether the page is to be drawn anew as soon as nothing keeps it from that. */
  #due = false;
  /** Whether it shows what the server has not said. */
  #ahead = false;

  constructor() {
    this.data = read();
    this.standing = new StandingOf(this.data);
    this.#then = this.#settled();
    const { project, me, article } = this.data;
    this.outbox = new Outbox({ project, me, article: `${article}/settle` }, {
      onState: (state) => {
        this.status.show(state);
        this.#due ||= state.sent !== this.#sent;
        this.#sent = state.sent;
        this.#catchUp();
      },
      onRow: () => {},
      onLayer: () => {
        this.acts.forget();
        this.#ahead = true;
        void this.renew();
      },
      rebase: async () => ({ rebased }),
    });
    this.status = new Status(this.outbox, async () => new RefusedList(this.outbox));
    this.busy = new Busy(() => this.#catchUp());
    this.another = new Another(() => this.#catchUp());
    this.acts = new Acts(this);
    this.targets = new Targets((target) => void this.acts.draw(target));
    const cases = byId("cases", HTMLElement);
    cases.addEventListener("input", ({ target }) => {
      if (target instanceof HTMLInputElement) this.#why.set(this.open, target.value);
    });
    cases.addEventListener("change", ({ target }) => {
      const one = target instanceof HTMLInputElement && target.closest(".case");
      if (one instanceof HTMLElement) this.acts.explain(one.dataset.key ?? "");
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

  /** The case that the links of a case lead from. @param {string} key @returns {Case | undefined} */
  from(key) {
    return this.data.cases[key]?.type ? this.data.cases[key.slice(0, key.lastIndexOf("/"))] : undefined;
  }

  /** Shows what the server has now; later, if something keeps it from that. */
  async renew() {
    const { count } = this.acts;
    this.#due = true;
    if (!(await this.#mayRenew())) return;
    this.#due = false;
    const may = async () => (await this.#mayRenew()) && this.acts.count === count;
    const done = await refresh({ may, whole: this.#ahead, draw: () => this.#redraw() }).catch(() => false);
    this.#due ||= !done;
  }

  /** What waits to be sent is not in what the server has, and what is being done would be lost. */
  async #mayRenew() {
    const unsent = await this.outbox.unsent();
    return !unsent.length && !this.busy.is && !this.another.isOpen && !this.targets.isOpen;
  }

  #catchUp() {
    if (this.#due) void this.renew();
  }

  #redraw() {
    this.data = read();
    this.standing = new StandingOf(this.data);
    this.#ahead = false;
    this.#then = this.#settled();
    this.frame();
  }

  /** Frames a case. @param {string} key @param {boolean} scroll @param {string} [said] what was just done */
  focus(key, scroll, said = "") {
    const opened = key !== this.open;
    this.another.close();
    this.open = key;
    this.frame();
    const element = this.element(key);
    if (!element) return;
    if (!element.contains(document.activeElement)) element.focus({ preventScroll: true });
    if (opened) bringHull(element);
    if (scroll) element.scrollIntoView({ block: "nearest" });
    const head = element.querySelector(".case-head > span")?.textContent?.trim() ?? "";
    say(`${said && `${said}. `}${head}`);
  }

  frame() {
    for (const one of this.cases) {
      const open = one.dataset.key === this.open;
      one.toggleAttribute("data-open", open);
      if (!open) continue;
      const field = one.querySelector("input[data-why]");
      if (field instanceof HTMLInputElement && document.activeElement !== field) field.value = this.whyOf(this.open);
      one.querySelector("[data-run=pin]")?.setAttribute("aria-pressed", String(this.acts.pins.isMarked(this.open)));
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

  /** Shows at once what an act decides; the server's own words follow. @param {Act} act */
  show(act) {
    const said = [...act.decisions.map(({ layer, span }) => `${layer}/${span}`), ...act.links.map(({ layer, relation }) => `/${layer}/${relation}`)];
    const touched = new Set(said);
    const isTouched = (/** @type {Case | undefined} */ one) => one?.members.some((at) => touched.has(at.join("/"))) || one?.relations.some((at) => touched.has(`/${at.join("/")}`));
    const { standing } = this;
    for (const [key, one] of Object.entries(this.data.cases)) {
      const from = this.from(key);
      if (!isTouched(one) && !isTouched(from)) continue;
      one.settled = standing.isSettled(one, from);
      one.outcome = one.settled ? standing.outcome(one) : null;
      const element = this.#row(key);
      if (element) drawCase(element, one, key);
    }
    this.#ahead = true;
    drawDone(this.#settled() - this.#then);
    this.frame();
  }

  #settled() {
    return this.cases.filter(({ dataset }) => "settled" in dataset).length;
  }

  /** A case, or a row of what is agreed. @param {string} key @returns {HTMLElement | undefined} */
  #row(key) {
    return [...document.querySelectorAll("#cases [data-key]")].filter((one) => one instanceof HTMLElement).find(({ dataset }) => dataset.key === key);
  }

  /** What is written beside a case. @param {string} key */
  whyOf(key) {
    return (this.#why.get(key) ?? this.data.cases[key]?.why ?? "").trim();
  }

  /** For who works without letters: the first thing that may be chosen. */
  focusChoices() {
    const first = this.element(this.open)?.querySelector(".choices button");
    if (first instanceof HTMLElement) first.focus({ preventScroll: true });
  }

  /** @param {string} words why it is asked for */
  askWhy(words = "") {
    const field = this.element(this.open)?.querySelector("input[data-why]");
    if (field instanceof HTMLInputElement) field.focus();
    if (words) say(words);
  }
}

/** Moves a long passage so that what is to be settled shows. @param {HTMLElement} element */
function bringHull(element) {
  const passage = element.querySelector(".passage");
  const hull = [...element.querySelectorAll(".hull")].find((one) => one.textContent);
  if (!passage || !hull) return;
  const [seen, whole] = [passage, hull].map((one) => one.getBoundingClientRect());
  if (whole.bottom > seen.bottom || whole.top < seen.top) passage.scrollTop += whole.top - seen.top - seen.height / 4;
}
