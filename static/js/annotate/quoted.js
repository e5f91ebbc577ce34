// @ts-check
/** Sentences that somebody is quoted with. */

/** @import { Block, Stretch } from "./types" */

import { sentencesIn } from "./sentences.js";
import { lengthOf } from "./text.js";

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
    return sentencesIn(quote).flatMap((words) => {
      const from = at;
      at += lengthOf(words);
      return isSentence(words) ? { start: from, end: at - lengthOf(words.slice(words.trimEnd().length)) } : [];
    });
  });
}
