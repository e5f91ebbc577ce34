// @ts-check
/** On a narrow window the rail is a sheet, and its parts are tabs. */

/** @import { Desk } from "./desk.js" */

import { byId } from "../basics.js";

const NARROW = "(max-width: 56.24rem)";

/** @param {Desk} desk @returns {(tab: string) => void} shows a part */
export function makeSheet(desk) {
  const sheet = byId("sheet", HTMLElement);
  const tabs = /** @type {HTMLButtonElement[]} */ ([...sheet.querySelectorAll("[data-tab]")]);
  const show = (/** @type {string} */ tab) => {
    sheet.dataset.shows = tab;
    for (const each of tabs) each.setAttribute("aria-pressed", String(each.dataset.tab === tab));
  };
  const isOpen = () => document.body.classList.contains("sheet-open");
  for (const each of tabs) {
    each.addEventListener("click", () => {
      const again = sheet.dataset.shows === each.dataset.tab;
      show(each.dataset.tab ?? "");
      if (again || !isOpen()) desk.run("sheet");
    });
  }
  // Whoever goes to a place in the text wants to see the text.
  return (tab) => {
    show(tab);
    if (matchMedia(NARROW).matches && isOpen()) desk.run("sheet");
  };
}
