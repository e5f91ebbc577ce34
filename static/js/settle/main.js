// @ts-check
/** Starts the settle page: the keys and the buttons. */

/** @import { Acts } from "../annotate/types" */
/** @import { Case } from "./types" */

import { byId, plural } from "../basics.js";
import { stayFresh } from "../live.js";
import { toast } from "../page.js";
import { goOn, isTaken, turnedOff } from "../judging.js";
import { newId } from "../annotate/commands.js";
import { say } from "../annotate/dom.js";
import { labelFor, pressed, TYPING } from "../annotate/keys.js";
import { SettleDesk } from "./desk.js";
import { targetsOf } from "./targets.js";

/** @type {Record<string, string>} */
const KEYS = {
  n: "next", p: "previous", u: "nextOpen", t: "another", x: "reopen", m: "why", f: "pin", v: "show",
  "Shift+a": "majority", Escape: "letGo", "?": "help",
  "Ctrl+z": "undo", "Ctrl+Shift+z": "redo", "Ctrl+y": "redo", "Ctrl+Enter": "finish",
};
/** While another reading is made. @type {Record<string, string>} */
const READING_KEYS = {
  Enter: "take", Escape: "letGo",
  "Alt+ArrowLeft": "endLeft", "Alt+ArrowRight": "endRight",
  "Alt+Shift+ArrowLeft": "startLeft", "Alt+Shift+ArrowRight": "startRight",
};
const CHOICE = /^[0-9b]$/;
const SINGLE_KEY = /^(Shift\+)?.$/u;

/** @param {SettleDesk} desk @returns {Acts} */
function actsOf(desk) {
  const { another } = desk;
  return {
    next: () => desk.step(1),
    previous: () => desk.step(-1),
    nextOpen: () => void desk.nextOpen(),
    open: () => desk.focusChoices(),
    another: () => openAnother(desk),
    take: () => take(desk),
    reopen: () => desk.acts.reopen(),
    majority: () => void desk.acts.majority(),
    why: () => desk.askWhy(),
    pin: () => desk.acts.pin(),
    show: () => show(desk),
    letGo: () => letGo(desk),
    undo: () => void desk.acts.back(false),
    redo: () => void desk.acts.back(true),
    finish: () => void finish(desk),
    help: () => byId("settle-keys", HTMLElement).togglePopover(),
    startLeft: () => another.push("start", -1),
    startRight: () => another.push("start", 1),
    endLeft: () => another.push("end", -1),
    endRight: () => another.push("end", 1),
  };
}

/** @param {SettleDesk} desk */
function openAnother(desk) {
  const one = desk.data.cases[desk.open];
  if (one?.type) return linkAnother(desk, one);
  const passage = desk.element(desk.open)?.querySelector(".passage");
  const begin = one?.outcome?.reading ?? one?.readings?.[0];
  if (passage && begin) desk.another.open(passage, begin);
  return undefined;
}

/** @param {SettleDesk} desk @param {Case} one */
function linkAnother(desk, one) {
  const targets = targetsOf(one, desk.data);
  if (targets.length) desk.targets.open(targets);
  else say("There is nothing else in gold to link it to yet");
}

/** @param {SettleDesk} desk */
function take(desk) {
  const { reading } = desk.another;
  if (!reading) return;
  desk.another.close();
  desk.acts.take(reading);
}

/** @param {SettleDesk} desk */
function show(desk) {
  const link = desk.element(desk.open)?.querySelector(".case-show");
  if (link instanceof HTMLElement) link.click();
}

/** @param {SettleDesk} desk */
function letGo(desk) {
  if (!desk.another.isOpen) return desk.focus("", false);
  desk.another.close();
  return desk.focus(desk.open, false);
}

/** Ends it when all is settled, and goes to the next article. @param {SettleDesk} desk */
async function finish(desk) {
  if (desk.cases.some(({ dataset }) => !("settled" in dataset)) && desk.nextOpen()) {
    return say("Some cases are not settled yet; this is the next one");
  }
  const hidden = Number(byId("done", HTMLElement).dataset.hidden ?? 0);
  if (hidden) {
    toast(`Not finished: ${plural(hidden, "further case")} ${hidden === 1 ? "follows" : "follow"} as soon as these are saved`);
    return desk.renew();
  }
  const id = newId();
  const { me, people } = desk.data;
  await desk.outbox.add("settling", { id, by: me, people, finish: true }, { id, words: "", focus: "" });
  return goOn(desk);
}

/** @param {SettleDesk} desk @param {KeyboardEvent} event @returns {(() => unknown) | undefined} */
function actOf(desk, event) {
  if (isTaken(event)) return undefined;
  const key = pressed(event);
  const typing = /** @type {Element} */ (event.target).matches?.(TYPING);
  if (typing) {
    if (key === "Enter" || key === "Escape") return () => desk.element(desk.open)?.focus({ preventScroll: true });
    return key === "Ctrl+Enter" ? () => run("finish") : undefined;
  }
  if (SINGLE_KEY.test(key) && turnedOff()) return undefined;
  if (desk.another.isOpen) {
    const label = labelFor(event, desk.data.labels);
    if (label) return () => desk.another.label(label.key);
    const inside = desk.another.element.contains(document.activeElement) && document.activeElement?.matches("button");
    return READING_KEYS[key] && !(key === "Enter" && inside) ? () => run(READING_KEYS[key]) : undefined;
  }
  if (desk.open && CHOICE.test(key)) return () => desk.acts.choose(key.toUpperCase());
  if (key === "Escape" && document.querySelector("[popover]:popover-open")) return undefined;
  return KEYS[key] ? () => run(KEYS[key]) : undefined;
}

/** @param {SettleDesk} desk */
function listen(desk) {
  document.addEventListener("click", ({ target }) => {
    const element = /** @type {Element} */ (target);
    const button = element.closest("[data-run], [data-choose]");
    const inside = element.closest(".case");
    if (inside instanceof HTMLElement && inside.dataset.key !== desk.open && !button) return desk.focus(inside.dataset.key ?? "", false);
    if (!(button instanceof HTMLElement)) return undefined;
    const { choose, run: command, case: of } = button.dataset;
    const key = of ?? (inside instanceof HTMLElement ? inside.dataset.key : "") ?? "";
    if (inside && key !== desk.open && !of) desk.focus(key, false);
    if (choose) return desk.acts.choose(choose, key || desk.open);
    return command === "reopen" && of ? desk.acts.reopen(of) : run(command ?? "");
  });
  document.addEventListener("keydown", (event) => {
    const act = actOf(desk, event);
    if (!act) return;
    // A key that is held down would settle what nobody has looked at.
    event.preventDefault();
    if (!event.repeat || desk.another.isOpen) act();
  });
}

const desk = new SettleDesk();
const acts = actsOf(desk);
/** @param {string} command */
function run(command) {
  acts[command]?.();
}
listen(desk);
desk.outbox.start();
if (!desk.nextOpen() && desk.cases.length) desk.focus(desk.cases[0].dataset.key ?? "", true);
addEventListener("pageshow", (event) => event.persisted && location.reload());
stayFresh(() => desk.renew());
document.documentElement.dataset.ready = "";
