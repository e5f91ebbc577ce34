// @ts-check
/** What a reviewer decides: each act shows at once, is sent, and can be taken back on this page. */

/** @import { Fragment } from "../annotate/types" */
/** @import { ReviewDesk } from "./desk.js" */
/** @import { Body, Decided, Done, GoldChange, Verdict } from "./types" */

import { byId, plural } from "../basics.js";
import { newId } from "../annotate/commands.js";
import { say } from "../annotate/dom.js";
import { putSpan } from "../annotate/model.js";

const SAID = { accepted: "Accepted", rejected: "Rejected", changed: "Changed", "": "Verdict withdrawn" };

export class Decisions {
  /** @type {Done[]} */
  #done = [];
  /** @type {Done[]} */
  #undone = [];

  /** @param {ReviewDesk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  /** Gives the span under the eye a verdict, or takes that same verdict back. @param {"accepted" | "rejected"} verdict */
  decide(verdict) {
    const { sheet, slip, focused } = this.desk;
    const judged = sheet.spans.get(focused);
    if (sheet.gone.has(focused)) return this.#letGo(focused, verdict);
    if (!judged) return say("A reviewer added this one; press Del to remove it");
    const upheld = sheet.contested.has(judged.id);
    const given = judged.verdict === verdict && !upheld ? null : verdict;
    this.#act([{ span: judged.id, verdict: given, comment: slip.comment(judged) }], [], SAID[given ?? ""]);
    return given ? this.desk.nextUndecided(SAID[given]) : undefined;
  }

  /** Takes out of gold what its author has deleted. @param {string} id @param {Verdict} verdict */
  #letGo(id, verdict) {
    if (verdict === "accepted") return say("Its author deleted this span; press R to take it out of gold");
    this.#send({ decisions: [{ span: id, verdict: null }], gold: [] });
    return this.desk.nextUndecided("Taken out of gold");
  }

  /** @param {string} id @param {{label?: string, fragments?: Fragment[]}} change */
  change(id, change) {
    const judged = this.desk.sheet.spans.get(id);
    const now = this.desk.sheet.reading(id) ?? judged;
    if (!now) return;
    const wanted = { label: now.label, fragments: now.fragments, ...change };
    if (!judged) return this.#act([], [{ ...putSpan(now), ...wanted }], "Changed");
    const same = wanted.label === judged.label && String(wanted.fragments) === String(judged.fragments);
    const comment = this.desk.slip.comment(judged);
    if (same) this.#act([{ span: id, verdict: "accepted", comment }], [], SAID.accepted);
    else this.#act([{ span: id, verdict: "changed", comment, ...wanted }], [], SAID.changed);
  }

  /** A span that the author missed. @param {string} label @param {Fragment[]} fragments @returns {string} its id */
  add(label, fragments) {
    const id = newId();
    this.#act([], [{ put: "span", id, label, fragments, note: "", flags: [] }], "Added to gold");
    return id;
  }

  /** Removes the span under the eye, if a reviewer added it. */
  remove() {
    if (!this.desk.sheet.added.has(this.desk.focused)) return say("The author's span stays; press R to reject it");
    this.#act([], [{ delete: "span", id: this.desk.focused }], "Removed from gold");
    return this.desk.step(1);
  }

  acceptRest() {
    const rest = this.desk.sheet.undecided();
    if (!rest.length) return say("Every span has a verdict");
    const decisions = rest.map((span) => ({ span: span.id, verdict: /** @type {const} */ ("accepted"), comment: this.desk.slip.comment(span) }));
    return this.#act(decisions, [], `${plural(rest.length, "span")} accepted`);
  }

  /** Keeps a comment that was typed to a span with a verdict. @param {string} id @param {string} comment */
  remark(id, comment) {
    const { verdict, comment: before } = this.desk.sheet.asItIs(id);
    // Not its label and edges: another reviewer may have moved them since.
    if (verdict && before !== comment) this.#act([{ span: id, verdict, comment }], [], "Comment kept");
  }

  /** @param {Decided[]} decisions @param {GoldChange[]} gold @param {string} words */
  #act(decisions, gold, words) {
    const back = {
      decisions: decisions.map(({ span }) => this.desk.sheet.asItIs(span)),
      gold: gold.map((change) => this.#before(change)),
    };
    this.#done.push({ forth: { decisions, gold }, back, words, focus: this.desk.focused });
    this.#undone = [];
    this.#send({ decisions, gold });
    say(words);
  }

  /** @param {GoldChange} change @returns {GoldChange} */
  #before({ id }) {
    const span = this.desk.sheet.added.get(id);
    return span ? putSpan(span) : { delete: "span", id };
  }

  /** @param {boolean} redo */
  back(redo) {
    const [from, to] = redo ? [this.#undone, this.#done] : [this.#done, this.#undone];
    const act = from.pop();
    if (!act) return say(redo ? "Nothing to redo" : "Nothing to undo");
    to.push(act);
    this.#send(redo ? act.forth : act.back);
    this.desk.focus(act.focus, true);
    return say(`${redo ? "Done again" : "Undone"}: ${act.words}`);
  }

  /** @param {Pick<Body, "decisions" | "gold">} act */
  #send({ decisions, gold }) {
    const { sheet } = this.desk;
    const seen = decisions.map((decision) => {
      const span = sheet.spans.get(decision.span);
      const was = /** @type {Verdict | undefined} */ (span?.verdict);
      return { ...decision, version: span?.version, was, decided_at: sheet.decidedAt.get(decision.span) };
    });
    this.desk.show({ decisions, gold });
    const id = newId();
    this.desk.slip.sent(decisions);
    this.desk.outbox.add("reviews", { id, by: this.desk.data.me, decisions: seen, gold }, { id, words: "", focus: "" });
  }

  /** The way back is lost: what stands now is not what these acts led to. */
  forget() {
    this.#done = this.#undone = [];
  }

  drawButtons() {
    for (const [id, list] of Object.entries({ undo: this.#done, redo: this.#undone })) {
      byId(id, HTMLElement).setAttribute("aria-disabled", String(!list.length));
    }
  }
}
