// @ts-check
/** What the pages on which a reviewer judges share: keys that are turned off, and going on when all is done. */

/** @import { Outbox } from "./annotate/outbox.js" */

import { say } from "./annotate/dom.js";
import { SINGLE } from "./annotate/keys.js";
import { toast } from "./page.js";

const PATIENCE_MS = 10_000;
const POLL_MS = 50;

/** Whether this person works without single-letter keys. */
export function turnedOff() {
  try {
    return localStorage.getItem(SINGLE) === "off";
  } catch {
    return false;
  }
}

/** Whether a press is not for the page: an input method composes, or somebody took it. @param {KeyboardEvent} event */
export function isTaken({ isComposing, defaultPrevented }) {
  return isComposing || defaultPrevented;
}

/** Whether all that was decided on this page has its answer, after a while. @param {Outbox} outbox */
export async function emptied(outbox) {
  const until = performance.now() + PATIENCE_MS;
  while (performance.now() < until) {
    if (!(await outbox.unsent()).length) return true;
    await new Promise((go) => setTimeout(go, POLL_MS));
  }
  return false;
}

/** Goes to the next when all that was decided here is at the server, or says why not. @param {{outbox: Outbox, data: {next: string}}} desk */
export async function goOn({ outbox, data }) {
  await outbox.safe();
  const answered = await emptied(outbox);
  // What was refused of another article is that one's affair.
  const refused = (await outbox.shelf.refused(outbox.owner)).filter(({ article }) => article === outbox.article);
  if (answered && !refused.length) return location.assign(data.next);
  const why = answered ? "This page stays open: the list at its top says what could not be saved" : "This page stays open: not all is saved yet. It is kept on this computer";
  say(why);
  return toast(why, { failed: true });
}
