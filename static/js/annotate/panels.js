// @ts-check
/** What is seen beside the article but not needed to read it: fetched when the page stands. */

/** @import { Acts } from "./types" */
/** @import { Desk } from "./desk.js" */

import { markBareSections } from "./bare-sections.js";
import { makeFinish } from "./finish.js";
import { makeMap } from "./map.js";

/** @param {Desk} desk @returns {Acts} the commands that come with it */
export function start(desk) {
  markBareSections(desk.text.article, desk.painter);
  makeMap(desk);
  return makeFinish(desk);
}
