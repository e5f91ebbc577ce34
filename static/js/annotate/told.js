// @ts-check
/** The newest version of a layer that a tab of this browser was told by the server. */

const KEY = "annotator-told";

/** @typedef {{owner: string, article: string}} Place */

/** @param {Place} place @param {number} [version] */
export function tell({ owner, article }, version) {
  try {
    if (version) localStorage.setItem(KEY, JSON.stringify([owner, article, version]));
  } catch {
    // Where storage is refused, no two tabs share a queue either.
  }
}

/** Whether a page of that version was drawn before. Said once: a project may have been set back to an older copy. @param {Place} place @param {number} version */
export function isOlder({ owner, article }, version) {
  try {
    const told = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    const older = told[0] === owner && told[1] === article && told[2] > version;
    if (older) localStorage.removeItem(KEY);
    return older;
  } catch {
    return false;
  }
}
