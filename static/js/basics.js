// @ts-check
// The least that every page needs.

/**
 * The element with this id.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function byId(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${kind.name} #${id}`);
  return found;
}

/**
 * A new element with text.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} [className]
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** "14:02" now: hours to 24, as the rest of the program tells the time. */
export function clock() {
  return new Date().toTimeString().slice(0, 5);
}

/** "1,204". The browser's own way to write a number costs 40 ms when it is first asked. @param {number} count */
export function figure(count) {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * "1 article", "1,204 articles".
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function plural(count, one, many = `${one}s`) {
  return `${figure(count)} ${count === 1 ? one : many}`;
}
