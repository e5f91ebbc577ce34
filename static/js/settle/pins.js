// @ts-check
/** Cases that are pinned as precedents: with the act that settles them, and back with it. */

/** @import { SettleDesk } from "./desk.js" */
/** @import { Pin, Reading } from "./types" */

import { call, sentenceOf } from "../api.js";
import { newId } from "../annotate/commands.js";
import { say } from "../annotate/dom.js";
import { emptied } from "../judging.js";
import { toast } from "../page.js";

/** The key of the choice that keeps all readings. */
const ALL = "B";
/** The most characters that a precedent has, as domain/precedents.py says. */
const LONGEST = 2_000;

export class Pins {
  /** The cases to be pinned when they are settled. @type {Set<string>} */
  #marked = new Set();
  /** Told to the server one after another. */
  #told = Promise.resolve();

  /** @param {SettleDesk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  /** @param {string} key */
  isMarked(key) {
    return this.#marked.has(key);
  }

  /** What is pinned with a case, if that was asked for. @param {string} key @param {Reading | undefined} reading @param {boolean} holds @returns {Pin[]} */
  of(key, reading, holds) {
    const reason = this.desk.whyOf(key);
    if (!reading || !reason || !this.#marked.has(key)) return [];
    // The decision must not be refused for it.
    const length = reading.fragments.reduce((sum, [start, end]) => sum + end - start + 1, -1);
    if (length > LONGEST) return this.#no("Not pinned: a precedent has 2,000 characters at most");
    return [{ id: newId(), ...reading, holds, reason }];
  }

  /** Pins the open case: now if it is settled, else when it will be. @returns {Pin[]} what is pinned now */
  pin() {
    const { open, data } = this.desk;
    const one = data.cases[open];
    if (!one?.readings) return this.#no("Only what was labelled can be pinned");
    if (!this.desk.whyOf(open)) {
      this.desk.askWhy("Write the sentence first, then press F");
      return [];
    }
    const { settled, outcome } = one;
    if (settled && outcome?.key === ALL) return this.#no("Choose one reading to pin it");
    if (this.#marked.has(open)) this.#marked.delete(open);
    else this.#marked.add(open);
    const pins = settled && outcome ? this.of(open, outcome.reading, !outcome.out) : [];
    if (pins.length) this.went(open);
    return pins;
  }

  /** @param {string} words @returns {Pin[]} */
  #no(words) {
    say(words);
    toast(words);
    return [];
  }

  /** The mark went with an act. @param {string} key */
  went(key) {
    this.#marked.delete(key);
  }

  /** Takes away what was pinned, or brings it back. @param {string[]} ids @param {boolean} restore */
  take(ids, restore) {
    for (const id of ids) {
      this.#told = this.#told.then(async () => {
        // It may still be on its way; what is not there could not be taken away.
        if (!(await emptied(this.desk.outbox))) return toast("The precedent stays as it is: the server does not answer", { failed: true });
        const done = restore ? call("POST", `/api/precedents/${id}/restore`) : call("DELETE", `/api/precedents/${id}`);
        return done.catch((error) => toast(sentenceOf(error), { failed: true }));
      });
    }
  }
}
