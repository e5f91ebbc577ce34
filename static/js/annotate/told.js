// @ts-check
/** The newest version of a layer that a tab of this browser was told by the server. */

import { keep, kept } from "./keys.js";

const KEY = "annotator-told";

/** @typedef {{owner: string, article: string}} Place */

/** @param {Place} place @param {number} [version] */
export function tell({ owner, article }, version) {
  if (version) keep(KEY, JSON.stringify([owner, article, version]));
}

/** Whether a page of that version was drawn before. Said once: a project may have been set back to an older copy. @param {Place} place @param {number} version */
export function isOlder({ owner, article }, version) {
  const told = JSON.parse(kept(KEY) || "[]");
  return told[0] === owner && told[1] === article && told[2] > version && keep(KEY, "[]");
}
