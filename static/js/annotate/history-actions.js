// @ts-check
/** The layer's history as the server has it, and its actions as acts that can be taken back. */

/** @import { Action, ActionChange, Change, Past } from "./types" */
/** @import { Desk } from "./desk.js" */

import { articlePath, call } from "../api.js";
import { rank } from "./model.js";

/** Notes on one span that were written so soon after each other are one step. */
const SOON_MS = 60_000;

/** @param {Action} action @param {Past | undefined} newer @returns {Past} */
export function pastOf(action, newer) {
  const { id, undoes, redoes, changes, count } = action;
  const inverse = changes.length < count ? undefined : inverseOf(changes);
  const focus = changes.find(({ object }) => object === "span")?.id ?? "";
  return { id, undoes, redoes, inverse, words: "", focus, merge: mergeOf(action, newer?.action, newer?.merge), action };
}

/** @param {Action} action @param {Action} [newer] @param {string} [merge] of the newer one */
export function mergeOf(action, newer, merge) {
  if (!isNote(action)) return "";
  const same = newer && merge && newer.changes[0].id === action.changes[0].id;
  return same && Date.parse(newer.at) - Date.parse(action.at) <= SOON_MS ? merge : `note ${action.id}`;
}

/** @param {Action} action */
function isNote({ count, changes, undoes, redoes, restores }) {
  const [{ object, before, after }] = changes.length ? changes : [{ object: "", before: null, after: null }];
  if (count !== 1 || object !== "span" || !before || !after || restores || undoes.length || redoes.length) return false;
  const rest = (/** @type {any} */ { label, fragments, flags }) => JSON.stringify([label, fragments, flags]);
  return before.note !== after.note && rest(before) === rest(after);
}

/** The changes that take these back: of each object its first state. @param {ActionChange[]} changes @returns {Change[]} */
export function inverseOf(changes) {
  /** @type {Map<string, Change>} */
  const back = new Map();
  for (const { object, id, before } of changes) {
    const key = `${object} ${id}`;
    if (!back.has(key)) back.set(key, before ? { ...before, put: object } : { delete: object, id });
  }
  return [...back.values()].sort((a, b) => rank(a) - rank(b));
}

/** @param {Desk} desk @param {string} [rest] */
export function historyPath({ data }, rest = "") {
  return articlePath(data.article, `/layers/${encodeURIComponent(data.me)}/history${rest}`);
}

/** @param {Desk} desk @param {string} cursor "" for the newest @returns {Promise<{items: Action[], next: string | null}>} */
export function readHistory(desk, cursor) {
  return call("GET", historyPath(desk, cursor && `?cursor=${cursor}`));
}

/** One action with all its changes. @param {Desk} desk @param {string} id @returns {Promise<Action>} */
export function readAction(desk, id) {
  return call("GET", historyPath(desk, `/${id}`));
}
