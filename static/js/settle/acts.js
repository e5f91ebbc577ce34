// @ts-check
/** What a reviewer does on the settle page: each act shows at once, is sent, and can be taken back. */

/** @import { SettleDesk } from "./desk.js" */
/** @import { Act, Case, Choice, Done, Drawn, Own, Pin, Reading, Seen, Target } from "./types" */

import { byId, plural } from "../basics.js";
import { newId } from "../annotate/commands.js";
import { say } from "../annotate/dom.js";
import { Pins } from "./pins.js";
import { wordsOf } from "./provisional.js";

const NOTHING = -1;
const ALL = -2;

export class Acts {
  /** How many there were. */
  count = 0;
  /** @type {Done[]} */
  #done = [];
  /** @type {Done[]} */
  #undone = [];

  /** @param {SettleDesk} desk */
  constructor(desk) {
    this.desk = desk;
    this.pins = new Pins(desk);
  }

  /** Chooses for a case what a key stands for; the same once more opens it again. @param {string} key of the choice @param {string} [of] the case */
  choose(key, of = this.desk.open) {
    const one = this.desk.data.cases[of];
    // 0 leaves out, whoever said so.
    const choice = one?.choices.find((each) => each.key === key || (key === "0" && each.reading === NOTHING));
    if (!choice) return say(one ? `There is no choice ${key} here` : "Press N, or a case");
    if (one.outcome?.key === choice.key && one.settled) return this.reopen(of);
    const { reading } = choice;
    if (reading !== ALL) return this.#settle(of, choice, wordsOf(choice), this.pins.of(of, readingOf(one, choice), reading !== NOTHING));
    const unpinned = this.pins.isMarked(of) ? ". Nothing is pinned: choose one reading to pin it" : "";
    return this.#settle(of, choice, `${wordsOf(choice)}${unpinned}`, []);
  }

  /** @param {string} of @param {Act} act @param {string} words @param {Pin[]} pins */
  #settle(of, { decisions, links }, words, pins) {
    const comment = this.desk.whyOf(of);
    const said = comment || this.desk.data.cases[of].why ? decisions.map((decision) => ({ ...decision, comment })) : decisions;
    this.#act({ decisions: said, links, pins, gold: this.#without(of) }, words, of);
    if (of === this.desk.open) this.desk.nextOpen(words);
  }

  /** Tells the authors why, of a case that is settled already: of an open one, its choice will. @param {string} of */
  explain(of) {
    const one = this.desk.data.cases[of];
    const comment = this.desk.whyOf(of);
    if (!one?.settled || comment === (one.why ?? "")) return;
    const decisions = this.desk.standing.given(one.members).map((each) => ({ ...each, comment }));
    if (decisions.length) this.#act({ decisions, links: [] }, "Why is told to the authors", of);
    one.why = comment;
  }

  /** Gives everybody's span of the open case another reading. @param {Reading} reading */
  take(reading) {
    const { open, data, standing } = this.desk;
    this.#settle(open, standing.reads(data.cases[open], reading), "another reading", this.pins.of(open, reading, true));
  }

  /** Links the open case to what nobody linked it to. @param {Target} target */
  draw({ layer, span }) {
    const { open, standing } = this.desk;
    const one = this.desk.data.cases[open];
    const id = newId();
    const linked = this.desk.from(open);
    const [from] = linked?.by_itself ? linked.members : standing.inGold(linked?.members ?? []);
    if (!from) return say("Settle the span first, then what it is linked to");
    const links = one.relations.map(([of, relation]) => ({ layer: of, relation, verdict: /** @type {const} */ ("rejected") }));
    const draws = [{ id, type: one.type ?? "", from: { layer: from[0], span: from[1] }, to: { layer, span } }];
    const back = { ...standing.back({ decisions: [], links }), gold: [{ delete: /** @type {const} */ ("relation"), id }] };
    this.#act({ decisions: [], links, draws }, "another source", open, back);
    return this.desk.nextOpen("Another source");
  }

  /** @param {string} [of] */
  reopen(of = this.desk.open) {
    const one = this.desk.data.cases[of];
    if (!one?.settled) return say("This case is open");
    return this.#act({ ...this.desk.standing.reopening(one), gold: this.#without(of) }, "opened again", of);
  }

  /** What takes the links that a reviewer drew here out of gold. @param {string} of @returns {{delete: "relation", id: string}[]} */
  #without(of) {
    return (this.desk.data.cases[of]?.own ?? []).map(({ id }) => ({ delete: "relation", id }));
  }

  /** Lets the majority decide all open cases that have one. */
  majority() {
    const { cases } = this.desk.data;
    const found = Object.values(cases).flatMap(({ settled, majority, choices }) => (settled ? [] : choices.filter(({ key }) => key === majority)));
    if (!found.length) return say("No open case has a majority");
    const act = { decisions: found.flatMap(({ decisions }) => decisions), links: found.flatMap(({ links }) => links) };
    this.#act(act, `${plural(found.length, "case")} settled by majority`, this.desk.open);
    return this.desk.nextOpen(`${plural(found.length, "case")} settled by majority`);
  }

  /** Pins the open case as a precedent. */
  pin() {
    const pins = this.pins.pin();
    if (pins.length) this.#act({ decisions: [], links: [], pins }, "Pinned; it stands in the guidelines", this.desk.open);
    this.desk.frame();
  }

  /** @param {Act} act @param {string} words @param {string} key @param {Act} [back] */
  #act(act, words, key, back = { ...this.desk.standing.back(act), draws: this.#lost(act) }) {
    const pins = (act.pins ?? []).map(({ id }) => id);
    if (pins.length) this.pins.went(key);
    const after = this.#send(act);
    this.#done.push({ forth: { ...act, pins: [] }, back, after, pins, words, key });
    this.#undone = [];
    this.drawButtons();
    say(words);
  }

  /** The links of a reviewer's own that an act takes out of gold: by name, or with a span at one end. @param {Act} act @returns {Drawn[]} */
  #lost({ decisions, gold = [] }) {
    const cases = Object.values(this.desk.data.cases);
    const decided = new Set(decisions.map(({ layer, span }) => `${layer}/${span}`));
    const touched = cases.flatMap(({ members }) => (members.some((at) => decided.has(at.join("/"))) ? members : []));
    const ends = new Set(touched.map((at) => at.join("/")));
    const own = cases.flatMap((one) => one.own ?? []);
    return own.filter(isWhole).filter(({ id, from, to }) => gold.some((each) => each.id === id) || [from, to].some(({ layer, span }) => ends.has(`${layer}/${span}`)));
  }

  /** @param {boolean} redo */
  back(redo) {
    const [from, to] = redo ? [this.#undone, this.#done] : [this.#done, this.#undone];
    const done = from.pop();
    if (!done) return say(redo ? "Nothing to redo" : "Nothing to undo");
    to.push(done);
    const act = redo ? done.forth : done.back;
    // What stands there by now may be somebody else's: it is only undone if it is what this page left.
    if ([act.decisions, act.links, act.draws ?? [], act.gold ?? []].some(({ length }) => length)) done.after = this.#send(act, done.after);
    this.pins.take(done.pins, redo);
    this.drawButtons();
    this.desk.focus(done.key, true);
    return say(`${redo ? "Done again" : "Undone"}: ${done.words}`);
  }

  /** Shows and sends an act: what stands after it. @param {Act} act @param {Seen} [seen] */
  #send(act, seen = this.desk.standing.seen(act)) {
    const { standing, outbox, data } = this.desk;
    const { pins = [], draws = [], gold = [] } = act;
    const decisions = act.decisions.map((each, at) => ({ ...each, ...seen.spans[at] }));
    const links = act.links.map((each, at) => ({ ...each, ...seen.links[at] }));
    const body = { id: newId(), by: data.me, people: data.people, decisions, links, pins, draws, gold };
    this.count += 1;
    standing.apply(act);
    this.#own(act);
    this.desk.show(act);
    outbox.add("settling", body, { id: body.id, words: "", focus: "" });
    return standing.seen(act);
  }

  /** Which links of their own a reviewer has now. @param {Act} act */
  #own({ draws = [], gold = [] }) {
    const gone = new Set([...draws, ...gold].map(({ id }) => id));
    for (const [key, one] of Object.entries(this.desk.data.cases)) {
      if (!one.type) continue;
      const starts = new Set(this.desk.from(key)?.members.map((at) => at.join("/")));
      const here = draws.filter(({ type, from }) => type === one.type && starts.has(`${from.layer}/${from.span}`));
      one.own = [...(one.own ?? []).filter(({ id }) => !gone.has(id)), ...here];
    }
  }

  /** The way back is lost: what stands now is not what these acts led to. */
  forget() {
    this.#done = [];
    this.#undone = [];
    this.drawButtons();
  }

  drawButtons() {
    for (const [id, list] of Object.entries({ undo: this.#done, redo: this.#undone })) {
      byId(id, HTMLElement).setAttribute("aria-disabled", String(!list.length));
    }
  }
}

/** What is pinned when this is chosen: the reading, or what it was that is none. @param {Case} one @param {Choice} choice */
function readingOf({ readings }, { reading }) {
  return readings?.[Math.max(0, reading)];
}

/** Whether a link may be drawn again. @param {Own} link @returns {link is Drawn} */
function isWhole(link) {
  return Boolean(link.from && link.to);
}
