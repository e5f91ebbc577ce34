// @ts-check
/** What an act comes to, drawn at once; a moment later the server's own words stand over it. */

/** @import { Case, Choice } from "./types" */

import { byId, make } from "../basics.js";
import { button, icon } from "../annotate/dom.js";

const NOTHING = -1;

/** @param {Choice} choice */
export function wordsOf({ people, words }) {
  return [people.map(({ initials }) => initials).join(", "), words].filter(Boolean).join(", ");
}

/** @param {HTMLElement} element a case, or a row of what is agreed @param {Case} one @param {string} key */
export function drawCase(element, one, key) {
  if (!element.matches(".case")) return void element.toggleAttribute("data-out", Boolean(one.outcome?.out));
  element.toggleAttribute("data-settled", one.settled);
  for (const each of element.querySelectorAll("[data-choose], [data-run=another]")) {
    const mine = each.getAttribute("data-choose") ?? "T";
    if (one.outcome?.key === mine) each.setAttribute("aria-pressed", "true");
    else each.removeAttribute("aria-pressed");
  }
  element.querySelector(":scope > .case-line")?.remove();
  if (one.settled && one.outcome) element.prepend(line(element, one, key));
  return undefined;
}

/** @param {HTMLElement} element @param {Case} one @param {string} key */
function line(element, one, key) {
  const made = make("p", "case-line");
  const said = make("span", "case-said");
  const place = element.querySelector("[data-place]")?.textContent ?? "";
  const choice = one.choices.find((each) => each.key === one.outcome?.key);
  const words = choice ? cameTo(choice, one) : one.relations.length ? "another source" : "another reading";
  said.append(make("b", "", element.querySelector(".case-head b")?.textContent ?? ""), `, ${place}: `, ...quotes(element, one, choice), make("span", "case-words", words));
  const again = button("button quiet small", [icon("undo"), "Reopen"], () => {});
  Object.assign(again.dataset, { case: key, run: "reopen" });
  made.append(icon("check"), said, again);
  return made;
}

/** As the server will say it. @param {Choice} choice @param {Case} one */
function cameTo(choice, one) {
  const { people, reading } = choice;
  if (one.relations.length) return reading === NOTHING ? "no link" : reading < 0 ? wordsOf(choice) : "";
  if (reading < 0) return one.outcome?.out ? "left out" : wordsOf(choice);
  return `as ${people.map(({ initials }) => initials).join(" and ")} ${people.length === 1 ? "has" : "have"} it`;
}

/** The words of the reading that was chosen, or of what was left out, as the case quotes them. @param {HTMLElement} element @param {Case} one @param {Choice | undefined} choice */
function quotes(element, one, choice) {
  const rows = element.querySelectorAll(".readings .told-words");
  const row = choice || one.relations.length ? rows[Math.max(0, choice?.reading ?? NOTHING)] : null;
  if (!row) return [];
  const words = /** @type {HTMLElement} */ (row.cloneNode(true));
  words.className = one.outcome?.out ? "serif out" : "serif";
  // Where nobody's link was chosen, what it leads to is not quoted.
  const led = choice && choice.reading >= 0 ? null : words.querySelector(".hint");
  while (led?.nextSibling) led.nextSibling.remove();
  led?.remove();
  return [words, " "];
}

/** How far it is, and whether it may be finished. @param {number} more how many more are settled than the server says */
export function drawDone(more) {
  const { cases, left: said, finished } = byId("done", HTMLElement).dataset;
  const left = Number(said) - more;
  byId("done-count", HTMLElement).textContent = String(Number(cases) - left);
  byId("done-words", HTMLElement).textContent = left ? "Finish when all are settled" : finished === "true" ? "Settled: to the next" : "Finish, next article";
  document.querySelector("#done [data-run=finish]")?.classList.toggle("primary", !left && finished !== "true");
}
