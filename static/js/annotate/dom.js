// @ts-check
/** Small pieces that the rail and its card are put together from. */

/** @import { Label } from "./types" */

import { make } from "../basics.js";

const SPRITE = new URL("../../icons.svg", import.meta.url).pathname;
const SVG = "http://www.w3.org/2000/svg";

/** @param {string} name a symbol of icons.svg */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${SPRITE}#${name}`);
  svg.append(use);
  return svg;
}

/**
 * A button; its content may be words, elements or both.
 * @param {string} className @param {(string | Node)[]} content @param {(event: MouseEvent) => void} onClick
 */
export function button(className, content, onClick) {
  const made = make("button", className);
  made.type = "button";
  made.append(...content);
  made.addEventListener("click", onClick);
  return made;
}

/**
 * Short names for narrow places: "Named" for "Named source" where another label ends the same.
 * @param {Label[]} labels @returns {Map<string, [string, string]>} by key: what shows, what is only read out
 */
export function shortNames(labels) {
  const lastOf = (/** @type {Label} */ { name }) => name.match(/\s+\S+$/)?.[0] ?? "";
  return new Map(
    labels.map((label) => {
      const last = lastOf(label);
      const shared = last && labels.some((other) => other !== label && lastOf(other) === last);
      return [label.key, shared ? [label.name.slice(0, -last.length), last] : [label.name, ""]];
    }),
  );
}

/** Says something politely to a screen reader. @param {string} words */
export function say(words) {
  const region = document.getElementById("say");
  if (region) region.textContent = words;
}
