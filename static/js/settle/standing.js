// @ts-check
/** How everybody's spans and links stand: what a decision is measured against, and what takes it back. */

/** @import { Act, Case, Choice, Decided, Outcome, Reading, Seen, SettleData, Standing } from "./types" */

/** @param {string} layer @param {string} id */
const keyOf = (layer, id) => `${layer}/${id}`;

/** What is known of a span that its author has deleted. @type {Standing} */
const GONE = { label: "", fragments: [], verdict: "", comment: "", gold: null };

/** @param {Reading | null} one @param {Partial<Reading>} other */
const same = (one, other) => one?.label === other.label && String(one?.fragments) === String(other.fragments);

export class StandingOf {
  /** What goes in by itself, with whichever decision comes first. @type {Set<string>} */
  #byItself;

  /** @param {SettleData} data */
  constructor(data) {
    this.spans = new Map(Object.entries(data.spans));
    this.relations = new Map(Object.entries(data.relations));
    const members = Object.values(data.cases).flatMap((one) => (one.by_itself ? one.members : []));
    this.#byItself = new Set(members.map((at) => keyOf(...at)));
  }

  /** @param {string} layer @param {string} id @returns {Standing} */
  #span(layer, id) {
    return this.spans.get(keyOf(layer, id)) ?? GONE;
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

  /** The verdicts that these spans have. @param {[string, string][]} members @returns {Decided[]} */
  given(members) {
    return members.map((at) => this.#asItIs(...at)).filter(({ verdict }) => verdict);
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

  /** What is seen of all that an act decides on. @param {Act} act @returns {Seen} */
  seen({ decisions, links }) {
    return {
      spans: decisions.map(({ layer, span }) => {
        const { version, verdict, decided_at } = this.#span(layer, span);
        // What goes in by itself was accepted with whichever act came first, maybe a moment ago.
        if (version === undefined || this.#byItself.has(keyOf(layer, span))) return { version };
        return { version, was: verdict, decided_at };
      }),
      links: links.map(({ layer, relation }) => ({ was: this.relations.get(keyOf(layer, relation)) || "" })),
    };
  }

  /** @param {Act} act */
  apply({ decisions, links }) {
    for (const { layer, span, verdict, comment, label, fragments } of decisions) {
      const before = this.#span(layer, span);
      const gold = label && fragments ? { label, fragments } : null;
      // When it was given the server alone knows.
      this.spans.set(keyOf(layer, span), { ...before, verdict: verdict ?? "", comment: comment ?? before.comment, gold, decided_at: undefined });
      this.#byItself.delete(keyOf(layer, span));
    }
    for (const { layer, relation, verdict } of links) this.relations.set(keyOf(layer, relation), verdict ?? "");
  }

  /** What gives all spans of a case one reading; who has it already is accepted. @param {Case} one @param {Reading} reading @returns {Act} */
  reads({ members }, { label, fragments }) {
    /** @type {Decided[]} */
    const decisions = members.map(([layer, span]) => {
      const mine = same(this.#span(layer, span), { label, fragments });
      return mine ? { layer, span, verdict: "accepted" } : { layer, span, verdict: "changed", label, fragments };
    });
    return { decisions, links: [] };
  }

  /** Whether all of these were left out. @param {Case | undefined} one */
  isOut(one) {
    return Boolean(one?.members.length && one.members.every(([layer, span]) => this.#span(layer, span).verdict === "rejected"));
  }

  /** Whether nothing of a case waits. @param {Case} one @param {Case} [from] the case that its links lead from */
  isSettled({ members, relations }, from) {
    const decided = members.every(([layer, span]) => {
      const { verdict, version } = this.#span(layer, span);
      // Of what its author has deleted no verdict is left, but that it was taken out of gold.
      return verdict || (version === undefined && this.spans.has(keyOf(layer, span)));
    });
    return this.isOut(from) || (decided && relations.every((at) => this.relations.get(keyOf(...at))));
  }

  /** What a settled case comes to. @param {Case} one @returns {Outcome} */
  outcome(one) {
    const choice = one.own?.length ? undefined : one.choices.find((each) => this.#came(each));
    const [in_] = this.inGold(one.members);
    const span = in_ && this.#span(...in_);
    const reading = span?.gold ?? (span && { label: span.label, fragments: span.fragments }) ?? one.readings?.[0];
    return { key: choice?.key ?? "T", out: this.isOut(one) || Boolean(choice && !in_ && one.members.length), reading };
  }

  /** Whether all stands as a choice would have it. @param {Choice} choice */
  #came({ decisions, links }) {
    const judged = decisions.every(({ layer, span, verdict, label, fragments }) => {
      const { verdict: now, gold } = this.#span(layer, span);
      return now === (verdict ?? "") && (verdict !== "changed" || same(gold, { label, fragments }));
    });
    return judged && links.every(({ layer, relation, verdict }) => this.relations.get(keyOf(layer, relation)) === verdict);
  }
}
