// @ts-check
/** Sentences that no span lies on: the next one is picked, so that a digit labels it. */

/** @import { Acts, Step, Stretch } from "./types" */
/** @import { ArticleText } from "./text.js" */
/** @import { Desk } from "./desk.js" */

import { say } from "./dom.js";
import { endOf, startOf } from "./model.js";
import { bringIntoView } from "./select.js";
import { sentenceAt, sentencesOf } from "./sentences.js";
import { snap } from "./snap.js";

/** The sentences from an offset onwards, or back from it. @param {ArticleText} text @param {number} offset @param {Step} direction */
function* sentences(text, offset, direction) {
  for (let index = text.indexAt(offset); text.blocks[index]; index += direction) {
    const inBlock = sentencesOf(text.blocks[index]);
    for (const sentence of direction > 0 ? inBlock : inBlock.toReversed()) {
      if (direction > 0 ? sentence.start >= offset : sentence.end <= offset) yield sentence;
    }
  }
}

/** Whether a span has text in a sentence. @param {Desk} desk @param {Stretch} sentence */
function isLabelled({ model, text }, { start, end }) {
  const spans = [...(model.inBlock.get(text.indexAt(start)) ?? [])];
  return spans.some(({ fragments }) => fragments.some(([from, to]) => from < end && to > start));
}

/** Where to look from: past what is picked or focused, else at the sentence of the cursor. @param {Desk} desk @param {Step} direction */
function placeOf({ picker, span, text }, direction) {
  const { range } = picker;
  if (range) return direction > 0 ? range.end : range.start;
  if (span) return direction > 0 ? endOf(span) : startOf(span);
  return sentenceAt(text, picker.cursor?.start ?? picker.firstVisible()).start;
}

/** @param {Desk} desk @returns {Acts} */
export function makeBare(desk) {
  const { text, picker } = desk;
  const go = (/** @type {Step} */ direction) => () => {
    for (const sentence of sentences(text, placeOf(desk, direction), direction)) {
      const range = !isLabelled(desk, sentence) && snap(text, sentence);
      if (!range) continue;
      bringIntoView(text.range(range.start, range.end).getBoundingClientRect());
      return picker.hold(range, "keys");
    }
    say(`No sentence ${direction > 0 ? "after" : "before"} this one is without a label`);
  };
  return { nextBare: go(1), previousBare: go(-1) };
}
