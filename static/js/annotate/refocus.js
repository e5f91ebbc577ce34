// @ts-check
/**
 * The focus stays where it was when the rail is drawn anew: on what stands for the same thing,
 * else on what stands next to it, else on the article. A browser alone would drop it to the page.
 */

/** @import { Acts } from "./types" */

import { byId } from "../basics.js";

const CONTROLS = "button, input, select, textarea, a[href]";
/** Each is drawn by itself. */
const LISTS = ".card, #check-list, #sources, #rail";

/** @typedef {{control: HTMLElement, list: HTMLElement | null, key: string, at: number, head: string}} Focus */

/** What a control stands for: its place or span, where its words do not say it all. @param {HTMLElement} control */
function keyOf(control) {
  return `${control.className} ${control.dataset.of ?? control.ariaLabel ?? control.textContent}`;
}

/** @param {HTMLElement} list @returns {HTMLElement[]} */
function controlsIn(list) {
  return [...list.querySelectorAll(CONTROLS)].filter((found) => found instanceof HTMLElement);
}

/** @param {Element | null} control @returns {Focus | null} */
function focusOn(control) {
  if (!(control instanceof HTMLElement)) return null;
  const list = /** @type {HTMLElement | null} */ (control.closest(LISTS));
  const head = list?.matches(".card") ? ".span-item.open .span-head" : control.closest(".source-form") ? ".source-item.open .source-head" : "";
  return { control, list, head, key: keyOf(control), at: list ? controlsIn(list).indexOf(control) : -1 };
}

/** Where the focus may go, best first. @param {Focus} focus @returns {(Element | null | undefined)[]} */
function successors({ control, list, head, key, at }) {
  const controls = list ? controlsIn(list) : [];
  const same = controls.find((each) => keyOf(each) === key);
  return [control, same, head ? document.querySelector(head) : null, controls[at], controls.at(-1), byId("art", HTMLElement)];
}

/** @returns {Acts} */
export function makeRefocus() {
  const rail = byId("sheet", HTMLElement);
  let last = rail.contains(document.activeElement) ? focusOn(document.activeElement) : null;
  document.addEventListener("focusin", ({ target }) => {
    last = target instanceof Element && rail.contains(target) ? focusOn(target) : null;
  });
  // Who presses beside it lets go of it.
  const letGo = (/** @type {Event} */ { target }) => {
    if (!last?.control.contains(/** @type {Node} */ (target))) last = null;
  };
  document.addEventListener("pointerdown", letGo, true);
  const refocus = () => {
    if (!last) return;
    const lost = document.activeElement === document.body || last.control.closest("[hidden]");
    const next = lost && successors(last).find((each) => each?.checkVisibility());
    if (next instanceof HTMLElement) next.focus({ preventScroll: true });
  };
  // Later, for while Tab goes from one field to the next, nothing has the focus either.
  new MutationObserver(() => void (last && setTimeout(refocus))).observe(rail, { childList: true, subtree: true, attributeFilter: ["hidden"] });
  return {};
}
