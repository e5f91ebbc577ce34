// @ts-check
/** The little menu of text size and width; the plain script `reading.js` applies them. */

import { byId } from "../basics.js";

const SIZE = "reading.size";
const WIDTH = "reading.width";
/** A window where the menu has the whole width; px. */
const NARROW = 640;

/** What is chosen, also where storage is refused. @type {Record<string, string>} */
const chosen = { [SIZE]: stored(SIZE), [WIDTH]: stored(WIDTH) };

/** @param {string} key */
function stored(key) {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} key @param {string} value "" for as the page has it */
function choose(key, value) {
  chosen[key] = value;
  try {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
  } catch {
    // Storage may be refused (private window): the choice then lasts for this page.
  }
  dispatchEvent(new CustomEvent("reading", { detail: { size: chosen[SIZE], width: chosen[WIDTH] } }));
}

/** Shows what is chosen. */
function show() {
  const size = parseFloat(getComputedStyle(byId("art", HTMLElement)).fontSize);
  const range = byId("reading-size", HTMLInputElement);
  range.value = String(Math.round(size));
  byId("reading-px", HTMLElement).textContent = `${range.value} px`;
  for (const radio of document.getElementsByName("reading-width")) {
    if (radio instanceof HTMLInputElement) radio.checked = radio.value === (chosen[WIDTH] || "normal");
  }
}

/** The menu hangs from its button. @param {HTMLElement} menu */
function place(menu) {
  const room = document.documentElement.clientWidth;
  const button = document.querySelector("[popovertarget=reading]")?.getBoundingClientRect();
  if (button) menu.style.right = `${room < NARROW ? 8 : room - button.right}px`;
  show();
}

export function makeReading() {
  const menu = byId("reading", HTMLElement);
  menu.addEventListener("beforetoggle", () => place(menu));
  if (menu.matches(":popover-open")) place(menu);
  menu.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    choose(target.type === "range" ? SIZE : WIDTH, target.value);
    show();
  });
  byId("reading-reset", HTMLElement).addEventListener("click", () => {
    choose(SIZE, "");
    choose(WIDTH, "");
    show();
  });
  return {};
}
