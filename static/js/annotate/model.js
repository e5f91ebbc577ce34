// @ts-check
/**
 * What the layer holds now: spans by id and by block, relations, sources. Every change, be it a
 * person's, an undo, a replay or another tab's, is a list in the form of the API's `changes`.
 */

/** @import { ArticleText, Change, Kind, Label, PageData, PutRelation, PutSource, PutSpan, Relation, Source, Span } from "./types" */

/** @param {Pick<Span, "fragments">} span */
export const startOf = (span) => span.fragments[0][0];
/** @param {Span} span */
export const endOf = (span) => span.fragments[span.fragments.length - 1][1];
/** @param {Span} span code points that it covers */
const sizeOf = (span) => span.fragments.reduce((sum, [start, end]) => sum + end - start, 0);

/** Text order: start ascending, end descending, id. @param {Span} a @param {Span} b */
export function inTextOrder(a, b) {
  return startOf(a) - startOf(b) || endOf(b) - endOf(a) || Number(a.id > b.id) - Number(a.id < b.id);
}

/** @param {Change} change @returns {Kind} */
export const kindOf = (change) => ("delete" in change ? change.delete : change.put);

/** The order in which changes of one batch never refer to what is not there. @param {Change} change */
export function rank(change) {
  if ("delete" in change) return change.delete === "span" ? 1 : 0;
  return change.put === "span" ? 2 : 3;
}

export class Model {
  spans = /** @type {Map<string, Span>} */ (new Map());
  relations = /** @type {Map<string, Relation>} */ (new Map());
  /** @type {Map<string, Set<Relation>>} relations by the id of the span at either end */
  links = new Map();
  sources = /** @type {Map<string, Source>} */ (new Map());
  /** @type {Map<number, Set<Span>>} spans by the index of a block that they have text in */
  inBlock = new Map();
  ordered = /** @type {Span[] | null} */ (null);

  /** @param {ArticleText} text @param {Pick<PageData, "labels" | "relations" | "layer">} data */
  constructor(text, data) {
    /** @type {ArticleText} */
    this.text = text;
    this.labels = data.labels;
    this.rules = data.relations;
    /** @type {Map<string, Label>} */
    this.labelOf = new Map(data.labels.map((label) => [label.key, label]));
    this.load(data.layer);
  }

  /** Forgets what there was. @param {PageData["layer"]} layer */
  load({ spans, relations, sources }) {
    for (const map of [this.spans, this.relations, this.links, this.inBlock]) map.clear();
    this.sources = new Map(sources.map((source) => [source.id, source]));
    this.ordered = null;
    for (const span of spans) this.#addSpan(span);
    for (const relation of relations) this.#addRelation(relation);
  }

  /** @param {Change[]} changes @returns {Set<number>} indexes of the blocks to paint again */
  apply(changes) {
    /** @type {Set<number>} */
    const touched = new Set();
    const touch = (/** @type {number[]} */ indexes) => indexes.forEach((index) => touched.add(index));
    for (const change of changes) {
      if ("delete" in change) touch(this.#remove(change.delete, change.id));
      else if (change.put === "span") touch(this.#putSpan(change));
      else if (change.put === "relation") this.#addRelation(change);
      else this.sources.set(change.id, change);
    }
    return touched;
  }

  /** The changes that would take these back. @param {Change[]} changes @returns {Change[]} */
  inverse(changes) {
    /** @type {Map<string, Change>} the first state met of each object is the one to return to */
    const back = new Map();
    for (const undo of changes.flatMap((change) => this.#undo(change))) {
      const key = `${kindOf(undo)} ${undo.id}`;
      if (!back.has(key)) back.set(key, undo);
    }
    return [...back.values()].sort((a, b) => rank(a) - rank(b));
  }

  /** @param {Change} change @returns {Change[]} */
  #undo(change) {
    const kind = kindOf(change);
    const before = this.#stored(kind, change.id);
    if (!before) return "delete" in change ? [] : [{ delete: kind, id: change.id }];
    if (!("delete" in change) || kind !== "span") return [before];
    return [before, ...this.relationsOf(change.id).map(putRelation), ...this.sourcesOf(change.id)];
  }

  /** @param {Kind} kind @param {string} id @returns {Change | undefined} */
  #stored(kind, id) {
    const span = kind === "span" && this.spans.get(id);
    if (span) return putSpan(span);
    const relation = kind === "relation" && this.relations.get(id);
    if (relation) return putRelation(relation);
    const source = kind === "source" && this.sources.get(id);
    return source ? putSource(source) : undefined;
  }

  /** The register entries that list a span; or as they are without it. @param {string} id @param {boolean} [without] @returns {PutSource[]} */
  sourcesOf(id, without) {
    const listing = [...this.sources.values()].filter(({ spans }) => spans.includes(id)).map(putSource);
    return without ? listing.map((source) => ({ ...source, spans: source.spans.filter((other) => other !== id) })) : listing;
  }

  /** @param {Kind} kind @param {string} id @returns {number[]} */
  #remove(kind, id) {
    if (kind === "relation") this.#dropRelation(id);
    if (kind === "source") this.sources.delete(id);
    if (kind !== "span") return [];
    for (const relation of this.relationsOf(id)) this.#dropRelation(relation.id);
    for (const source of this.sourcesOf(id, true)) this.sources.set(source.id, source);
    return this.#dropSpan(id);
  }

  /** @param {PutSpan} change @returns {number[]} */
  #putSpan({ id, label, fragments, note, flags }) {
    const before = this.spans.get(id);
    const same = before && before.label === label && String(before.fragments) === String(fragments);
    const dropped = this.#dropSpan(id);
    const added = this.#addSpan({ id, label, fragments, note, flags });
    return same && String(before.flags) === String(flags) && !before.note === !note ? [] : [...dropped, ...added];
  }

  /** @param {Relation} relation */
  #addRelation(relation) {
    this.#dropRelation(relation.id);
    this.relations.set(relation.id, relation);
    for (const id of [relation.from, relation.to]) {
      this.links.set(id, (this.links.get(id) ?? new Set()).add(relation));
    }
  }

  /** @param {string} id */
  #dropRelation(id) {
    const relation = this.relations.get(id);
    if (!relation) return;
    this.relations.delete(id);
    this.links.get(relation.from)?.delete(relation);
    this.links.get(relation.to)?.delete(relation);
  }

  /** @param {Span} span */
  #addSpan(span) {
    const indexes = this.blocksOf(span);
    this.spans.set(span.id, span);
    for (const index of indexes) {
      const spans = this.inBlock.get(index) ?? new Set();
      this.inBlock.set(index, spans.add(span));
    }
    this.ordered?.splice(this.#placeOf(span), 0, span);
    return indexes;
  }

  /** @param {string} id */
  #dropSpan(id) {
    const span = this.spans.get(id);
    if (!span) return [];
    const indexes = this.blocksOf(span);
    for (const index of indexes) this.inBlock.get(index)?.delete(span);
    this.spans.delete(id);
    this.ordered?.splice(this.#placeOf(span), 1);
    return indexes;
  }

  /** @param {Span} span @returns {number[]} */
  blocksOf(span) {
    return span.fragments.flatMap((fragment) => this.text.indexesOf(fragment[0], fragment[1]));
  }

  /** Where in the order a span stands, or would. @param {Span} span */
  #placeOf(span) {
    let from = 0;
    let to = this.ordered?.length ?? 0;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.ordered && inTextOrder(this.ordered[middle], span) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** All spans in text order. @returns {Span[]} */
  inOrder() {
    this.ordered ??= [...this.spans.values()].sort(inTextOrder);
    return this.ordered;
  }

  /** The spans that cover the character at an offset, innermost first. @param {number} offset */
  at(offset) {
    const spans = [...(this.inBlock.get(this.text.indexAt(offset)) ?? [])];
    return spans
      .filter((span) => span.fragments.some(([start, end]) => start <= offset && offset < end))
      .sort((a, b) => sizeOf(a) - sizeOf(b) || inTextOrder(b, a));
  }

  /** Who a source span means: the name of its entry, else its words. @param {Span} span */
  whoIs({ id, fragments }) {
    for (const { name, spans } of this.sources.values()) if (name && spans.includes(id)) return name;
    return this.text.words(fragments);
  }

  /** @param {string} id @returns {Relation[]} */
  relationsOf(id) {
    return [...(this.links.get(id) ?? [])];
  }

  /** The type of relation that the scheme allows between two labels. @param {string} from @param {string} to */
  relationType(from, to) {
    return this.rules.find((rule) => rule.from.includes(from) && rule.to.includes(to))?.type;
  }

  /** The number of a span's paragraph, as shown. @param {Span} span */
  paragraphOf(span) {
    return this.paragraphAt(startOf(span));
  }

  /** @param {number} offset */
  paragraphAt(offset) {
    for (let index = this.text.indexAt(offset); index >= 0; index -= 1) {
      if (this.text.blocks[index].number) return `¶${this.text.blocks[index].number}`;
    }
    return "head";
  }
}

/** The change that makes a span be so, without what only the server writes. @param {Span} span @returns {PutSpan} */
export function putSpan({ id, label, fragments, note, flags }) {
  return { put: "span", id, label, fragments, note, flags };
}

/** @param {Relation} relation @returns {PutRelation} */
function putRelation({ id, type, from, to }) {
  return { put: "relation", id, type, from, to };
}

/** @param {Source} source @returns {PutSource} */
function putSource({ id, name, role, kind, spans }) {
  return { put: "source", id, name, role, kind, spans };
}
