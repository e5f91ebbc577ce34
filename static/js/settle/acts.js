// @ts-check
/** What a reviewer does on the settle page: each act shows at once, is sent, and can be taken back. */

/** @import { SettleDesk } from "./desk.js" */
/** @import { Act, Case, Choice, Done, Pin, Reading, Target } from "./types" */

import { byId, plural } from "../basics.js";
import { newId } from "../annotate/commands.js";
import { say } from "../annotate/dom.js";

const NOTHING = -1;

export class Acts {
  /** @type {Done[]} */
  #done = [];
  /** @type {Done[]} */
  #undone = [];

  /** @param {SettleDesk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  /** Chooses for a case what a key stands for; the same once more opens it again. @param {string} key of the choice @param {string} [of] the case */
  choose(key, of = this.desk.open) {
    const one = this.desk.data.cases[of];
    // 0 leaves out, whoever said so.
    const choice = one?.choices.find((each) => each.key === key || (key === "0" && each.reading === NOTHING));
    if (!choice) return say(one ? `There is no choice ${key} here` : "Press N, or a case");
    if (one.outcome?.key === choice.key && one.settled) return this.reopen(of);
    return this.#settle(of, choice, wordsOf(choice), this.#pinOf(of, readingOf(one, choice), choice.reading !== NOTHING));
  }

  /** @param {string} of @param {Act} act @param {string} words @param {Pin[]} pins */
  #settle(of, { decisions, links }, words, pins) {
    const comment = this.desk.whyOf(of);
    const said = comment ? decisions.map((decision) => ({ ...decision, comment })) : decisions;
    this.#act({ decisions: said, links, pins, gold: this.#without(of) }, words, of);
    if (of === this.desk.open) this.desk.nextOpen(words);
  }

  /** Gives everybody's span of the open case another reading. @param {Reading} reading */
  take(reading) {
    const { open, data, standing } = this.desk;
    this.#settle(open, standing.reads(data.cases[open], reading), "another reading", this.#pinOf(open, reading, true));
  }

  /** Links the open case to what nobody linked it to. @param {Target} target */
  draw({ layer, span }) {
    const { open, data, standing } = this.desk;
    const one = data.cases[open];
    const id = newId();
    const linked = data.cases[open.slice(0, open.lastIndexOf("/"))];
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
    return (this.desk.data.cases[of]?.own ?? []).map((id) => ({ delete: "relation", id }));
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

  /** What is pinned with a case, if that was asked for. @param {string} of @param {Reading | undefined} reading @param {boolean} holds @returns {Pin[]} */
  #pinOf(of, reading, holds) {
    const reason = this.desk.whyOf(of);
    if (!reading || !reason || !this.desk.isPinned(of)) return [];
    return [{ id: newId(), ...reading, holds, reason }];
  }

  /** Pins the open case as a precedent: now if it is settled, else when it will be. */
  pin() {
    const { open, data } = this.desk;
    const one = data.cases[open];
    if (!one?.readings) return say("Only what was labelled can be pinned");
    if (!this.desk.whyOf(open)) {
      this.desk.askWhy("Write the sentence first, then press F");
      return undefined;
    }
    this.desk.togglePin(open);
    if (!one.settled || !one.outcome) return undefined;
    const pins = this.#pinOf(open, one.outcome.reading, !one.outcome.out);
    this.desk.togglePin(open, false);
    this.#send({ decisions: [], links: [], pins });
    return say("Pinned; it stands in the guidelines");
  }

  /** @param {Act} act @param {string} words @param {string} key @param {Act} [back] */
  #act(act, words, key, back = this.desk.standing.back(act)) {
    this.#done.push({ forth: { ...act, pins: [] }, back, words, key });
    this.#undone = [];
    this.#send(act);
    say(words);
  }

  /** @param {boolean} redo */
  back(redo) {
    const [from, to] = redo ? [this.#undone, this.#done] : [this.#done, this.#undone];
    const act = from.pop();
    if (!act) return say(redo ? "Nothing to redo" : "Nothing to undo");
    to.push(act);
    this.#send(redo ? act.forth : act.back);
    this.desk.focus(act.key, true);
    return say(`${redo ? "Done again" : "Undone"}: ${act.words}`);
  }

  /** @param {Act} act */
  #send(act) {
    const { standing, outbox, data } = this.desk;
    const body = { id: newId(), by: data.me, ...standing.guarded(act), pins: act.pins ?? [], draws: act.draws ?? [], gold: act.gold ?? [] };
    standing.apply(act);
    this.desk.show();
    this.drawButtons();
    outbox.add("settling", body, { id: body.id, words: "", focus: "" });
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

/** @param {Choice} choice */
function wordsOf({ people, words }) {
  return [people.map(({ initials }) => initials).join(", "), words].filter(Boolean).join(", ");
}
