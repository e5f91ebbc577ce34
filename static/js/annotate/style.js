// @ts-check
/** Stylesheets that are fetched with what they are for. */

import { make } from "../basics.js";

/** @param {string} name of a file @returns {Promise<unknown>} once the style is there, or cannot be had */
export function styled(name) {
  const link = make("link");
  link.rel = "stylesheet";
  link.href = new URL(`../../css/${name}`, import.meta.url).pathname;
  const there = new Promise((go) => (link.onload = link.onerror = go));
  document.head.append(link);
  return there;
}
