// @ts-check
/** Spans of several fragments, for split quotes: a stretch more, two quotes at once, a part taken off. */

/** @import { Acts, Fragment, Span, Stretch } from "./types" */
/** @import { ArticleText } from "./text.js" */
/** @import { Desk } from "./desk.js" */

import { byId, make } from "../basics.js";
import { button, icon, say } from "./dom.js";
import { bringIntoView } from "./select.js";
import { nearest, quotations, snap } from "./snap.js";

/** In order and apart, as the server wants them. @param {Fragment[]} fragments */
export function joined(fragments) {
  /** @type {Fragment[]} */
  const apart = [];
  for (const [start, end] of fragments.toSorted((a, b) => a[0] - b[0])) {
    const last = apart.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else apart.push([start, end]);
  }
  return apart;
}

/**
 * The quotes of a stretch that runs from one quotation into another, without the words between
 * them; null when it does not.
 * @param {ArticleText} text @param {Stretch} range @returns {Fragment[] | null}
 */
function quotesAcross(text, range) {
  const { start, end } = range;
  const touched = text
    .indexesOf(start, end)
    .flatMap((index) => quotations(text.blocks[index]))
    .filter((pair) => pair.start < end && pair.end > start && (pair.start > start || pair.end < end));
  const outer = touched.filter((pair) => !touched.some((other) => other !== pair && other.start <= pair.start && pair.end <= other.end));
  outer.sort((a, b) => a.start - b.start);
  const [first, last] = [outer[0], outer[outer.length - 1]];
  if (outer.length < 2 || start < first.start || end > last.end) return null;
  const apart = outer.slice(1).some((pair, at) => (nearest(text, outer[at].end, 1)?.end ?? end) <= pair.start);
  const parts = outer.flatMap((pair) => partOf(text, pair, range));
  return apart && parts.length > 1 ? parts : null;
}

/**
 * What a stretch has of a quotation: all with its marks, or some of its words without.
 * @param {ArticleText} text @param {Stretch} pair @param {Stretch} range @returns {Fragment[]}
 */
function partOf(text, pair, { start, end }) {
  if (start <= pair.start + 1 && pair.end - 1 <= end) return [[pair.start, pair.end]];
  const part = snap(text, { start: Math.max(start, pair.start + 1), end: Math.min(end, pair.end - 1) });
  return part ? [[part.start, part.end]] : [];
}

/** @param {Desk} desk @returns {Acts} */
export function makeSplit(desk) {
  const { menu, picker, text } = desk;
  const foot = wireFoot(desk);
  const parts = make("div", "card-stack");
  desk.card.links.after(parts);
  const draw = (/** @type {Span | undefined} */ span) => parts.replaceChildren(...(span ? partsOf(desk, span) : []));
  desk.card.onShow.push(draw);
  draw(desk.span);
  return {
    addToSpan: () => addToSpan(desk),
    quotes() {
      const found = picker.range && quotesAcross(text, picker.range);
      if (!found) return say("Select from one quotation into another first");
      picker.leave(picker.parts ? null : found);
      foot();
      say(`Selected: ${text.words(picker.fragments)}`);
      if (!menu.isOpen) desk.openMenu(false);
    },
  };
}

/** Shows those buttons of the menu that have something to do. @param {Desk} desk */
function wireFoot(desk) {
  const { menu, picker, text } = desk;
  const grow = byId("menu-grow", HTMLElement);
  const shrink = byId("menu-shrink", HTMLElement);
  const add = byId("menu-add", HTMLElement);
  const quotes = byId("menu-quotes", HTMLElement);
  const draw = () => {
    const found = picker.range && quotesAcross(text, picker.range);
    grow.hidden = shrink.hidden = !picker.range;
    add.hidden = !picker.range || !desk.span;
    quotes.hidden = !found;
    quotes.setAttribute("aria-pressed", String(Boolean(picker.parts)));
    const words = quotes.querySelector("span");
    if (found && words) words.textContent = `${found.length > 2 ? found.length : "Two"} quotes, one span`;
  };
  menu.onOpen.push(draw);
  return draw;
}

/** @param {Desk} desk */
function addToSpan({ span, picker, menu, text, commands, run }) {
  if (!span) return say("Focus the span first, then select what shall be added to it");
  if (!picker.range) return say("Select what shall be added to the span first");
  const fragments = joined([...span.fragments, ...picker.fragments]);
  const byMenu = menu.element.contains(document.activeElement);
  menu.close();
  picker.drop();
  if (byMenu) run("toArticle");
  if (String(fragments) === String(span.fragments)) say(`The span has these words already: ${text.words(fragments)}`);
  else commands.resize(span, fragments, "added to");
}

/** The fragments of a span that has several; each can be taken off. @param {Desk} desk @param {Span} span */
function partsOf({ text, commands, run }, span) {
  if (span.fragments.length < 2) return [];
  const chips = span.fragments.map((fragment, at) => {
    const chip = make("span", "source-chip");
    const words = make("span", "words serif", text.words([fragment]));
    words.dir = "auto";
    const show = () => bringIntoView(text.range(...fragment).getBoundingClientRect());
    const off = button("unlink", [icon("cross")], () => {
      commands.resize(span, span.fragments.toSpliced(at, 1), "part taken off");
      run("toArticle");
    });
    off.setAttribute("aria-label", `Take off ${words.textContent}`);
    chip.append(button("name", [words], show), off);
    return chip;
  });
  return [make("p", "card-head", "Its parts"), ...chips];
}
