// @ts-check
/**
 * The parts of the rail that look at the whole article: what is still to check, and its sources.
 * They are read again when the page has time for it, never while a label is being set.
 */

/** @import { Acts, Span, Tools } from "./types" */
/** @import { Desk } from "./desk.js" */

import { figure } from "../basics.js";
import { Check } from "./check.js";
import { checkActs, Checklist } from "./checklist.js";
import { Register } from "./register.js";
import { Seen } from "./seen.js";
import { makeSheet } from "./sheet.js";
import { Sources } from "./sources.js";

const PATIENCE_MS = 500;
const SLICE_MS = 4;

/** @param {() => void} work @returns {{soon(): void, now(): void}} does it once, when there is time */
function whenIdle(work) {
  let waiting = 0;
  const now = () => {
    if (waiting) cancel(waiting);
    waiting = 0;
    work();
  };
  return { now, soon: () => void (waiting ||= later(now)) };
}

/** Safari has no idle callbacks. @param {() => void} work @returns {number} */
function later(work) {
  return "requestIdleCallback" in globalThis ? requestIdleCallback(work, { timeout: PATIENCE_MS }) : Number(setTimeout(work, 50));
}

/** @param {number} waiting */
function cancel(waiting) {
  if ("cancelIdleCallback" in globalThis) cancelIdleCallback(waiting);
  else clearTimeout(waiting);
}

/** @param {Desk} desk @returns {Acts} */
export function makeFinish(desk) {
  const show = makeSheet(desk);
  const register = new Register(desk);
  const seen = new Seen(desk, () => idle.soon());
  const check = new Check(desk, register, seen);
  const checklist = new Checklist(desk, check, show);
  const sources = new Sources(desk, register, show);
  const idle = whenIdle(() => {
    register.read();
    check.look();
    checklist.draw();
    sources.draw();
    for (const place of document.querySelectorAll("[data-total=spans]")) place.textContent = figure(desk.model.spans.size);
  });
  let reading = false;
  const readOn = (/** @type {Tools["quotedIn"]} */ quotedIn) => {
    const until = performance.now() + SLICE_MS;
    if (!check.readOn(quotedIn, () => performance.now() < until)) later(() => readOn(quotedIn));
    else idle.soon();
  };
  addFilters(desk, (span) => check.lacksSource(span));
  desk.onChanges(() => {
    idle.soon();
    const { tools } = desk;
    if (tools && !reading) later(() => readOn(tools.quotedIn));
    reading = Boolean(tools);
  });
  return checkActs(checklist, () => idle.now());
}

/** What the list of spans can be filtered by, other than labels. @param {Desk} desk @param {(span: Span) => boolean} lacksSource */
function addFilters({ rail }, lacksSource) {
  rail.filters = {
    ":note": ({ note }) => Boolean(note),
    ":discuss": ({ flags }) => flags.includes("discuss"),
    ":own": ({ flags }) => flags.includes("own_voice"),
    ":without": lacksSource,
  };
  rail.update();
}
