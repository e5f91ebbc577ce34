// @ts-check
// In the details of an article: to whom it was given, where the person may say that.
import { call } from "./api.js";

const ADDRESS = "/api/assignments";

/** @returns {HTMLInputElement[]} one for each person, none where the person may not give articles */
function boxes() {
  return [...document.querySelectorAll("#edit-people input")].filter((box) => box instanceof HTMLInputElement);
}

/** Ticks who has the article. @param {string} id */
export async function fillPeople(id) {
  if (!boxes().length) return;
  const { items } = await call("GET", `${ADDRESS}?article=${encodeURIComponent(id)}`);
  for (const box of boxes()) box.checked = box.defaultChecked = items.some(hasIt(box.value));
}

/** @param {string} name @returns {(item: {people: string[]}) => boolean} */
function hasIt(name) {
  return ({ people }) => people.includes(name);
}

/** Gives it to who was ticked since, and takes it from whose tick was taken away. @param {string} id */
export async function savePeople(id) {
  const changed = boxes().filter((box) => box.checked !== box.defaultChecked);
  for (const [rest, ticked] of /** @type {[string, boolean][]} */ ([["", true], ["/remove", false]])) {
    const people = changed.filter((box) => box.checked === ticked).map((box) => box.value);
    if (people.length) await call("POST", ADDRESS + rest, { articles: [id], people });
  }
}
