// @ts-check
/**
 * The article's text between two ways of counting. Outside this module every offset is a code
 * point of the stored text, as in the API; the browser's own UTF-16 units never leave it.
 */

/** @import { Block, Cut, Fragment, Step, Stretch, Unit } from "./types" */

import { lengthOf, unitsOf } from "./points.js";

/** A word by its picture alone. */
const EMOJI = /\p{Emoji_Presentation}|\ufe0f/u;
/** Words that have dots of their own. */
const DOTTED = /(?<![\p{L}\p{N}])(?:(?:\p{L}\.){2,}|Ph\.D\.|(?:Inc|Corp|Ltd|Co|Jr|Sr|Bros|etc)\.)/gu;

/** The narrow blank of French, but not within a number. */
const NARROW = /(?<!\p{N})\u202f|\u202f(?!\p{N})/gu;

/** A drawn block; its words are read when somebody asks for them. @implements {Block} */
class DrawnBlock {
  /** @type {string | undefined} */
  #text;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.start = Number(element.getAttribute("data-o"));
    this.end = Number(element.getAttribute("data-e"));
    this.number = element.getAttribute("data-n") ?? "";
  }

  get text() {
    return (this.#text ??= this.element.textContent ?? "");
  }

  get wide() {
    return this.end - this.start !== this.text.length;
  }
}

/** The text nodes of a block, in order. @param {Node} element */
function* textNodes(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    yield /** @type {Text} */ (node);
  }
}

/** @type {Partial<Record<Unit, Intl.Segmenter>>} */
const segmenters = {};

/** By the same rules in everybody's browser; made when it is first needed, for the first one takes 25 ms. @param {Unit} unit */
const segmenter = (unit) => (segmenters[unit] ??= new Intl.Segmenter("en", { granularity: unit }));

export class ArticleText {
  /** @param {HTMLElement} article */
  constructor(article) {
    this.article = article;
    /** @type {Block[]} */
    this.blocks = Array.from(article.querySelectorAll("[data-o]"), (element) => new DrawnBlock(/** @type {HTMLElement} */ (element)));
    this.length = this.blocks.at(-1)?.end ?? 0;
    /** @type {Map<HTMLElement, Block>} */
    this.byElement = new Map(this.blocks.map((block) => [block.element, block]));
    /** @type {Map<string, Cut[]>} */
    this.cutsCache = new Map();
  }

  /**
   * The block that holds an offset; between two blocks, the one before.
   * @param {number} offset
   */
  indexAt(offset) {
    let low = 0;
    let high = this.blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.blocks[middle].start <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The indexes of the blocks that a range has text in. @param {number} start @param {number} end */
  indexesOf(start, end) {
    const indexes = [];
    for (let at = this.indexAt(start); at < this.blocks.length; at += 1) {
      if (this.blocks[at].start >= end) break;
      if (this.blocks[at].end > start) indexes.push(at);
    }
    return indexes;
  }

  /** The text of a range; `seam` stands between paragraphs, not between the blocks of a long one. @param {number} start @param {number} end */
  slice(start, end, seam = " ") {
    const { blocks } = this;
    return this.indexesOf(start, end)
      .map((at, nth) => (nth && blocks[at - 1].end < blocks[at].start ? seam : "") + this.#part(blocks[at], start, end))
      .join("");
  }

  /** @param {Block} block @param {number} start @param {number} end */
  #part(block, start, end) {
    const from = Math.max(start, block.start) - block.start;
    const to = Math.min(end, block.end) - block.start;
    const [a, b] = unitsOf(block.text, block.wide, [from, to]);
    return block.text.slice(a, b);
  }

  /**
   * The exact words of the fragments, or nothing when one crosses a line break, whose
   * characters the page does not know.
   * @param {Fragment[]} fragments
   */
  quote(fragments) {
    const words = this.words(fragments, "\n");
    return words.includes("\n") ? undefined : words;
  }

  /** The fragments' text for reading. @param {Fragment[]} fragments @param {string} [seam] */
  words(fragments, seam) {
    return fragments.map(([start, end]) => this.slice(start, end, seam)).join(" ");
  }

  /** A step that the eye sees (1: to the right) as one in the text, by the direction of the paragraph. @param {number} offset @param {Step} eye @returns {Step} */
  along(offset, eye) {
    const { element } = this.blocks[this.indexAt(offset)];
    return getComputedStyle(element).direction === "rtl" ? /** @type {Step} */ (-eye) : eye;
  }

  /** Where a pattern is found, within blocks. @param {RegExp} pattern global @returns {Generator<Stretch>} */
  *matches(pattern) {
    for (const { text, start, wide } of this.blocks) {
      for (const { 0: found, index } of text.matchAll(pattern)) {
        const from = start + (wide ? lengthOf(text.slice(0, index)) : index);
        yield { start: from, end: from + lengthOf(found) };
      }
    }
  }

  /** A block's graphemes or words. @param {number} index @param {Unit} unit */
  cuts(index, unit) {
    const key = `${unit}${index}`;
    const known = this.cutsCache.get(key) ?? this.#cut(this.blocks[index], unit);
    this.cutsCache.set(key, known);
    return known;
  }

  /** @param {Block} block @param {Unit} unit @returns {Cut[]} */
  #cut(block, unit) {
    let start = block.start;
    /** @type {Cut[]} */
    const cuts = [];
    // No browser takes a word apart at a letter, or at a narrow blank.
    const text = unit === "word" ? block.text.replace(DOTTED, (words) => words.replaceAll(".", "x")).replace(NARROW, " ") : block.text;
    for (const { segment, isWordLike } of segmenter(unit).segment(text)) {
      const end = start + (block.wide ? lengthOf(segment) : segment.length);
      cuts.push({ start, end, word: isWordLike !== false || EMOJI.test(segment) });
      start = end;
    }
    return cuts;
  }

  /** A DOM range over a range of the text. @param {number} start @param {number} end */
  range(start, end) {
    const range = document.createRange();
    range.setStart(...this.#point(start, false));
    range.setEnd(...this.#point(end, true));
    return range;
  }

  /** @param {number} offset @param {boolean} asEnd @returns {[Node, number]} */
  #point(offset, asEnd) {
    const index = this.indexAt(offset);
    const before = asEnd && index > 0 && this.blocks[index].start === offset;
    const block = this.blocks[before ? index - 1 : index];
    const inside = Math.min(offset, block.end) - block.start;
    let [left] = unitsOf(block.text, block.wide, [inside]);
    for (const node of textNodes(block.element)) {
      if (asEnd ? left <= node.length : left < node.length) return [node, left];
      left -= node.length;
    }
    return [block.element, block.element.childNodes.length];
  }

  /** The offset of a DOM point; one outside every block counts as the next block's start. @param {Node} node @param {number} at */
  offsetOf(node, at) {
    const element = node instanceof Element ? node : node.parentElement;
    const holder = /** @type {HTMLElement | null} */ (element?.closest("[data-o]") ?? null);
    const block = holder && this.byElement.get(holder);
    if (!block) return this.#after(node, at);
    const range = document.createRange();
    range.setStart(block.element, 0);
    range.setEnd(node, at);
    return block.start + lengthOf(range.toString());
  }

  /** @param {Node} node @param {number} at */
  #after(node, at) {
    const range = document.createRange();
    range.setStart(node, at);
    const next = this.blocks.find((block) => range.comparePoint(block.element, 0) >= 0);
    return next ? next.start : this.length;
  }

  /** The caret's offset under a point of the window, if that is in the article. @param {number} x @param {number} y */
  caretAt(x, y) {
    const caret = document.caretPositionFromPoint?.(x, y);
    const range = caret ? null : document.caretRangeFromPoint?.(x, y);
    const node = caret?.offsetNode ?? range?.startContainer;
    if (!node || !this.article.contains(node)) return null;
    // The frame is drawn in the article too, after its last word.
    if ((node instanceof Element ? node : node.parentElement)?.closest("svg")) return null;
    return this.offsetOf(node, caret?.offset ?? range?.startOffset ?? 0);
  }

  /** The offset of the character drawn under a point of the window. @param {number} x @param {number} y */
  characterAt(x, y) {
    const caret = this.caretAt(x, y);
    if (caret === null) return null;
    const hit = [caret - 1, caret].find((offset) => offset >= 0 && this.#covers(offset, x, y));
    return hit ?? null;
  }

  /** @param {number} offset @param {number} x @param {number} y */
  #covers(offset, x, y) {
    const rects = this.range(offset, offset + 1).getClientRects();
    return [...rects].some((box) => x >= box.left && x <= box.right && y >= box.top - 8 && y <= box.bottom + 8);
  }
}
