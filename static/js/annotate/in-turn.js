// @ts-check
/** What is asked for while a command's script is still coming waits behind that command. */

import { isTaken, TYPING } from "./keys.js";

/** What a command or a field may wait for; the browser scrolls and goes about by the others. */
const PLAIN = /^(?:\S|Enter|Escape|Backspace|Delete|Arrow.+)$/u;
/** The same of keys with Ctrl or Alt. */
const WITH_CTRL = /^(?:[zy]|Enter|Arrow.+)$/i;

/**
 * @param {() => Promise<unknown>} fetchAll brings the commands that are missing
 * @returns {(work: () => boolean | void, there?: boolean) => boolean | void} does the work now, or when its turn comes
 */
export function makeInTurn(fetchAll) {
  /** @type {Promise<unknown> | undefined} */
  let waiting;
  const queue = (/** @type {() => unknown} */ work) => {
    const turn = (waiting ?? fetchAll()).then(work);
    waiting = turn;
    turn.catch(() => {}).finally(() => waiting === turn && (waiting = undefined));
  };
  let itsTurn = false;
  const again = (/** @type {KeyboardEvent} */ event) => {
    itsTurn = true;
    pressAgain(event);
    itsTurn = false;
  };
  // A key means what it means where the focus is then, which the command before it may have moved.
  addEventListener(
    "keydown",
    (event) => {
      const { key, ctrlKey, metaKey, altKey, target } = event;
      const waits = (ctrlKey || metaKey || altKey ? WITH_CTRL : PLAIN).test(key);
      if (!waiting || !waits || !event.isTrusted || isTaken(/** @type {Element} */ (target))) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      queue(() => again(event));
    },
    true,
  );
  return (work, there = true) => (there && (itsTurn || !waiting) ? work() : queue(work));
}

/** @param {KeyboardEvent} event */
function pressAgain(event) {
  const { key, shiftKey } = event;
  const target = /** @type {HTMLElement} */ (document.activeElement ?? document.body);
  if (!target.dispatchEvent(new KeyboardEvent("keydown", event))) return;
  // What browsers do themselves they do not for a key that is pressed by a script.
  const dialog = document.querySelector("dialog[open]");
  if (key === "Escape") /** @type {HTMLDialogElement | null} */ (dialog)?.close();
  else if (!target.closest(TYPING)) key === "Enter" && target.closest("button, a") && target.click();
  else if (event.ctrlKey || event.metaKey) document.execCommand(key === "z" && !shiftKey ? "undo" : "redo");
  else if (key === "Backspace") document.execCommand("delete");
  else if ([...key].length === 1) document.execCommand("insertText", false, key);
}
