// @ts-check
/**
 * An act that was refused and is tried again: what it changed then, on what stands now. A row of
 * the queue has whole objects, and what was saved since would be undone by sending them as they are.
 */

/** @import { Change, Kind, PageData, Row } from "./types" */

const REMOVED = "What it was about was removed since.";
const CHANGED = "What it was to remove was changed since.";

/** @type {Record<Kind, string[]>} */
const FIELDS = {
  span: ["label", "fragments", "note", "flags"],
  relation: ["type", "from", "to"],
  source: ["name", "role", "kind", "spans"],
};

/**
 * The body of the row as it is to be sent over the layer that is stored, or why it cannot be.
 * @param {Row} row @param {PageData["layer"]} layer @returns {{body?: any, reason?: string}}
 */
export function rebased({ act, body }, layer) {
  const before = new Map((act?.inverse ?? []).map((change) => [change.id, change]));
  const stored = { span: layer.spans, relation: layer.relations, source: layer.sources };
  /** @type {Change[]} */
  const changes = [];
  for (const change of /** @type {Change[]} */ (body.changes)) {
    const then = before.get(change.id);
    const kind = "put" in change ? change.put : change.delete;
    const now = stored[kind].find(({ id }) => id === change.id);
    if (!then || !("put" in then)) changes.push(change); // It made the thing.
    else if ("put" in change) {
      if (!now) return { reason: REMOVED };
      changes.push(merged(FIELDS[kind], then, change, now));
    } else {
      if (now && !FIELDS[kind].every((field) => same(then, now, field))) return { reason: CHANGED };
      changes.push(change);
    }
  }
  return { body: { ...body, changes } };
}

/** @param {any} one @param {any} other @param {string} field */
const same = (one, other, field) => JSON.stringify(one[field]) === JSON.stringify(other[field]);

/**
 * What is stored now, with the fields that the act changed.
 * @param {string[]} fields @param {any} then @param {any} change @param {any} now @returns {any}
 */
function merged(fields, then, change, now) {
  const whole = { ...change };
  for (const field of fields) if (same(then, change, field)) whole[field] = now[field];
  // The words go along only with the place that they were read at.
  if (!same(whole, change, "fragments")) delete whole.text;
  return whole;
}
