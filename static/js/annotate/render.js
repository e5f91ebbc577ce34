// @ts-check
/**
 * Paints spans as flattened marks, by the same rule as the server: disjoint segments, a lane for
 * each label, a shade where one label lies on itself. Only touched blocks are painted again.
 */

/** @import { Block, Painted, Segment } from "./types" */
/** @import { ArticleText } from "./text.js" */
/** @import { Model } from "./model.js" */

import { unitsOf } from "./text.js";

const LANES = "abcdef";
const DEEPEST = 3;
const SVG = "http://www.w3.org/2000/svg";

/** The map's own units. */
const WIDTH = 1000;
const LANE = 10;
const THIN = 4;

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
  }

  /** Paints blocks again and keeps the browser's selection. @param {Iterable<number>} indexes */
  paint(indexes) {
    const selected = this.#selected();
    for (const index of indexes) this.#paintBlock(index);
    if (selected) getSelection()?.setBaseAndExtent(...this.#points(selected));
  }

  /** Shows in the margin which paragraphs have a note or a flag. */
  markMargins() {
    this.text.blocks.forEach((_, index) => this.#markMargin(index));
  }

  /** @param {number} index */
  #paintBlock(index) {
    const block = this.text.blocks[index];
    const painted = [...(this.model.inBlock.get(index) ?? [])].flatMap((span) =>
      span.fragments.map(([start, end]) => ({ start, end, n: this.model.labelOf.get(span.label)?.n ?? 0 })),
    );
    block.element.replaceChildren(...nodesOf(block, flatten(painted, block.start, block.end)));
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

/** The small map "along the article": a lane for each label, and a frame on what is in view. */
export class StripMap {
  #asked = 0;

  /** @param {SVGSVGElement} svg @param {ArticleText} text @param {Model} model */
  constructor(svg, text, model) {
    this.svg = svg;
    this.text = text;
    this.model = model;
    this.frame = document.createElementNS(SVG, "rect");
    this.frame.setAttribute("class", "frame-of-view");
    this.lanes = new Map(model.labels.map(({ key, n }) => [key, this.#lane(n)]));
    svg.setAttribute("viewBox", `0 0 ${WIDTH} ${LANE * model.labels.length}`);
    svg.append(...this.lanes.values(), this.frame);
    addEventListener("scroll", () => this.#later(), { passive: true });
    addEventListener("resize", () => this.#later());
    svg.addEventListener("click", (event) => this.#jump(event));
  }

  /** @param {number} n */
  #lane(n) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", `run label-${n}`);
    return path;
  }

  draw() {
    const scale = WIDTH / Math.max(this.text.length, 1);
    this.model.labels.forEach(({ key }, lane) => {
      const runs = this.model
        .inOrder()
        .filter((span) => span.label === key)
        .flatMap(({ fragments }) => fragments.map(([start, end]) => run(start * scale, (end - start) * scale, lane * LANE)));
      this.lanes.get(key)?.setAttribute("d", runs.join(""));
    });
    this.#later();
  }

  #later() {
    cancelAnimationFrame(this.#asked);
    this.#asked = requestAnimationFrame(() => this.#frame());
  }

  #frame() {
    const box = this.text.article.getBoundingClientRect();
    const from = Math.max(0, -box.top / box.height);
    const to = Math.min(1, (innerHeight - box.top) / box.height);
    this.frame.setAttribute("x", String(Math.round(from * WIDTH)));
    this.frame.setAttribute("width", String(Math.max(THIN, Math.round((to - from) * WIDTH))));
    this.frame.setAttribute("height", String(LANE * this.model.labels.length));
  }

  /** @param {MouseEvent} event */
  #jump(event) {
    const box = this.svg.getBoundingClientRect();
    const article = this.text.article.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    scrollTo(0, scrollY + article.top + share * article.height - innerHeight / 2);
  }
}

/** @param {number} x @param {number} width @param {number} y */
function run(x, width, y) {
  const right = Math.max(width, THIN);
  return `M${x.toFixed(1)} ${y}h${right.toFixed(1)}v8.5h${(-right).toFixed(1)}z`;
}
