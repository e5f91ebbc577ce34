// @ts-check
/** Words as a pattern to look for: whole or not, in this case or any. */

/** What stands for the same sign in typed and in printed text. @type {[RegExp, string][]} */
const ALIKE = [
  [/['‘’‚]/g, "['‘’‚]"],
  [/["“”„«»]/g, '["“”„«»]'],
  [/[-‐‑–]/g, "[-‐‑–]"],
  [/\s+/g, "\\s+"],
];
const SPECIAL = /[\\^$.*+?()[\]{}|/]/g;
const LETTER = "[\\p{L}\\p{N}\\p{M}_]";
/** Scripts that put no blanks between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/**
 * The pattern of some words, or null for none.
 * @param {string} words @param {{exact: boolean, whole: boolean}} how exact: not in other case; whole: no part of a longer word
 */
export function patternOf(words, { exact, whole }) {
  if (!words) return null;
  let source = words.replace(SPECIAL, "\\$&");
  for (const [signs, pattern] of ALIKE) source = source.replace(signs, () => pattern);
  const edge = (/** @type {string} */ letter) => whole && new RegExp(LETTER, "u").test(letter) && !UNSPACED.test(letter);
  const letters = [...words];
  const before = edge(letters[0]) ? `(?<!${LETTER})` : "";
  const last = letters[letters.length - 1];
  // “U.S.” is not in “U.S.A.”
  const after = edge(last) || (whole && last === ".") ? `(?!${LETTER})` : "";
  return new RegExp(before + source + after, exact ? "gu" : "giu");
}
