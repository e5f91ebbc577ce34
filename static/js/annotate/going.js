// @ts-check
/** Going from one article to another, and handing one in. */

/** @import { Acts } from "./types" */
/** @import { Desk } from "./desk.js" */

import { say } from "./dom.js";

/** @param {Desk} desk @returns {Acts} */
export function makeGoing(desk) {
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
