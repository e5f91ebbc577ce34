// @ts-check
/** Starts the review page: what the server drew, what waits to be sent, the keys and the buttons. */

/** @import { Acts, Edge, Step } from "../annotate/types" */

import { byId } from "../basics.js";
import { goOn, isTaken, turnedOff } from "../judging.js";
import { stayFresh } from "../live.js";
import { say } from "../annotate/dom.js";
import { moveEdge, whyNot } from "../annotate/edges.js";
import { labelFor, pressed, TYPING } from "../annotate/keys.js";
import { ReviewDesk } from "./desk.js";

/** @type {Record<string, string>} */
const KEYS = {
  n: "next", p: "previous", u: "nextUndecided", a: "accept", r: "reject", c: "change", m: "comment",
  "Shift+a": "acceptRest", Delete: "remove", Backspace: "remove", Escape: "letGo",
  "Ctrl+z": "undo", "Ctrl+Shift+z": "redo", "Ctrl+y": "redo", "Ctrl+Enter": "finish", "?": "help",
  "Alt+ArrowLeft": "endLeft", "Alt+ArrowRight": "endRight",
  "Alt+Shift+ArrowLeft": "startLeft", "Alt+Shift+ArrowRight": "startRight",
};
/** What goes on while its key is held down. */
const HELD = ["next", "previous", "endLeft", "endRight", "startLeft", "startRight"];
/** What a person can turn off, on the annotation page, for all pages. */
const SINGLE_KEY = /^(Shift\+)?.$/u;
const WHILE_TYPING = ["Ctrl+Enter"];

/** @param {ReviewDesk} desk @returns {Acts} */
function actsOf(desk) {
  return {
    next: () => desk.step(1),
    previous: () => desk.step(-1),
    nextUndecided: () => void desk.nextUndecided(),
    accept: () => desk.acts.decide("accepted"),
    reject: () => desk.acts.decide("rejected"),
    change: () => desk.offerLabels(),
    acceptRest: () => void desk.acts.acceptRest(),
    remove: () => void desk.acts.remove(),
    undo: () => void desk.acts.back(false),
    redo: () => void desk.acts.back(true),
    comment: () => byId("comment", HTMLTextAreaElement).focus(),
    letGo: () => letGo(desk),
    finish: () => void finish(desk),
    help: () => byId("review-keys", HTMLElement).togglePopover(),
    ...edgesOf(desk),
  };
}

/** @param {ReviewDesk} desk @returns {Acts} */
function edgesOf(desk) {
  const move = (/** @type {Edge} */ edge, /** @type {Step} */ step) => {
    const { span, text } = desk;
    if (!span) return;
    const fragments = moveEdge(text, span.fragments, edge, step);
    if (fragments === span.fragments) say(whyNot(edge, step));
    else desk.acts.change(span.id, { fragments });
  };
  // As the eye sees it: in a right-to-left paragraph what is right of a word comes before it.
  const push = (/** @type {Edge} */ edge, /** @type {Step} */ eye) => {
    const { span, text } = desk;
    if (!span) return;
    const at = edge === "start" ? span.fragments[0][0] : span.fragments[span.fragments.length - 1][1] - 1;
    move(edge, text.along(at, eye));
  };
  return {
    startEarlier: () => move("start", -1),
    startLater: () => move("start", 1),
    endEarlier: () => move("end", -1),
    endLater: () => move("end", 1),
    startLeft: () => push("start", -1),
    startRight: () => push("start", 1),
    endLeft: () => push("end", -1),
    endRight: () => push("end", 1),
  };
}

/** @param {ReviewDesk} desk */
function letGo(desk) {
  if (desk.menu.isOpen) desk.closeMenu();
  else if (desk.picker.range) desk.picker.drop();
  else desk.focus("", false);
}

/** Ends the review and goes to the next layer, when each span has a verdict. @param {ReviewDesk} desk */
async function finish(desk) {
  desk.slip.keep();
  if (desk.sheet.undecided().length || desk.sheet.gone.size) {
    desk.nextUndecided();
    return say("Some spans have no verdict yet; this is the next one");
  }
  desk.sheet.status = "reviewed";
  desk.draw();
  await desk.outbox.add("status", { status: "reviewed", by: desk.data.me });
  return goOn(desk);
}

/** @param {ReviewDesk} desk @param {(command: string) => void} run */
function listen(desk, run) {
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target).closest("[data-run]");
    if (target instanceof HTMLElement && target.dataset.run) run(target.dataset.run);
  });
  document.addEventListener("keydown", (event) => {
    if (isTaken(event)) return;
    const key = pressed(event);
    const typing = /** @type {Element} */ (event.target).matches?.(TYPING);
    if (typing && !WHILE_TYPING.includes(key)) return;
    if (SINGLE_KEY.test(key) && turnedOff()) return;
    const label = labelFor(event, desk.data.labels);
    if (!label && !KEYS[key]) return;
    // A key that is held down would judge what nobody has looked at.
    if (event.repeat && !HELD.includes(KEYS[key])) return event.preventDefault();
    if (key === "Escape" && document.querySelector("[popover]:not(#menu):popover-open")) return;
    event.preventDefault();
    if (label) desk.label(label.key);
    else run(KEYS[key]);
    return undefined;
  });
}

const desk = new ReviewDesk(JSON.parse(byId("page-data", HTMLElement).textContent ?? ""), (command) => run(command));
const acts = actsOf(desk);
/** @param {string} command */
function run(command) {
  acts[command]?.();
}
listen(desk, run);
desk.take(await desk.outbox.unsent());
desk.outbox.start();
const asked = new URLSearchParams(location.hash.slice(1)).get("span");
if (asked && desk.sheet.spans.has(asked)) desk.focus(asked, true);
else if (!desk.nextUndecided() && desk.order.length) desk.focus(desk.order[0].id, true);
desk.text.article.focus({ preventScroll: true });
addEventListener("pageshow", (event) => event.persisted && location.reload());
stayFresh(() => desk.look());
document.documentElement.dataset.ready = "";
