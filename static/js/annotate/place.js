// @ts-check
/** Where an address leads to within the article: `#span=id`, `#at=12-40`. */

/** @import { Desk } from "./desk.js" */

import { say } from "./dom.js";
import { bringIntoView } from "./select.js";

/** Goes to the span or the stretch that the address names. @param {Desk} desk */
export function goToPlace(desk) {
  const go = () => {
    const { span, at } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
    if (span) toSpan(desk, span);
    else if (at) toStretch(desk, at);
  };
  addEventListener("hashchange", go);
  go();
}

/** @param {Desk} desk @param {string} id */
function toSpan(desk, id) {
  if (!desk.model.spans.has(id)) return say("The span that the address names is not here any more");
  desk.focus(id, true);
  // What was out of sight is drawn by now, and higher or lower than it was thought to be.
  requestAnimationFrame(() => desk.focused === id && desk.focus(id, true));
}

/** @param {Desk} desk @param {string} at */
function toStretch({ text, picker }, at) {
  const [start, end] = at.split("-").map(Number);
  if (!(start >= 0 && start < end && end <= text.length)) return say("The place that the address names is not in this article");
  const show = () => bringIntoView(text.range(start, end).getBoundingClientRect());
  show();
  requestAnimationFrame(show);
  picker.hold({ start, end }, "keys");
}
