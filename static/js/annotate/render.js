// @ts-check
/**
 * Paints spans as flattened marks, by the same rule as the server: disjoint segments, a lane for
 * each label, a shade where one label lies on itself. Only touched blocks are painted again.
 */

/** @import { Block, Painted, Segment } from "./types" */
/** @import { ArticleText } from "./text.js" */
/** @import { Model } from "./model.js" */

import { unitsOf } from "./points.js";

const LANES = "abcdef";
const DEEPEST = 3;

/**
 * The labelled segments of a block, disjoint and in order.
 * @param {Painted[]} painted @param {number} start @param {number} end
 * @returns {Segment[]}
 */
export function flatten(painted, start, end) {
  const edges = painted
    .filter((one) => one.start < end && one.end > start)
    .flatMap((one) => [
      { at: Math.max(one.start, start), change: 1, n: one.n },
      { at: Math.min(one.end, end), change: -1, n: one.n },
    ])
    .sort((a, b) => a.at - b.at);
  /** @type {Map<number, number>} */
  const counts = new Map();
  /** @type {Segment[]} */
  const segments = [];
  let position = start;
  for (const { at, change, n } of edges) {
    if (at > position && counts.size) segments.push({ start: position, end: at, classes: classesOf(counts) });
    position = at;
    const count = (counts.get(n) ?? 0) + change;
    if (count) counts.set(n, count);
    else counts.delete(n);
  }
  return segments;
}

/** @param {Map<number, number>} counts spans by label number */
function classesOf(counts) {
  const numbers = [...counts.keys()].sort((a, b) => a - b);
  const lanes = numbers.slice(0, LANES.length).map((n, lane) => LANES[lane] + n);
  const depth = Math.min(Math.max(...counts.values()) - 1, DEEPEST);
  return (depth ? [...lanes, `z${depth}`] : lanes).join(" ");
}

export class Painter {
  /** @param {ArticleText} text @param {Model} model */
  constructor(text, model) {
    this.text = text;
    this.model = model;
    /** Blocks painted since somebody last looked. @type {Set<number>} */
    this.painted = new Set();
    /** What is painted over the text for a while, and is lost with the words that lie under it. @type {(() => void)[]} */
    this.onSections = [];
  }

  /** Paints blocks again and keeps the browser's selection. @param {Iterable<number>} indexes */
  paint(indexes) {
    const selected = this.#selected();
    for (const index of indexes) this.#paintBlock(index);
    const now = selected && this.#selected();
    if (selected && (now?.anchor !== selected.anchor || now.focus !== selected.focus)) {
      getSelection()?.setBaseAndExtent(...this.#points(selected));
    }
  }

  /** Shows in the margin which paragraphs have a note or a flag. */
  markMargins() {
    for (const span of this.model.spans.values()) {
      if (span.note || span.flags.length) for (const index of this.model.blocksOf(span)) this.#markMargin(index);
    }
  }

  /** @param {number} index */
  #paintBlock(index) {
    this.painted.add(index);
    const block = this.text.blocks[index];
    if (block.element.parentElement?.classList.contains("bare")) return this.#markMargin(index);
    const painted = [...(this.model.inBlock.get(index) ?? [])].flatMap((span) =>
      span.fragments.map(([start, end]) => ({ start, end, n: this.model.labelOf.get(span.label)?.n ?? 0 })),
    );
    const nodes = nodesOf(block, flatten(painted, block.start, block.end));
    if (!shows(block.element, nodes)) block.element.replaceChildren(...nodes);
    this.#markMargin(index);
  }

  /** @param {number} index */
  #markMargin(index) {
    const spans = [...(this.model.inBlock.get(index) ?? [])];
    const { element } = this.text.blocks[index];
    element.classList.toggle("has-flag", spans.some((span) => span.flags.includes("discuss")));
    element.classList.toggle("has-note", spans.some((span) => span.note));
  }

  #selected() {
    const selection = getSelection();
    if (!selection?.anchorNode || selection.isCollapsed || !selection.focusNode) return null;
    if (!this.text.article.contains(selection.anchorNode)) return null;
    const anchor = this.text.offsetOf(selection.anchorNode, selection.anchorOffset);
    return { anchor, focus: this.text.offsetOf(selection.focusNode, selection.focusOffset) };
  }

  /** @param {{anchor: number, focus: number}} selected @returns {[Node, number, Node, number]} */
  #points({ anchor, focus }) {
    const range = this.text.range(Math.min(anchor, focus), Math.max(anchor, focus));
    const { startContainer, startOffset, endContainer, endOffset } = range;
    return anchor <= focus
      ? [startContainer, startOffset, endContainer, endOffset]
      : [endContainer, endOffset, startContainer, startOffset];
  }
}

/** What is the same stays, with a selection that is being made in it. @param {HTMLElement} element @param {(string | HTMLElement)[]} nodes */
function shows({ childNodes }, nodes) {
  return childNodes.length === nodes.length && nodes.every((node, at) => childNodes[at].isEqualNode(typeof node === "string" ? new Text(node) : node));
}

/** @param {Block} block @param {Segment[]} segments @returns {(string | HTMLElement)[]} */
function nodesOf(block, segments) {
  const points = segments.flatMap(({ start, end }) => [start - block.start, end - block.start]);
  const units = unitsOf(block.text, block.wide, points);
  /** @type {(string | HTMLElement)[]} */
  const nodes = [];
  let done = 0;
  segments.forEach(({ classes }, index) => {
    const [from, to] = [units[2 * index], units[2 * index + 1]];
    if (from > done) nodes.push(block.text.slice(done, from));
    const mark = document.createElement("mark");
    mark.className = classes;
    mark.textContent = block.text.slice(from, to);
    nodes.push(mark);
    done = to;
  });
  if (done < block.text.length) nodes.push(block.text.slice(done));
  return nodes;
}
