// @ts-check
/** What is asked for while a command's script is still coming waits behind that command. */

import { isTaken, TYPING } from "./keys.js";

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
  const again = async (/** @type {KeyboardEvent} */ event) => {
    // What follows from a selection comes after the task that made it.
    await new Promise((go) => setTimeout(go));
    itsTurn = true;
    pressAgain(event);
    itsTurn = false;
  };
  // A key means what it means where the focus is then, which the command before it may have moved.
  addEventListener(
    "keydown",
    (event) => {
      const { key, ctrlKey, metaKey, altKey, target } = event;
      const plain = !ctrlKey && !metaKey && !altKey && !/^(?:Tab|Shift|F\d+)$/.test(key);
      if (!waiting || !plain || !event.isTrusted || isTaken(/** @type {Element} */ (target))) return;
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
  const target = /** @type {HTMLElement} */ (document.activeElement ?? document.body);
  if (!target.dispatchEvent(new KeyboardEvent("keydown", event))) return;
  if (target.closest(TYPING)) event.key.length === 1 && document.execCommand("insertText", false, event.key);
  else if (event.key === "Enter" && target.closest("button, a")) target.click();
}
