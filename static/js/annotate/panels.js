// @ts-check
/** What is seen beside the article but not needed to read it: fetched when the page stands. */

/** @import { Acts } from "./types" */
/** @import { Desk } from "./desk.js" */

import { makeFinish } from "./finish.js";
import { makeMap } from "./map.js";

/** @param {Desk} desk @returns {Acts} the commands that come with it */
export function start(desk) {
  makeMap(desk);
  return makeFinish(desk);
}
