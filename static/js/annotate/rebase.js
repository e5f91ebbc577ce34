// @ts-check
/**
 * An act that was refused and is tried again: what it changed then, on what stands now. A row of
 * the queue has whole objects, and what was saved since would be undone by sending them as they are.
 */

/** @import { Change, Kind, PageData, Row } from "./types" */

import { kindOf } from "./model.js";

const MISSING = "What it was about is not there.";
const CHANGED = "What it was to remove was changed since.";

/** @type {Record<Kind, string[]>} */
const FIELDS = {
  span: ["label", "fragments", "note", "flags"],
  relation: ["type", "from", "to"],
  source: ["name", "role", "kind", "spans"],
};
/** Lists of words without an order. */
const SETS = ["flags", "spans"];

/**
 * The body of a row as it is to be sent now, or why it cannot be: of any page, for any page may
 * send it. What goes wrong here would hold up all that waits behind it.
 * @param {Pick<Row, "kind" | "act" | "body">} row @param {any} stored what its kind is read as
 * @returns {{body?: any, reason?: string}}
 */
export function rebased({ kind, act, body }, stored) {
  try {
    if (kind === "changes") return overStored({ act, body }, stored);
    return { body: kind === "status" ? body : unguarded(body) };
  } catch {
    return { reason: "This cannot be tried again; download it, and do it anew." };
  }
}

/** Tried again, a verdict is meant for what stands there by now. @param {any} body */
function unguarded(body) {
  const free = (/** @type {any[] | undefined} */ list) => (list ?? []).map(({ version, was, decided_at, ...one }) => one);
  const more = body.links ? { links: free(body.links) } : {};
  return { ...body, decisions: free(body.decisions), ...more };
}

/**
 * What was changed then, over the layer that is stored.
 * @param {Pick<Row, "act" | "body">} row @param {Pick<PageData["layer"], "spans" | "relations" | "sources">} layer
 * @returns {{body?: any, reason?: string}}
 */
function overStored({ act, body }, layer) {
  const before = new Map((act?.inverse ?? []).map((change) => [keyOf(kindOf(change), change), change]));
  const stored = storedIn(layer);
  const linked = linkedIn(layer, before);
  /** @type {Change[]} */
  const changes = [];
  for (const change of /** @type {Change[]} */ (body.changes)) {
    const kind = kindOf(change);
    const then = before.get(keyOf(kind, change));
    const now = stored.get(keyOf(kind, change));
    if (!then || !("put" in then)) {
      // It made the thing. If that is there, a later act did too.
      if (!now) changes.push(change);
    } else if ("put" in change) {
      if (!now) return { reason: MISSING };
      changes.push(merged(FIELDS[kind], then, change, now));
    } else {
      const asThen = !now || (FIELDS[kind].every((field) => same(then, now, field)) && !linked.has(keyOf(kind, change)));
      if (!asThen) return { reason: CHANGED };
      changes.push(change);
    }
  }
  return { body: { ...body, changes } };
}

/** @param {Kind} kind @param {{id: string}} object */
const keyOf = (kind, { id }) => `${kind} ${id}`;

/** @param {Parameters<typeof overStored>[1]} layer @returns {Map<string, any>} */
function storedIn({ spans, relations, sources }) {
  const keyed = (/** @type {Kind} */ kind, /** @type {any[]} */ list) => list.map((each) => /** @type {[string, any]} */ ([keyOf(kind, each), each]));
  return new Map([...keyed("span", spans), ...keyed("relation", relations), ...keyed("source", sources)]);
}

/** The spans to which something leads that the act did not know of. @param {Parameters<typeof overStored>[1]} layer @param {Map<string, unknown>} before */
function linkedIn({ relations, sources }, before) {
  const ends = relations.filter((each) => !before.has(keyOf("relation", each))).flatMap(({ from, to }) => [from, to]);
  const mentions = sources.filter((each) => !before.has(keyOf("source", each))).flatMap(({ spans }) => spans);
  return new Set([...ends, ...mentions].map((id) => keyOf("span", { id })));
}

/** @param {any} one @param {any} other @param {string} field */
function same(one, other, field) {
  const [a, b] = [one, other].map(({ [field]: value }) => JSON.stringify(SETS.includes(field) ? [...value].sort() : value));
  return a === b;
}

/**
 * What is stored now, with what the act changed.
 * @param {string[]} fields @param {any} then @param {any} change @param {any} now @returns {any}
 */
function merged(fields, then, change, now) {
  const whole = { ...change };
  for (const field of fields) {
    if (same(then, change, field)) whole[field] = now[field];
    else if (SETS.includes(field)) whole[field] = mergedSet(then[field], change[field], now[field]);
  }
  // The words go along only with the place that they were read at.
  if (!same(whole, change, "fragments")) delete whole.text;
  return whole;
}

/** @param {string[]} then @param {string[]} change @param {string[]} now */
function mergedSet(then, change, now) {
  const kept = now.filter((each) => change.includes(each) || !then.includes(each));
  const added = change.filter((each) => !then.includes(each) && !now.includes(each));
  return [...kept, ...added];
}
