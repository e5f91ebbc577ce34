// @ts-check
/**
 * Where a selection should really begin and end: at words, never inside a grapheme, without
 * loose blanks and punctuation, and with a pair of quotation marks kept whole.
 */

/** @import { Block, Cut, Step, Stretch, Unit } from "./types" */
/** @import { ArticleText } from "./text.js" */

/** Marks of direction are as little to be seen as blanks. */
export const BLANK = /^[\s\p{Bidi_C}]/u;
const LOOSE_AFTER = /^[\s\p{Bidi_C},;:.!?…،؛؟۔。、！？\-–—([{“‘„‚«‹]/u;
const LOOSE_BEFORE = /^[\s\p{Bidi_C},;:.!?…،؛؟۔。、！？\-–—)\]}]/u;
/** French marks have a blank within. */
const BEFORE_CLOSING = /^[\s,;:.!?…،؛؟۔。、！？]*$/u;
const LETTER = /\p{L}/u;
/** What stands before a straight mark that opens; before one within another, words must follow. */
const BEFORE_STRAIGHT = /[\s([{\-–—]/u;
const MARK = /["'“‘„«]/u;
/** The ’90s, the class of ’68. */
const YEARS = /^\p{N}{2}(?:s|(?![\p{L}\p{N}]))/u;

/** What closes each opening mark. @type {Record<string, string>} */
const CLOSING = { "“": "”", "‘": "’", "«": "»", "‹": "›", "„": "“”", "‚": "‘’", '"': '"', "'": "'", "»": "«", "›": "‹", "「": "」", "『": "』" };
/** What closes in one language and opens in another, where words follow at once: »so«. */
const INWARD = /[»›]/;
const BEGINS = /[\p{L}\p{N}\p{Sc}\p{Emoji_Presentation}„“‚‘"(…]/u;

/**
 * The stretch to label for what was selected, or null when nothing is left of it.
 * @param {ArticleText} text
 * @param {Stretch} selected
 * @param {{words?: boolean}} [options] `words: false` holds off all but graphemes and blanks
 * @returns {Stretch | null}
 */
export function snap(text, selected, { words = true } = {}) {
  let range = outward(text, selected, "grapheme");
  if (words) range = outward(text, range, "word");
  range = trim(text, range, words ? LOOSE_BEFORE : BLANK, words ? LOOSE_AFTER : BLANK);
  if (range.start >= range.end) return null;
  return words ? closeQuotes(text, range, selected.end) : range;
}

/** @param {ArticleText} text @param {Stretch} range @param {Unit} unit @returns {Stretch} */
function outward(text, { start, end }, unit) {
  return { start: around(text, start, unit)?.start ?? start, end: around(text, end, unit)?.end ?? end };
}

/** What an offset stands within. @param {ArticleText} text @param {number} offset @param {Unit} unit */
function around(text, offset, unit) {
  return text.cuts(text.indexAt(offset), unit).find((cut) => cut.word && cut.start < offset && offset < cut.end);
}

/**
 * @param {ArticleText} text @param {Stretch} range
 * @param {RegExp} before @param {RegExp} after
 * @returns {Stretch}
 */
function trim(text, range, before, after) {
  const start = nearest(text, range.start, 1, "grapheme", before)?.start ?? range.end;
  const end = nearest(text, range.end, -1, "grapheme", after)?.end ?? start;
  // The dot of “U.S.” is the word's own.
  return { start, end: text.slice(end, end + 1) === "." && end < range.end ? around(text, end, "word")?.end ?? end : end };
}

/**
 * A pair of marks is kept whole when only punctuation parts the range from the other mark.
 * @param {ArticleText} text @param {Stretch} range @param {number} selected how far the selection went @returns {Stretch}
 */
function closeQuotes(text, { start, end }, selected) {
  for (const pair of [start, end - 1].flatMap((at) => quotations(text.blocks[text.indexAt(at)]))) {
    const begins = start <= pair.start && pair.start < end && end < pair.end;
    const closes = pair.start < start && end < pair.end && pair.end <= selected;
    if ((begins || closes) && BEFORE_CLOSING.test(text.slice(end, pair.end - 1))) end = pair.end;
    if (pair.start < start && pair.end <= end && !text.slice(pair.start + 1, start).trim()) start = pair.start;
  }
  return { start, end };
}

/**
 * The pairs of quotation marks in a block, with what they hold; inner ones first. A mark within
 * a word is an apostrophe.
 * @param {Block} block @returns {Stretch[]}
 */
export function quotations({ start, text: words }) {
  const characters = [...words];
  /** @type {number[]} */
  const open = [];
  /** @type {Stretch[]} */
  const pairs = [];
  characters.forEach((mark, at) => {
    const before = characters[at - 1] ?? " ";
    const straight = mark === '"' || mark === "'";
    if ("'’".includes(mark) && YEARS.test(characters.slice(at + 1, at + 4).join(""))) return;
    const begins = BEGINS.test(characters[at + 1] ?? "");
    if ((mark === "’" || (straight && LETTER.test(before))) && LETTER.test(characters[at + 1] ?? "")) return;
    const opened = straight && open.some((place) => characters[place] === mark);
    const first = BEFORE_STRAIGHT.test(before) ? begins || (mark === '"' && !opened) : begins && MARK.test(before);
    const opens = straight ? first : begins || !INWARD.test(mark);
    const from = straight && opens ? -1 : open.findLastIndex((place) => CLOSING[characters[place]].includes(mark));
    if (from >= 0) pairs.push({ start: start + open.splice(from)[0], end: start + at + 1 });
    else if (opens && CLOSING[mark]) open.push(at);
  });
  return pairs;
}

/**
 * The first word (or grapheme) that begins at or after an offset, or the last one that ends at or before it.
 * @param {ArticleText} text @param {number} offset @param {Step} direction
 * @param {Unit} [unit] @param {RegExp} [loose] what does not count
 */
export function nearest(text, offset, direction, unit = "word", loose) {
  const fits = (/** @type {Cut} */ cut) =>
    cut.word && (direction > 0 ? cut.start >= offset : cut.end <= offset) && !loose?.test(text.slice(cut.start, cut.end));
  for (let index = text.indexAt(offset); text.blocks[index]; index += direction) {
    const cuts = text.cuts(index, unit);
    const found = direction > 0 ? cuts.find(fits) : cuts.findLast(fits);
    if (found) return found;
  }
  return undefined;
}

/** The word that holds an offset, or the first one after it. @param {ArticleText} text @param {number} offset */
export function wordAt(text, offset) {
  const here = text.cuts(text.indexAt(offset), "word").find((cut) => cut.word && cut.end > offset);
  return here ?? nearest(text, offset, 1) ?? nearest(text, offset, -1);
}
