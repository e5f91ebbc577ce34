// @ts-check
/**
 * A layer under review: the author's spans, each with its verdict, and the gold that is left of
 * them. What is decided here shows at once; the server does the same by the same rules.
 */

/** @import { Fragment, Relation, Span } from "../annotate/types" */
/** @import { Decided, Judged, GoldSpan, Body, Sheet as Stored } from "./types" */

export class Sheet {
  /** The author's spans by id. @type {Map<string, Judged>} */
  spans = new Map();
  /** The gold span that came from an author's span, by the id of that. @type {Map<string, GoldSpan>} */
  gold = new Map();
  /** What reviewers added, by id. @type {Map<string, GoldSpan>} */
  added = new Map();
  /** Gold of spans that their author has deleted since, by the span's id. @type {Map<string, GoldSpan>} */
  gone = new Map();
  /** @type {Set<string>} ids of the spans whose author contests the verdict */
  contested = new Set();
  /** Spans that their author changed since they were judged. @type {Set<string>} */
  again = new Set();
  /** When the verdicts that the server told of were given; it alone knows the moment. @type {Map<string, string>} */
  decidedAt = new Map();
  /** What was decided on this page since it asked the server. @type {Set<string>} */
  decided = new Set();
  /** @type {Relation[]} */
  relations = [];
  status = "";

  /** @param {string} author @param {string} me @param {Stored} stored */
  constructor(author, me, stored) {
    this.author = author;
    this.me = me;
    this.load(stored);
  }

  /** @param {Stored} stored */
  load({ spans, gold, relations, contested, status, decided_at, again }) {
    this.spans = new Map(spans.map((span) => [span.id, span]));
    this.relations = relations;
    this.status = status;
    this.decided.clear();
    this.contested = new Set(contested);
    this.decidedAt = new Map(Object.entries(decided_at));
    this.again = new Set(again);
    for (const map of [this.gold, this.added, this.gone]) map.clear();
    for (const span of gold) {
      if (!span.derived_from.length) this.added.set(span.id, span);
      for (const { layer, span: id } of span.derived_from) {
        if (layer === this.author && this.spans.has(id)) this.gold.set(id, span);
        else if (layer === this.author) this.gone.set(id, { ...span, id });
      }
    }
  }

  /** How a span reads as the review leaves it: the author's way, the reviewer's, or not at all. @param {string} id @returns {Span | undefined} */
  reading(id) {
    const span = this.spans.get(id);
    if (!span) return this.added.get(id) ?? this.gone.get(id);
    if (span.verdict === "rejected") return undefined;
    const gold = span.verdict === "changed" && this.gold.get(id);
    return gold ? { ...span, label: gold.label, fragments: gold.fragments } : span;
  }

  /** All that is to be painted. @returns {Span[]} */
  readings() {
    return [...this.spans.keys(), ...this.added.keys(), ...this.gone.keys()].flatMap((id) => this.reading(id) ?? []);
  }

  /** The spans without a verdict. @returns {Judged[]} */
  undecided() {
    return [...this.spans.values()].filter(({ verdict }) => !verdict);
  }

  /** Whether the author did something that is not shown here. @param {Stored} stored */
  isBehind({ spans, contested }) {
    const changed = spans.some(({ id, version }) => this.spans.get(id)?.version !== version);
    return changed || spans.length !== this.spans.size || contested.some((id) => !this.contested.has(id) && !this.decided.has(id));
  }

  /** Whether something is to be decided there. @param {string} id */
  waits(id) {
    return this.gone.has(id) || this.contested.has(id) || this.spans.get(id)?.verdict === "";
  }

  /** Shows what an act decides. @param {Pick<Body, "decisions" | "gold">} body */
  apply({ decisions, gold }) {
    for (const decision of decisions) this.#decide(decision);
    for (const change of gold) {
      if ("delete" in change) this.added.delete(change.id);
      else this.added.set(change.id, { ...change, derived_from: [] });
    }
  }

  /** @param {Decided} decision */
  #decide({ span: id, verdict, comment, label, fragments }) {
    const span = this.spans.get(id);
    if (!span) return void this.gone.delete(id);
    const before = this.reading(id) ?? span;
    const said = verdict ? { reviewer: this.me, comment: comment ?? span.comment } : { reviewer: "", comment: "" };
    this.spans.set(id, { ...span, ...said, verdict: verdict ?? "" });
    this.decided.add(id);
    this.contested.delete(id);
    this.again.delete(id);
    this.decidedAt.delete(id);
    if (verdict === "changed") {
      const gold = { label: label ?? before.label, fragments: fragments ?? before.fragments };
      this.gold.set(id, { ...span, ...gold, derived_from: [{ layer: this.author, span: id }] });
    } else this.gold.delete(id);
  }

  /** What would bring a span's verdict back to what it is now. @param {string} id @returns {Decided} */
  asItIs(id) {
    const span = /** @type {Judged} */ (this.spans.get(id));
    const changed = span.verdict === "changed" ? this.reading(id) : undefined;
    const reading = changed && { label: changed.label, fragments: changed.fragments };
    return { span: id, verdict: span.verdict || null, comment: span.comment, ...reading };
  }
}

/**
 * The words of two readings in text order, each told apart.
 * @param {(start: number, end: number) => string} slice @param {Fragment[]} before @param {Fragment[]} after
 * @returns {{words: string, where: "same" | "added" | "removed"}[]}
 */
export function difference(slice, before, after) {
  let apart = false;
  const edges = [...new Set([...before, ...after].flat())].sort((a, b) => a - b);
  const covers = (/** @type {Fragment[]} */ fragments, /** @type {number} */ at) => fragments.some(([start, end]) => start <= at && at < end);
  return edges.slice(0, -1).flatMap((start, index) => {
    const [then, now] = [covers(before, start), covers(after, start)];
    const gap = apart && index ? [{ words: " ", where: /** @type {const} */ ("same") }] : [];
    apart = !then && !now;
    if (apart) return [];
    return [...gap, { words: slice(start, edges[index + 1]), where: then && now ? "same" : now ? "added" : "removed" }];
  });
}
