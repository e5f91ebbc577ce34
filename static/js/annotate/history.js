// @ts-check
/**
 * Undo and redo, over this page's acts and, before those, the layer's history as the server has it.
 *
 * The rule, one for both: an act that takes others back names them, and is never undone itself.
 * Undo takes back the newest act that no living undo names. Redo takes back the newest living undo,
 * if nothing else was done since. So an undo is an act like any other, for the journal and for the
 * other tabs, and pressing the key again never goes to and fro.
 */

/** @import { Acts, Past } from "./types" */
/** @import { Desk } from "./desk.js" */

import { byId } from "../basics.js";
import { say } from "./dom.js";
import { inverseOf, pastOf, readAction, readHistory } from "./history-actions.js";
import { saidOf } from "./history-words.js";
import { makeTimeline } from "./timeline.js";

/** What the server takes as one act. */
const MOST_CHANGES = 10_000;

/** @param {Desk} desk @returns {Acts} */
export function makeHistory(desk) {
  const back = new Back(desk);
  desk.onChanges(() => back.drawButtons());
  return { undo: () => back.step(false), redo: () => back.step(true), ...makeTimeline(desk) };
}

class Back {
  /** What was done before the page began, as far as it was asked for, newest first. @type {Past[]} */
  #older = [];
  /** From where on the server has more, 0 when it has not. */
  #cursor;
  /** @type {Promise<void>} */
  #asking = Promise.resolve();
  #waiting = 0;

  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.#cursor = desk.data.history ?? 0;
  }

  drawButtons() {
    const next = { undo: this.#next(false) || this.#cursor, redo: this.#next(true) };
    for (const [id, can] of Object.entries(next)) byId(id, HTMLElement).setAttribute("aria-disabled", String(!can));
  }

  /** @param {boolean} redo */
  step(redo) {
    this.desk.card.flush();
    const found = this.#waiting ? undefined : this.#next(redo);
    if (found?.at(-1)?.inverse) return this.#carryOut(found, redo);
    this.#waiting += 1;
    this.#asking = this.#asking.then(() => this.#stepLater(redo)).finally(() => (this.#waiting -= 1));
  }

  /** The same where the server has to be asked first. @param {boolean} redo */
  async #stepLater(redo) {
    const { acts } = this.desk.commands;
    const before = acts.length;
    let found = this.#next(redo);
    try {
      while (!found && this.#cursor && !(redo && this.#stopsRedo())) {
        await this.#ask();
        found = this.#next(redo);
      }
      const last = found?.at(-1);
      if (last && !last.inverse) last.inverse = inverseOf((await readAction(this.desk, last.id)).changes);
    } catch {
      return say("The server does not answer; what was done before can be undone when it does");
    }
    // Whoever labelled meanwhile did not mean that.
    if (acts.length !== before) return;
    if (found) this.#carryOut(found, redo);
    else say(redo ? "Nothing to redo" : "Nothing to undo");
  }

  /** @returns {Generator<Past>} */
  *#newestFirst() {
    const { acts } = this.desk.commands;
    for (let at = acts.length - 1; at >= 0; at -= 1) yield acts[at];
    const known = new Set(acts.map(({ id }) => id));
    for (const act of this.#older) if (!known.has(act.id)) yield act;
  }

  /** The act to take back, with those that count as one with it, newest first. @param {boolean} redo @returns {Past[] | undefined} */
  #next(redo) {
    const gone = new Set();
    /** @type {Past[]} */
    const found = [];
    for (const act of this.#newestFirst()) {
      const names = [...(act.undoes ?? []), ...(act.redoes ?? [])];
      if (redo && !names.length) return undefined;
      if (gone.has(act.id)) continue;
      for (const id of names) gone.add(id);
      if (redo && act.undoes?.length) return [act];
      if (names.length) continue;
      if (found.length && (!act.merge || act.merge !== found[0].merge)) break;
      found.push(act);
      if (!act.merge) break;
    }
    return found.length ? found : undefined;
  }

  /** Whether something was done after which nothing is to be done again. */
  #stopsRedo() {
    return [...this.#newestFirst()].some(({ undoes, redoes }) => !undoes?.length && !redoes?.length);
  }

  /** @param {Past[]} found @param {boolean} redo */
  #carryOut(found, redo) {
    const { commands, data } = this.desk;
    const [{ action, focus, toggle }, last] = [found[0], found[found.length - 1]];
    const changes = last.inverse ?? [];
    if (action && action.by !== data.me) return say(`Before this, ${action.by} changed these labels. Press H to go back further`);
    if (changes.length > MOST_CHANGES) return say("This is too much for one step; press H and go back there");
    const words = action ? saidOf(this.desk, action) : found[0].words;
    const ids = found.map(({ id }) => id);
    const about = { words, focus, toggle, [redo ? "redoes" : "undoes"]: ids };
    commands.carryOut(changes, about, `${redo ? "Done again" : "Undone"}: ${words}`);
  }

  async #ask() {
    const { items, next } = await readHistory(this.desk, String(this.#cursor));
    this.#cursor = Number(next ?? 0);
    for (const item of items) {
      if (item.count || item.undoes.length || item.redoes.length) this.#older.push(pastOf(item, this.#older.at(-1)));
    }
  }
}
