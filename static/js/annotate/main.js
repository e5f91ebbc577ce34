// @ts-check
/**
 * Starts the annotation page: reads what the server drew, replays what it does not have yet, and
 * says what each command of the table of keys and each button does.
 */

/** @import { Acts, PageData, Span } from "./types" */

import { byId } from "../basics.js";
import { Desk } from "./desk.js";
import { say } from "./dom.js";
import { fetched } from "./fetched.js";
import { makeInTurn } from "./in-turn.js";
import { Keys } from "./keys.js";
import { readPageData } from "./page-data.js";
import { bringIntoView } from "./select.js";
import { isOlder } from "./told.js";

/** @param {Desk} desk @returns {Acts} */
function actsOf(desk) {
  return { ...moves(desk), ...edits(desk), ...goings(desk) };
}

/** @param {Desk} desk @returns {Acts} */
function moves(desk) {
  return { next: () => desk.step(1), previous: () => desk.step(-1) };
}

/**
 * Does something with the focused span; without one the key is left to the browser.
 * @param {Desk} desk @param {(span: Span) => void} work
 */
const withSpan = (desk, work) => () => {
  const { span } = desk;
  if (span) work(span);
  return Boolean(span);
};

/** @param {Desk} desk @returns {Acts} */
function edits(desk) {
  const { card, commands } = desk;
  return {
    menu: () => desk.openMenu(true),
    letGo: () => letGo(desk),
    remove: withSpan(desk, (span) => {
      commands.remove(span);
      toArticle(desk);
    }),
    discuss: withSpan(desk, (span) => commands.flag(span, "discuss")),
    note: withSpan(desk, () => {
      openSheet(true);
      card.editNote();
    }),
    toArticle: () => toArticle(desk),
    sheet: () => openSheet(!document.body.classList.contains("sheet-open")),
  };
}

/** @param {Desk} desk @returns {Acts} */
function goings(desk) {
  const { data } = desk;
  return {
    nextArticle: () => void go(desk, data.next, "This is the last article"),
    previousArticle: () => void go(desk, data.previous, "This is the first article"),
    submit: () => submit(desk),
    reopen: () => {
      desk.setStatus("open");
      desk.outbox.add("status", { status: "open" });
      say("Open again");
    },
  };
}

/** @param {Desk} desk @param {string} address @param {string} otherwise */
async function go(desk, address, otherwise) {
  if (!address) return say(otherwise);
  desk.card.flush();
  await desk.outbox.safe();
  if (await answers()) location.assign(address);
  else desk.status.stay();
}

/** Whether the server answers: to leave for nobody would take the article away. */
function answers() {
  return fetch(import.meta.url, { method: "HEAD", cache: "no-store" }).then(() => true, () => false);
}

/** @param {Desk} desk */
function submit(desk) {
  desk.card.flush();
  if (desk.layerStatus !== "submitted" && desk.layerStatus !== "reviewed") {
    desk.setStatus("submitted");
    desk.outbox.add("status", { status: "submitted" });
  }
  go(desk, desk.data.next_open || desk.data.next, "Submitted. No article is left after this one.");
}

/** Lets go of one thing at a time: the menu, the choice of a source, the selection, the span. @param {Desk} desk */
function letGo(desk) {
  const { menu, card, picker } = desk;
  const inMenu = menu.element.contains(document.activeElement);
  if (card.linking) card.attribution?.choose(false);
  else if (desk.takesPress) desk.takesPress(null);
  else if (picker.range) picker.drop();
  else if (menu.isOpen) menu.close();
  else desk.focus(null, false);
  if (inMenu || document.activeElement === document.body) toArticle(desk);
}

/** @param {Desk} desk */
function toArticle({ text }) {
  text.article.focus({ preventScroll: true });
}

/**
 * The keys are for the article from the start. It is framed for who comes back to it by a key: now nobody asked for it.
 * @param {Desk} desk
 */
function arrive(desk) {
  const { article } = desk.text;
  toArticle(desk);
  article.style.outline = "0";
  // Another window takes the focus too, but brings it back.
  article.onblur = () => {
    if (document.activeElement !== article) article.style.outline = "";
  };
}

/** On a narrow window the rail is a sheet at the foot of the page. @param {boolean} open */
function openSheet(open) {
  const framed = document.querySelector(".outline-frame")?.getBoundingClientRect();
  document.body.classList.toggle("sheet-open", open);
  byId("sheet-toggle", HTMLButtonElement).setAttribute("aria-expanded", String(open));
  document.querySelector(".span-item.open")?.scrollIntoView({ block: "nearest" });
  // What it is about stays in sight.
  if (open && framed?.height && framed.bottom > 0 && framed.top < innerHeight) bringIntoView(framed);
}

/** @param {PageData} data */
function start(data) {
  /** @type {Acts} */
  const acts = {};
  const inTurn = makeInTurn(() => later.hands().then(later.panels));
  const run = (/** @type {string} */ command) => inTurn(() => acts[command](), command in acts);
  const desk = new Desk(data, run);
  const later = laterOf(desk, acts);
  desk.keys = new Keys(desk.text.article, data.labels, run, (label) => inTurn(() => desk.label(label)));
  Object.assign(acts, actsOf(desk));
  wireButtons(run);
  return { desk, later };
}

/**
 * What the page fetches when it stands, and what with the first move of a hand. The commands that
 * come with it join the others.
 * @param {Desk} desk @param {Acts} acts
 */
function laterOf(desk, acts) {
  const once = (/** @type {string} */ name) => {
    /** @type {Promise<unknown> | undefined} */
    let loading;
    const failed = () => {
      loading = undefined;
      say("The server does not answer; try this again when it does");
    };
    return () => (loading ??= fetched(name).then(async ({ start }) => Object.assign(acts, await start(desk))).catch(failed));
  };
  return { panels: once("panels"), hands: once("hands") };
}

/** Every button with `data-run` does what the command of that name does. @param {(command: string) => void} run */
function wireButtons(run) {
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target).closest("[data-run]");
    if (target instanceof HTMLElement && target.dataset.run) run(target.dataset.run);
  });
}

/** @param {Desk} desk */
async function replay(desk) {
  const rows = await desk.outbox.unsent();
  // What left the queue after this page was drawn is not in it.
  if (isOlder(desk.outbox, desk.data.layer.version)) await new Promise(() => location.reload());
  desk.take(rows);
  desk.outbox.start();
}

const { desk, later } = start(readPageData());
await replay(desk);
navigator.storage?.persist?.();
// A page that the browser kept from before may be older than the server's.
addEventListener("pageshow", (event) => event.persisted && location.reload());
if (document.activeElement === document.body) arrive(desk);
document.documentElement.dataset.ready = "";
setTimeout(later.panels);
// The address may name a place, and a person's own keys are to stand on the buttons.
if (location.hash || Object.keys(desk.keys?.own ?? {}).length) setTimeout(later.hands);
for (const kind of ["keydown", "pointerdown", "pointermove"]) addEventListener(kind, later.hands, { once: true, capture: true });
