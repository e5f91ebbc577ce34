// @ts-check
/** What the annotation page does not need to begin with: fetched when it stands. */

/** @import { Acts } from "./types" */
/** @import { Desk } from "./desk.js" */

/** @param {Desk} desk @returns {Acts} the commands that come with it */
export function start(desk) {
  void desk;
  return {};
}
