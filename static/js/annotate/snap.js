// @ts-check
/**
 * Where a selection should really begin and end: at words, never inside a grapheme, without
 * loose blanks and punctuation, and with a pair of quotation marks kept whole.
 */

/** @import { Cut, Edge, Fragment, Step, Stretch, Unit } from "./types" */
/** @import { ArticleText } from "./text.js" */

const BLANK = /^\s/u;
const LOOSE_AFTER = /^[\s,;:.!?…،؛؟۔。、\-–—([{“‘„‚«‹]/u;
const LOOSE_BEFORE = /^[\s,;:.!?…،؛؟۔。、\-–—)\]}]/u;
const BEFORE_CLOSING = /^[,;:.!?…]$/u;

/** What closes each opening mark. @type {Record<string, string>} */
const CLOSING = { "“": "”", "‘": "’", "«": "»", "‹": "›", "„": "“”", "‚": "‘’", '"': '"' };
const OPENING = Object.keys(CLOSING);

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
  return words ? closeQuotes(text, range) : range;
}

/** @param {ArticleText} text @param {Stretch} range @param {Unit} unit @returns {Stretch} */
function outward(text, { start, end }, unit) {
  const inside = (/** @type {number} */ at) =>
    cutsAround(text, at, unit).find((cut) => cut.word && cut.start < at && at < cut.end);
  return { start: inside(start)?.start ?? start, end: inside(end)?.end ?? end };
}

/** @param {ArticleText} text @param {number} offset @param {Unit} unit */
function cutsAround(text, offset, unit) {
  return text.cuts(text.indexAt(offset), unit);
}

/**
 * @param {ArticleText} text @param {Stretch} range
 * @param {RegExp} before @param {RegExp} after
 * @returns {Stretch}
 */
function trim(text, range, before, after) {
  const graphemes = text
    .indexesOf(range.start, range.end)
    .flatMap((index) => text.cuts(index, "grapheme"))
    .filter((cut) => cut.start >= range.start && cut.end <= range.end);
  const keeps = (/** @type {Cut} */ cut, /** @type {RegExp} */ loose) =>
    !loose.test(text.slice(cut.start, cut.end));
  const first = graphemes.find((cut) => keeps(cut, before));
  const last = graphemes.findLast((cut) => keeps(cut, after));
  if (!first || !last) return { start: range.start, end: range.start };
  return { start: first.start, end: last.end };
}

/** @param {ArticleText} text @param {Stretch} range @returns {Stretch} */
function closeQuotes(text, range) {
  const { open, closed } = unmatched([...text.slice(range.start, range.end)]);
  let { start, end } = range;
  if (open) {
    let at = end;
    while (BEFORE_CLOSING.test(text.slice(at, at + 1))) at += 1;
    if (isOneOf(text.slice(at, at + 1), CLOSING[open])) end = at + 1;
  }
  const before = text.slice(start - 1, start);
  const straight = closed === '"' && end > range.end;
  if (closed && !straight && isOneOf(closed, CLOSING[before] ?? "")) start -= 1;
  return { start, end };
}

/** @param {string} character @param {string} choices */
function isOneOf(character, choices) {
  return character !== "" && choices.includes(character);
}

/**
 * The innermost mark opened but not closed in these characters, and the last one closed but
 * never opened. An apostrophe between letters is neither.
 * @param {string[]} characters
 */
function unmatched(characters) {
  /** @type {string[]} */
  const open = [];
  let closed = "";
  characters.forEach((character, at) => {
    const apostrophe = character === "’" && /\p{L}/u.test(characters[at + 1] ?? "");
    if (apostrophe) return;
    if (open.length && isOneOf(character, CLOSING[open[open.length - 1]])) open.pop();
    else if (OPENING.includes(character)) open.push(character);
    else if ("”’»›".includes(character)) closed = character;
  });
  if (open[0] === '"') closed = '"';
  return { open: open.at(-1) ?? "", closed };
}

/** The word that holds an offset, or the first one after it. @param {ArticleText} text @param {number} offset */
export function wordAt(text, offset) {
  const here = cutsAround(text, offset, "word").find((cut) => cut.word && cut.end > offset);
  return here ?? wordAfter(text, offset) ?? wordBefore(text, offset);
}

/** The first word that begins at or after an offset. @param {ArticleText} text @param {number} offset */
export function wordAfter(text, offset) {
  for (let index = text.indexAt(offset); index < text.blocks.length; index += 1) {
    const found = text.cuts(index, "word").find((cut) => cut.word && cut.start >= offset);
    if (found) return found;
  }
  return undefined;
}

/** The last word that ends at or before an offset. @param {ArticleText} text @param {number} offset */
export function wordBefore(text, offset) {
  for (let index = text.indexAt(offset); index >= 0; index -= 1) {
    const found = text.cuts(index, "word").findLast((cut) => cut.word && cut.end <= offset);
    if (found) return found;
  }
  return undefined;
}

/** The sentence that holds an offset. @param {ArticleText} text @param {number} offset */
export function sentenceAt(text, offset) {
  const sentences = cutsAround(text, offset, "sentence");
  return sentences.find((cut) => cut.end > offset) ?? sentences[sentences.length - 1];
}

/**
 * Fragments with one edge moved by a word; unchanged where that cannot be.
 * @param {ArticleText} text @param {Fragment[]} fragments
 * @param {Edge} edge @param {Step} direction
 * @returns {Fragment[]}
 */
export function moveEdge(text, fragments, edge, direction) {
  const at = edge === "start" ? fragments[0][0] : fragments[fragments.length - 1][1];
  const found = edge === "start" ? nextStart(text, at, direction) : nextEnd(text, at, direction);
  return found === undefined ? fragments : withEdge(fragments, edge, found);
}

/** @param {ArticleText} text @param {number} at @param {Step} direction */
function nextStart(text, at, direction) {
  return (direction > 0 ? wordAfter(text, at + 1) : wordBefore(text, at))?.start;
}

/** @param {ArticleText} text @param {number} at @param {Step} direction */
function nextEnd(text, at, direction) {
  return (direction > 0 ? wordAfter(text, at) : wordBefore(text, at - 1))?.end;
}

/**
 * Fragments with one edge put at an offset; unchanged if nothing would be left of that fragment.
 * @param {Fragment[]} fragments @param {Edge} edge @param {number} offset
 * @returns {Fragment[]}
 */
export function withEdge(fragments, edge, offset) {
  const moved = fragments.map(([start, end]) => /** @type {[number, number]} */ ([start, end]));
  if (edge === "start") moved[0][0] = offset;
  else moved[moved.length - 1][1] = offset;
  return moved.every(([start, end]) => start < end) ? moved : fragments;
}
