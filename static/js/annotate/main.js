// @ts-check
/** Starts the annotation page: reads what the server drew, replays what it does not have yet. */

/** @import { Acts, PageData } from "./types" */

import { byId } from "../page.js";
import { actsOf } from "./acts.js";
import { Desk } from "./desk.js";
import { Keys, makeHelp } from "./keys.js";

/** @param {PageData} data */
function start(data) {
  /** @type {Acts} */
  const acts = {};
  const run = (/** @type {string} */ command) => acts[command]?.();
  const desk = new Desk(data, run);
  const keys = new Keys(desk.text.article, data.labels, run, (label) => desk.label(label));
  Object.assign(acts, actsOf(desk, makeHelp(keys)));
  wireButtons(run);
  return desk;
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
  for (const { kind, body } of await desk.outbox.unsent()) {
    if (kind === "status") desk.setStatus(body.status);
    else desk.take(body.changes);
  }
  desk.outbox.start();
}

const desk = start(JSON.parse(byId("page-data", HTMLElement).textContent ?? ""));
await replay(desk);
navigator.storage?.persist?.();
// A page that the browser kept from before may be older than the server's.
addEventListener("pageshow", (event) => event.persisted && location.reload());
document.documentElement.dataset.ready = "";
