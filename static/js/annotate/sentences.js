// @ts-check
/** Where sentences begin and end: as the browser finds them, but not broken after titles and abbreviations. */

/** @import { Block, Stretch } from "./types" */
/** @import { ArticleText } from "./text.js" */

import { lengthOf } from "./points.js";

/** After a title it goes on, */
const TITLE =
  /(?<![\p{L}\p{N}.])(?:e\.g|i\.e|vs?|Mr|Mrs|Ms|Dr|Prof|Sens?|Reps?|Rev|Gov|Gen|Brig|Col|Cmdr|Capt|Maj|Adm|Lt|Sgt|Cpl|Pfc|Det|Hon|Amb|Mt|Ft|al)\.\s+$/u;
/** where the next one begins small: “Is it over?” he asked, */
const SMALL = /^[\s"”’)]*\p{Ll}/u;
/** before a number: “No. 10”, “Jan. 6”, */
const COUNTED = /(?<![\p{L}\p{N}])(?:Nos?|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|pp?)\.\s+$/u;
/** and after an initial or “U.S.”, “p.m.”, “Inc.”, unless it is one of these that follows, or a quotation. */
const SHORT = /(?<![\p{L}\p{N}])(?:\p{Lu}\.|(?:\p{L}\.){2,}|(?:St|Ph\.D|Inc|Corp|Ltd|Co|Jr|Sr|Bros)\.)\s+$/u;
const BEGINS =
  /^(?:[“”"'‘’«»„]|(?:The|An?|This|That|These|Those|There|Then|He|She|It|They|We|I|You|His|Her|Its|Their|Our|My|But|And|Or|So|Yet|If|When|While|As|In|On|At|By|For|From|With|After|Before|Since|Some|Many|Most|No|Not|One|What|Who|Why|How|Police|Officials)(?![\p{L}\p{N}.-]))/u;
/** French marks close after a blank, and so after the end of what they hold. */
const CLOSING = /^[»›][,.;:!?]*(?:\s+|$)/u;
/** The longest of these endings, in UTF-16 units. */
const ENDING = 16;

/** By the same rules in everybody's browser. @type {Intl.Segmenter | undefined} */
let segmenter;

/** The sentences of a text, without a gap. @param {string} text @returns {string[]} */
export function sentencesIn(text) {
  segmenter ??= new Intl.Segmenter("en", { granularity: "sentence" });
  /** @type {string[]} */
  const sentences = [];
  for (const { segment } of segmenter.segment(text)) {
    const last = sentences.length - 1;
    const [closing] = (last >= 0 && CLOSING.exec(segment)) || [""];
    const words = segment.slice(closing.length);
    if (last >= 0) sentences[last] += closing;
    if (last >= 0 && goesOn(sentences[last].slice(-ENDING), words)) sentences[last] += words;
    else if (words) sentences.push(words);
  }
  return sentences;
}

/** @param {string} before @param {string} after */
function goesOn(before, after) {
  return TITLE.test(before) || SMALL.test(after) || (COUNTED.test(before) && /^\d/.test(after)) || (SHORT.test(before) && !BEGINS.test(after));
}

/** @type {WeakMap<Block, Stretch[]>} */
const known = new WeakMap();

/** The sentences of a block. @param {Block} block @returns {Stretch[]} */
export function sentencesOf(block) {
  const sentences = known.get(block) ?? placed(sentencesIn(block.text), block.start);
  known.set(block, sentences);
  return sentences;
}

/** @param {string[]} sentences @param {number} at where the first begins @returns {Stretch[]} */
function placed(sentences, at) {
  return sentences.map((words) => ({ start: at, end: (at += lengthOf(words)) }));
}

/** The sentence that holds an offset. @param {ArticleText} text @param {number} offset */
export function sentenceAt(text, offset) {
  const sentences = sentencesOf(text.blocks[text.indexAt(offset)]);
  return sentences.find(({ end }) => end > offset) ?? sentences[sentences.length - 1];
}
