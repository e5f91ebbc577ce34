// @ts-check
// The live parts of a page, as the server draws them: taken anew after an act and while the page stands open.

import { placeIn } from "./place.js";

const EVERY_MS = 20_000;

/** What the server last said of each part: what scripts change in it since is no news. @type {WeakMap<Element, Node>} */
const said = new WeakMap();
const parts = () => document.querySelectorAll("[data-live]");
for (const part of parts()) said.set(part, part.cloneNode(true));

let asked = 0;
/** The newest question whose answer is shown. */
let shown = 0;

/**
 * Takes the live parts of this page as they are now; of what the server says as before nothing is touched.
 * @param {object} [how]
 * @param {() => boolean | Promise<boolean>} [how.may] asked when the answer is there, before anything is replaced
 * @param {boolean} [how.whole] replaces what is as before too: scripts drew over it
 * @param {() => void} [how.draw] what scripts add to the new parts
 * @returns {Promise<boolean>} whether the page shows what the server has
 */
export async function refresh({ may = () => true, whole = false, draw = () => {} } = {}) {
  const mine = ++asked;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return false;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  // An answer that was overtaken by a newer one is older than what is shown.
  if (mine < shown || !(await may())) return false;
  shown = mine;
  const back = placeIn(document);
  for (const part of parts()) {
    const other = fresh.getElementById(part.id);
    if (other) take(part, other, whole);
  }
  back(draw);
  return true;
}

/** @param {Element} part @param {HTMLElement} other as the server draws it now @param {boolean} whole */
function take(part, other, whole) {
  if (!whole && said.get(part)?.isEqualNode(other)) return;
  said.set(part, other.cloneNode(true));
  for (const name of other.getAttributeNames()) {
    if (name.startsWith("data-")) part.setAttribute(name, other.getAttribute(name) ?? "");
  }
  part.replaceChildren(...other.childNodes);
}

/** Asks again and again while the page is looked at: teammates go on meanwhile. @param {() => Promise<unknown>} again */
export function stayFresh(again) {
  const look = () => void (document.hidden || again().catch(() => {}));
  setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
}
