// @ts-check
/** Spans as buttons: the others on the same words, in the card and in the menu of the focused one. */

/** @import { Acts, Span } from "./types" */
/** @import { Desk } from "./desk.js" */
/** @import { Model } from "./model.js" */

import { make } from "../basics.js";
import { button } from "./dom.js";
import { inTextOrder } from "./model.js";

/** More than these only the card shows. */
const MOST = 6;

/**
 * A span's label, as its pattern and in words for who hears it, and its words.
 * @param {Desk} desk @param {Span} span @param {string} [words] in place of its own @returns {(string | Node)[]}
 */
export function named({ model, text }, span, words = text.words(span.fragments)) {
  const label = model.labelOf.get(span.label);
  const shown = make("span", "words", words);
  shown.dir = "auto";
  return [make("i", `lane-swatch label-${label?.n ?? 0}`), make("span", "visually-hidden", `${label?.name}: `), shown];
}

/** The other spans that overlap a span, in text order. @param {Model} model @param {Span} span */
function stackOf(model, span) {
  const near = new Set(model.blocksOf(span).flatMap((index) => [...(model.inBlock.get(index) ?? [])]));
  near.delete(span);
  return [...near].filter((other) => overlap(span, other)).sort(inTextOrder);
}

/** @param {Span} a @param {Span} b */
function overlap(a, b) {
  return a.fragments.some(([start, end]) => b.fragments.some(([from, to]) => from < end && to > start));
}

/** A button for each other span on the words of one. @param {Desk} desk @param {Span} span @param {(other: Span) => void} choose */
export function stacked(desk, span, choose) {
  return stackOf(desk.model, span).map((other) => {
    const made = button("candidate", named(desk, other), () => choose(other));
    made.dataset.of = other.id;
    return made;
  });
}

/** @param {Desk} desk @returns {Acts} */
export function makeStackMenu(desk) {
  const { menu, picker } = desk;
  const group = make("div", "menu-stack");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Also on these words");
  menu.element.querySelector(".menu-foot")?.before(group);
  const choose = (/** @type {Span} */ other) => {
    menu.close();
    desk.focus(other.id, false);
    desk.run("toArticle");
  };
  menu.onOpen.push(() => {
    const others = desk.span && !picker.range ? stacked(desk, desk.span, choose) : [];
    group.hidden = !others.length;
    group.replaceChildren(...others.slice(0, MOST));
  });
  return {};
}
