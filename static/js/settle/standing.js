// @ts-check
/** How everybody's spans and links stand: what a decision is measured against, and what takes it back. */

/** @import { Act, Case, Decided, LinkDecided, SettleData, Standing } from "./types" */

/** @param {string} layer @param {string} id */
const keyOf = (layer, id) => `${layer}/${id}`;

export class StandingOf {
  /** @param {SettleData} data */
  constructor(data) {
    this.spans = new Map(Object.entries(data.spans));
    this.relations = new Map(Object.entries(data.relations));
  }

  /** @param {string} layer @param {string} id @returns {Standing} */
  #span(layer, id) {
    return /** @type {Standing} */ (this.spans.get(keyOf(layer, id)));
  }

  /** What would bring each of these back to what it is now. @param {Act} act @returns {Act} */
  back({ decisions, links }) {
    return {
      decisions: decisions.map(({ layer, span }) => this.#asItIs(layer, span)),
      links: links.map(({ layer, relation }) => {
        const verdict = this.relations.get(keyOf(layer, relation)) || null;
        return { layer, relation, verdict };
      }),
    };
  }

  /** @param {string} layer @param {string} span @returns {Decided} */
  #asItIs(layer, span) {
    const { verdict, comment, gold } = this.#span(layer, span);
    return { layer, span, verdict: verdict || null, comment, ...gold };
  }

  /** Those of these spans that are in gold. @param {[string, string][]} members */
  inGold(members) {
    return members.filter(([layer, span]) => /^(accepted|changed)$/.test(this.#span(layer, span).verdict));
  }

  /** What makes a case one that nobody has decided on. @param {Case} one @returns {Act} */
  reopening({ members, relations }) {
    return {
      decisions: members.map(([layer, span]) => ({ layer, span, verdict: null })),
      links: relations.map(([layer, relation]) => ({ layer, relation, verdict: null })),
    };
  }

  /** The same act with what the reviewer saw of each. @param {Act} act */
  guarded({ decisions, links }) {
    return {
      decisions: decisions.map((decision) => {
        const { version, verdict, decided_at } = this.#span(decision.layer, decision.span);
        return { ...decision, version, was: verdict, decided_at };
      }),
      links: links.map((link) => ({ ...link, was: this.relations.get(keyOf(link.layer, link.relation)) || "" })),
    };
  }

  /** @param {Act} act */
  apply({ decisions, links }) {
    for (const { layer, span, verdict, comment, label, fragments } of decisions) {
      const before = this.#span(layer, span);
      const gold = label && fragments ? { label, fragments } : null;
      // When it was given the server alone knows.
      this.spans.set(keyOf(layer, span), { ...before, verdict: verdict ?? "", comment: comment ?? before.comment, gold, decided_at: undefined });
    }
    for (const { layer, relation, verdict } of links) this.relations.set(keyOf(layer, relation), verdict ?? "");
  }

  /** What gives all spans of a case one reading; who has it already is accepted. @param {Case} one @param {import("./types").Reading} reading @returns {Act} */
  reads({ members }, { label, fragments }) {
    /** @type {Decided[]} */
    const decisions = members.map(([layer, span]) => {
      const mine = this.#span(layer, span);
      const same = mine.label === label && String(mine.fragments) === String(fragments);
      return same ? { layer, span, verdict: "accepted" } : { layer, span, verdict: "changed", label, fragments };
    });
    return { decisions, links: [] };
  }
}
