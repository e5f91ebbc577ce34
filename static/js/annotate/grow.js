// @ts-check
/** Larger and smaller stretches round what is picked: word, quotation, clause, sentence, paragraph. */

/** @import { Acts, Stretch } from "./types" */
/** @import { ArticleText } from "./text.js" */
/** @import { Desk } from "./desk.js" */

import { say } from "./dom.js";
import { paragraph } from "./paragraph.js";
import { sentenceAt } from "./sentences.js";
import { nearest, quotations, snap, wordAt } from "./snap.js";

/** Marks that end a clause wherever they stand, and those that do so unless a word follows at once. */
const ALWAYS = /^[—()，、；：（）]/u;
const BEFORE_BLANK = /^[,;:–\-،؛]/u;

/** @param {Stretch} a @param {Stretch} b */
const same = (a, b) => a.start === b.start && a.end === b.end;
/** @param {Stretch} outer @param {Stretch} inner */
const holds = (outer, inner) => outer.start <= inner.start && inner.end <= outer.end;

/** The next larger stretch, or undefined for a whole paragraph. @param {ArticleText} text @param {Stretch} range */
export function grow(text, range) {
  const pairs = pairsOf(text, range);
  return [range, ...pairs.filter((pair) => holds(pair, range)), ...clauses(text, range, pairs), sentence(text, range), paragraph(text, range)]
    .map((step) => withWholeQuotes(text, covering(snap(text, step) ?? step, range), pairs))
    .filter((step) => holds(step, range) && !same(step, range))
    .sort((a, b) => a.end - a.start - (b.end - b.start))[0];
}

/** All steps from a stretch's first word up to the stretch, itself the last. @param {ArticleText} text @param {Stretch} range */
export function ladder(text, range) {
  const steps = [];
  const word = wordAt(text, range.start);
  let step = word && { start: word.start, end: word.end };
  while (step && holds(range, step) && !same(step, range)) {
    steps.push(step);
    step = grow(text, step);
  }
  return [...steps, range];
}

/** @param {Stretch} a @param {Stretch} b @returns {Stretch} */
function covering(a, b) {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** The quotations in the blocks where a stretch begins and ends. @param {ArticleText} text @param {Stretch} range */
function pairsOf(text, range) {
  return indexesOf(text, range).flatMap((index) => quotations(text.blocks[index]));
}

/** @param {ArticleText} text @param {Stretch} range */
function indexesOf(text, { start, end }) {
  return [...new Set([text.indexAt(start), text.indexAt(end - 1)])];
}

/**
 * A step takes all of a quotation that it cuts through, and the marks of one that it fills.
 * @param {ArticleText} text @param {Stretch} step @param {Stretch[]} pairs
 */
function withWholeQuotes(text, step, pairs) {
  for (const pair of pairs) {
    const apart = pair.end <= step.start || step.end <= pair.start || holds(step, pair);
    const fills = (nearest(text, pair.start, 1)?.start ?? 0) >= step.start && (nearest(text, pair.end, -1)?.end ?? 0) <= step.end;
    if (!apart && (fills || !holds(pair, step))) step = covering(step, pair);
  }
  return step;
}

/** @param {ArticleText} text @param {Stretch} range @returns {Stretch} */
function sentence(text, { start, end }) {
  return { start: sentenceAt(text, start).start, end: sentenceAt(text, end - 1).end };
}

/**
 * From the mark before a stretch to the mark after it, within its sentence: up to quotation
 * marks, and past quotations.
 * @param {ArticleText} text @param {Stretch} range @param {Stretch[]} pairs
 */
function clauses(text, range, pairs) {
  const whole = sentence(text, range);
  const stops = indexesOf(text, range).flatMap((index) => stopsOf(text, index));
  const quotes = pairs.flatMap(({ start, end }) => [
    { start, end: start + 1 },
    { start: end - 1, end },
  ]);
  const others = pairs.filter((pair) => same(pair, range) || !holds(pair, range));
  const outside = stops.filter((stop) => !others.some((pair) => holds(pair, stop)));
  return [[...stops, ...quotes], outside].map((marks) => ({
    start: Math.max(whole.start, ...marks.map(({ end }) => end).filter((end) => end <= range.start)),
    end: Math.min(whole.end, ...marks.map(({ start }) => start).filter((start) => start >= range.end)),
  }));
}

/** The punctuation that ends clauses in a block. @param {ArticleText} text @param {number} index */
function stopsOf(text, index) {
  const cuts = text.cuts(index, "word");
  return cuts.filter(({ start, end, word }, at) => {
    if (word) return false;
    const mark = text.slice(start, end);
    return ALWAYS.test(mark) || (BEFORE_BLANK.test(mark) && !cuts[at + 1]?.word);
  });
}

/** @param {Desk} desk @returns {Acts} */
export function makeGrow(desk) {
  const { picker, text } = desk;
  /** @type {Stretch[]} the way that what is picked has come */
  let steps = [];
  const pick = (/** @type {Stretch} */ range) => {
    const { isOpen } = desk.menu;
    picker.hold(range, "keys");
    if (isOpen) desk.openMenu(false);
  };
  const known = () => {
    const { range } = picker;
    const last = steps.at(-1);
    if (range && !(last && same(last, range))) steps = ladder(text, range);
    return range;
  };
  return {
    grow() {
      const range = known();
      const next = range ? grow(text, range) : (picker.cursor ?? wordAt(text, picker.firstVisible()));
      if (!next) return say("This is the whole paragraph");
      steps = range ? [...steps, next] : [next];
      pick(next);
    },
    shrink() {
      if (!known()) return say("Select some words first");
      if (steps.length < 2) return say("This is one word");
      steps.pop();
      pick(steps[steps.length - 1]);
    },
  };
}
