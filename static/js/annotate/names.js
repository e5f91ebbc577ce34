// @ts-check
/** What the words of a source span say about who it is: simple rules for strings, and no more. */

/** @import { Said } from "./types" */

const PRONOUN = /^(?:s?he|him|her)$/i;
const MARKS = /^[“”„«»‘’"'‹›]+|[“”„«»‘’"'‹›.,;:]+$/gu;
const POSSESSIVE = /[’']s$/u;
const ARTICLE = /^(?:the|an?|this|these|those|that)\s+/i;
/** Where a noun phrase goes on after its head. */
const AFTER_HEAD = /,|\s[–—(]|\s(?:who|whom|whose|which|that|of|from|at|in|for|with|on)\s/iu;
const CAPITAL = /^\p{Lu}[\p{L}\p{M}’'.-]*$/u;
/** Small words inside a name, as in “Ursula von der Leyen”. */
const PARTICLE = /^(?:von|van|de|den|der|di|da|du|del|della|la|le|al|el|bin|ibn|ter|zu|y|dos|das)$/;
const TITLE = /^(?:mr|mrs|ms|miss|dr|prof|professor|sir|dame|lord|lady|president|minister|premier|chancellor|senator|sen|rep|gov|governor|mayor|king|queen|prince|princess|general|gen|colonel|col|captain|capt|major|admiral|sgt|judge|justice|ambassador|secretary|analyst|chairman|chairwoman|director)\.?$/i;

/** @param {string} words @returns {Said} */
export function readName(words) {
  const plain = words.trim().replace(MARKS, "");
  const head = plain.split(AFTER_HEAD)[0].trim().replace(POSSESSIVE, "").replace(MARKS, "");
  return {
    pronoun: PRONOUN.test(plain),
    phrase: plain.replace(ARTICLE, "").toLowerCase(),
    run: runOf(head.replace(ARTICLE, "").split(/\s+/)),
  };
}

/**
 * The name at the end of a noun phrase: “Andrei Soldatov” of “Russian security expert Andrei Soldatov”.
 * @param {string[]} words @returns {string[]}
 */
function runOf(words) {
  let from = words.length;
  while (from > 0 && (CAPITAL.test(words[from - 1]) || inName(words, from - 1)) && !TITLE.test(words[from - 1])) from -= 1;
  return words.slice(from).every((word) => PRONOUN.test(word)) ? [] : words.slice(from);
}

/** @param {string[]} words @param {number} at */
function inName(words, at) {
  return PARTICLE.test(words[at]) && at > 0 && at < words.length - 1;
}

/** How a register would call whoever these words mean. @param {string} words */
export function nameOf(words) {
  const { run } = readName(words);
  return run.length > 1 ? run.join(" ") : words;
}

/** Whether a label, by its key and name, is for sources with or without a name. @param {{key: string, name: string} | undefined} label */
export function kindOf(label) {
  const words = `${label?.key} ${label?.name}`.toLowerCase();
  return /anonym|unnamed/.test(words) ? "anonymous" : words.includes("named") ? "named" : "";
}
