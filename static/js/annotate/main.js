// @ts-check
/**
 * Starts the annotation page: reads what the server drew, replays what it does not have yet, and
 * says what each command of the table of keys and each button does.
 */

/** @import { Acts, PageData } from "./types" */

import { byId } from "../basics.js";
import { Desk } from "./desk.js";
import { say } from "./dom.js";
import { fetched } from "./fetched.js";
import { makeInTurn } from "./in-turn.js";
import { Keys } from "./keys.js";
import { readPageData } from "./page-data.js";
import { bringIntoView } from "./select.js";
import { isOlder } from "./told.js";

/** What the page can do before more of it has come. @param {Desk} desk @returns {Acts} */
function actsOf(desk) {
  return {
    next: () => desk.step(1),
    previous: () => desk.step(-1),
    toArticle: () => toArticle(desk),
    sheet: () => openSheet(!document.body.classList.contains("sheet-open")),
  };
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
  const inTurn = makeInTurn(() => later.hands().then(later.panels), (event) => desk.tools?.pressAgain(event));
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
