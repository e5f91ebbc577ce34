// @ts-check
// Articles given out to the people of a project, and taken back.
import { call, sentenceOf } from "./api.js";
import { byId, plural } from "./basics.js";
import { fieldError, toast } from "./page.js";
import { done, nameAt, refresh } from "./people-lists.js";

const ADDRESS = "/api/assignments";
const MOST_NAMES = 4;

/**
 * @typedef {{article: string, person: string}} Pair
 * @typedef {{action: string | null, given: Pair[], taken: Pair[]}} Done
 */

const section = byId("give", HTMLElement);

/** "12 articles given to Ben, Carla". @param {Pair[]} given */
function toldOf(given) {
  const articles = new Set(given.map((one) => one.article));
  const names = [...new Set(given.map((one) => one.person))].sort();
  const to = names.length > MOST_NAMES ? plural(names.length, "person", "people") : names.join(", ");
  return `${plural(articles.size, "article")} given to ${to}.`;
}

/** @param {string} action */
async function undo(action) {
  if (await done(() => call("POST", `${ADDRESS}/${action}/undo`))) toast("All is as it was before.");
}

async function give() {
  const each = byId("each", HTMLInputElement);
  const ticked = section.querySelectorAll("input[name=people]:checked");
  const people = [...ticked].map((box) => /** @type {HTMLInputElement} */ (box).value);
  fieldError(each, "");
  if (!people.length) return fieldError(each, "Tick at least one person first.");
  if (!Number.isInteger(each.valueAsNumber)) return fieldError(each, "Write a whole number, such as 2.");
  try {
    /** @type {Done} */
    const answer = await call("POST", ADDRESS, { people, each: each.valueAsNumber });
    await refresh();
    const { action } = answer;
    if (action) toast(toldOf(answer.given), { undo: () => undo(action) });
    else toast("Nothing was given out: no article lacks a person.");
  } catch (error) {
    fieldError(each, sentenceOf(error));
    each.focus();
  }
}

/** @param {string} name */
async function takeBack(name) {
  /** @type {Done | null} */
  let answer = null;
  const act = async () => void (answer = await call("POST", `${ADDRESS}/remove`, { people: [name] }));
  if (!(await done(act))) return;
  const { action, taken } = /** @type {Done} */ (/** @type {unknown} */ (answer));
  if (action) toast(`${plural(taken.length, "article")} taken back from ${name}. Labels stay.`, { undo: () => undo(action) });
}

section.addEventListener("submit", (event) => {
  event.preventDefault();
  void give();
});

section.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("[data-take-back]");
  if (button) void takeBack(nameAt(event));
});
