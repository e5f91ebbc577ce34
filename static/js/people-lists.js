// @ts-check
// The lists of the page of the people: drawn by the server, again after each act.
import { sentenceOf } from "./api.js";
import { byId } from "./basics.js";
import { toast } from "./page.js";

/** What can be filled in within the lists. @returns {HTMLInputElement[]} */
function inputs() {
  return [...document.querySelectorAll("[data-live] input")].filter((part) => part instanceof HTMLInputElement);
}

/** Tells an input from the others. @param {HTMLInputElement} input */
function nameOf(input) {
  return input.type === "checkbox" ? `${input.name} ${input.value}` : input.name;
}

/** Whether somebody filled it in. @param {HTMLInputElement} input */
function changed(input) {
  return input.value !== input.defaultValue || input.checked !== input.defaultChecked;
}

/** How to find an element in lists that were drawn again, or "". @param {Element | null} element */
function placeOf(element) {
  if (element?.id) return `#${CSS.escape(element.id)}`;
  const label = element?.getAttribute("aria-label");
  return label ? `[aria-label="${CSS.escape(label)}"]` : "";
}

/** Takes the lists as the server draws them now, and keeps the focus and what was filled in. */
export async function refresh() {
  const answer = await fetch("/people", { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const held = placeOf(document.activeElement);
  const filled = new Map(inputs().filter(changed).map((input) => [nameOf(input), input]));
  for (const part of document.querySelectorAll("[data-live]")) {
    const now = fresh.getElementById(part.id);
    if (!now) continue;
    part.replaceChildren(...now.childNodes);
    part.toggleAttribute("hidden", now.hasAttribute("hidden"));
  }
  for (const input of inputs()) {
    const { value, checked } = filled.get(nameOf(input)) ?? input;
    Object.assign(input, { value, checked });
  }
  if (!held || document.activeElement !== document.body) return;
  const again = document.querySelector(held);
  if (again instanceof HTMLElement) again.focus();
  else byId("main", HTMLElement).focus();
}

/**
 * Does something to somebody and draws the lists again; says what went wrong.
 * @param {() => Promise<unknown>} act
 * @returns {Promise<boolean>} whether it went well
 */
export async function done(act) {
  try {
    await act();
  } catch (error) {
    toast(sentenceOf(error), { failed: true });
    await refresh();
    return false;
  }
  await refresh();
  return true;
}

/** The name of the person in whose row something happens, or "". @param {Event} event */
export function nameAt(event) {
  const row = /** @type {Element} */ (event.target).closest("[data-name]");
  return row instanceof HTMLElement ? (row.dataset.name ?? "") : "";
}
