// @ts-check
/** A dialog is closed by the key that opens it, whichever a person chose for that. */

/** @import { Keys } from "./keys.js" */

import { isSingle, pressed } from "./keys.js";

/** @param {HTMLDialogElement} dialog @param {string} command that opens it @param {Keys | undefined} keys */
export function closeBySameKey(dialog, command, keys) {
  dialog.addEventListener("keydown", (event) => {
    const press = pressed(event);
    if (keys?.find(press) !== command || (isSingle(press) && !keys.single)) return;
    event.preventDefault(); // or the page would open it again
    dialog.close();
  });
}
