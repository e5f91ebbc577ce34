// @ts-check
/** What is done to the article's labels beyond reading them: fetched when somebody begins to work. */

/** @import { Acts } from "./types" */
/** @import { Desk } from "./desk.js" */

import { byId, make } from "../basics.js";
import { makeAttribution } from "./attribution.js";
import { makeBare } from "./bare.js";
import { makeCaret } from "./caret.js";
import { copyPlainly } from "./copying.js";
import { makeDraggable } from "./drag.js";
import { makeEdges } from "./edges.js";
import { makeEdits } from "./edits.js";
import { makeFind } from "./find.js";
import { makeGoing } from "./going.js";
import { makeGrey } from "./grey.js";
import { makeGrow } from "./grow.js";
import { makeGuide } from "./guide.js";
import { makeHelp } from "./help.js";
import { makeHistory } from "./history.js";
import { makeOccurrences } from "./occurrences.js";
import { goToPlace } from "./place.js";
import { pressAgain } from "./press-again.js";
import { pairOf, propose } from "./proposals.js";
import { quotedIn } from "./quoted.js";
import { makeReading } from "./reading.js";
import { makeRefocus } from "./refocus.js";
import { makeSplit } from "./split.js";
import { makeStackMenu } from "./stack.js";
import { styled } from "./style.js";

/** @param {Desk} desk @returns {Promise<Acts>} the commands that come with it */
export async function start(desk) {
  await styled("hands.css");
  const over = make("div", "over-paper");
  byId("main", HTMLElement).prepend(over);
  setTimeout(() => goToPlace(desk));
  const makers = [makeCaret, makeGoing, makeHistory, makeGrey, makeGuide, makeAttribution, makeSplit, makeStackMenu, makeEdges, makeGrow, makeBare, makeHelp, makeEdits, makeReading, makeRefocus];
  copyPlainly(desk);
  makeDraggable(desk.outline, (id, fragments) => {
    // As it is now: another tab may have changed it, or removed it, during the drag.
    const span = desk.model.spans.get(id);
    if (span) desk.commands.resize(span, fragments);
  });
  const acts = makers.map((maker) => maker(desk));
  desk.begin({ pairOf, pressAgain, propose, quotedIn });
  return Object.assign({}, ...acts, makeFind(desk, over), makeOccurrences(desk, over));
}
