// @ts-check
/** What is asked for while a command's script is still coming waits behind that command. */

import { isTaken } from "./keys.js";

/** What a command or a field may wait for; the browser scrolls and goes about by the others. */
const PLAIN = /^(?:.|Enter|Escape|Backspace|Delete|Arrow.+)$/u;
/** The same of keys with Ctrl or Alt. */
const WITH_CTRL = /^(?:[zy]|Enter|Arrow.+)$/i;

/**
 * @param {() => Promise<unknown>} fetchAll brings the commands that are missing
 * @param {(event: KeyboardEvent) => void} pressAgain does what a key does that was held back
 * @returns {(work: () => boolean | void, there?: boolean) => boolean | void} does the work now, or when its turn comes
 */
export function makeInTurn(fetchAll, pressAgain) {
  /** @type {Promise<unknown> | undefined} */
  let waiting;
  /** What it runs itself does not wait behind it. */
  let itsTurn = false;
  const queue = (/** @type {() => unknown} */ work) => {
    const turn = (waiting ?? fetchAll()).then(() => {
      itsTurn = true;
      try {
        work();
      } finally {
        itsTurn = false;
      }
    });
    waiting = turn;
    turn.catch(() => {}).finally(() => waiting === turn && (waiting = undefined));
  };
  // A key means what it means where the focus is then, which the command before it may have moved.
  addEventListener(
    "keydown",
    (event) => {
      const { key, ctrlKey, metaKey, altKey, target } = event;
      const waits = (ctrlKey || metaKey || altKey ? WITH_CTRL : PLAIN).test(key);
      const on = /** @type {Element} */ (target);
      if (!waiting || !waits || !event.isTrusted || isTaken(on) || (key === " " && on.closest("button, a, summary"))) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      queue(() => pressAgain(event));
    },
    true,
  );
  return (work, there = true) => (there && (itsTurn || !waiting) ? work() : queue(work));
}
