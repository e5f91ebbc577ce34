// @ts-check
/** Sentences that somebody is quoted with. */

/** @import { Block, Stretch } from "./types" */

import { sentencesIn } from "./sentences.js";
import { quotations } from "./snap.js";
import { lengthOf } from "./points.js";

/** Fewer quoted words are a phrase, and not somebody's sentence. */
const LEAST_WORDS = 4;
/** Where no blanks stand between words, two signs count as one. */
const WORD = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]{1,2}|[\p{L}\p{N}][\p{L}\p{M}\p{N}’'-]*/gu;

/** @param {string} words */
const isSentence = (words) => (words.match(WORD)?.length ?? 0) >= LEAST_WORDS;

/** @param {Block} block @returns {Stretch[]} */
export function quotedIn(block) {
  const points = [...block.text];
  return outermost(block, points).flatMap(({ start, end }) => {
    let at = start;
    return sentencesIn(points.slice(start - block.start, end - block.start).join("")).flatMap((words) => {
      const from = at;
      at += lengthOf(words);
      return isSentence(words) ? { start: from, end: at - lengthOf(words.slice(words.trimEnd().length)) } : [];
    });
  });
}

/** The quotations that lie in no other; one that goes on in the next paragraph is not closed in this. @param {Block} block @param {string[]} points */
function outermost(block, points) {
  const pairs = quotations(block);
  for (const mark of "“„«") {
    const open = block.start + points.lastIndexOf(mark);
    if (open >= block.start && !pairs.some(({ start, end }) => start <= open && open < end)) pairs.push({ start: open, end: block.end });
  }
  pairs.sort((a, b) => a.start - b.start || b.end - a.end);
  let reached = block.start;
  return pairs.filter(({ start, end }) => {
    if (start < reached) return false;
    reached = end;
    return true;
  });
}
