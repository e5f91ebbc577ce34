// @ts-check
/** Sentences that somebody is quoted with. */

/** @import { Block, Stretch } from "./types" */

import { lengthOf, segmenter } from "./text.js";

/** Fewer quoted words are a phrase, and not somebody's sentence. */
const LEAST_WORDS = 4;
const QUOTED = /„[^„“”]+[“”]|“[^“”]+(?:”|$)|«[^«»]+»|»(?=\p{L})[^«»]+«|"[^"]+"|(?<![\p{L}\p{N}])‘.+?’(?![\p{L}\p{N}])/gu;
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}’'-]*/gu;

/** @param {string} words */
const isSentence = (words) => (words.match(WORD)?.length ?? 0) >= LEAST_WORDS;

/** @param {Block} block @returns {Stretch[]} */
export function quotedIn({ text, start }) {
  return [...text.matchAll(QUOTED)].flatMap(({ 0: quote, index }) => {
    if (!isSentence(quote)) return [];
    let at = start + lengthOf(text.slice(0, index));
    return Array.from(segmenter("sentence").segment(quote), ({ segment }) => {
      const from = at;
      at += lengthOf(segment);
      return isSentence(segment) ? { start: from, end: at - lengthOf(segment.slice(segment.trimEnd().length)) } : [];
    }).flat();
  });
}
