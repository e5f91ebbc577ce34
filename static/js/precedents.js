// @ts-check
// Precedents below the guidelines: taken away at once, and brought back.
import { call, sentenceOf } from "./api.js";
import { byId } from "./basics.js";
import { refresh } from "./live.js";
import { toast } from "./page.js";

const ADDRESS = "/api/precedents";

const list = byId("precedents-list", HTMLElement);
const buttons = () => [...list.querySelectorAll("button")];

/** @param {string} id */
async function restore(id) {
  try {
    await call("POST", `${ADDRESS}/${id}/restore`);
    await refresh();
    buttons().find((button) => button.dataset.unpin === id)?.focus();
    toast("Pinned again");
  } catch (error) {
    toast(sentenceOf(error), { failed: true });
  }
}

/** @param {HTMLButtonElement} button @param {string} id */
async function unpin(button, id) {
  const place = buttons().indexOf(button);
  try {
    await call("DELETE", `${ADDRESS}/${id}`);
    await refresh();
    const left = buttons();
    (left[Math.min(place, left.length - 1)] ?? byId("precedents", HTMLElement)).focus();
    toast("Unpinned. It is no precedent any more.", { undo: () => restore(id) });
  } catch (error) {
    toast(sentenceOf(error), { failed: true });
  }
}

list.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("button");
  if (button?.dataset.unpin) void unpin(button, button.dataset.unpin);
});
