// @ts-check
/** A key that was held back while scripts came, pressed where the focus is now. */

import { TYPING } from "./keys.js";

/** @param {KeyboardEvent} event */
export function pressAgain(event) {
  const { key, shiftKey } = event;
  const target = /** @type {HTMLElement} */ (document.activeElement ?? document.body);
  if (!target.dispatchEvent(new KeyboardEvent("keydown", event))) return;
  // What browsers do themselves they do not for a key that is pressed by a script.
  const dialog = document.querySelector("dialog[open]");
  if (key === "Escape") /** @type {HTMLDialogElement | null} */ (dialog)?.close();
  else if (!target.closest(TYPING)) {
    if (key === "Enter" && target.closest("button, a")) target.click();
    else if (key === " ") scrollBy(0, (shiftKey ? -0.9 : 0.9) * innerHeight);
  }
  else if (event.ctrlKey || event.metaKey) document.execCommand(key === "z" && !shiftKey ? "undo" : "redo");
  else if (key === "Backspace") document.execCommand("delete");
  else if ([...key].length === 1) document.execCommand("insertText", false, key);
}
