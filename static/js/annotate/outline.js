// @ts-check
/**
 * The frame around the focused span: one path over the article, joined across lines, with a
 * round handle at each end; dashed frames around the spans it is linked to.
 */

/** @import { Box, Edge, Fragment, Span } from "./types" */
/** @import { ArticleText } from "./text.js" */

const SVG = "http://www.w3.org/2000/svg";
const AROUND = 2;

/** @param {string} name @param {string} className */
function shape(name, className) {
  const element = document.createElementNS(SVG, name);
  element.setAttribute("class", className);
  return element;
}

export class Outline {
  /** @type {Span | null} */
  span = null;
  /** @type {Span[]} */
  #linked = [];
  /** @type {Fragment[] | null} the fragments while an edge is being dragged */
  dragged = null;

  /** @param {ArticleText} text */
  constructor(text) {
    this.text = text;
    this.svg = shape("svg", "outline");
    this.svg.setAttribute("aria-hidden", "true");
    this.frame = shape("path", "outline-frame");
    this.dashed = shape("path", "outline-linked");
    this.handles = { start: this.#handle(), end: this.#handle() };
    this.svg.append(this.dashed, this.frame, this.handles.start, this.handles.end);
    text.article.append(this.svg);
    new ResizeObserver(() => this.draw()).observe(text.article);
  }

  /** @param {Span | null} span @param {Span[]} linked */
  show(span, linked) {
    this.span = span;
    this.#linked = linked;
    this.draw();
  }

  draw() {
    const fragments = this.dragged ?? this.span?.fragments;
    const lines = fragments ? this.#lines(fragments) : [];
    this.frame.setAttribute("d", pathOf(lines));
    this.dashed.setAttribute("d", this.#linked.map((span) => pathOf(this.#lines(span.fragments))).join(""));
    this.svg.classList.toggle("empty", !lines.length);
    if (!lines.length || !fragments) return;
    this.#place("start", lines[0], this.#reads("start", fragments));
    this.#place("end", lines[lines.length - 1], this.#reads("end", fragments));
  }

  /** Whether that edge stands where its line begins for a left-to-right reader. @param {Edge} edge @param {Fragment[]} fragments */
  #reads(edge, fragments) {
    const offset = edge === "start" ? fragments[0][0] : fragments[fragments.length - 1][1] - 1;
    return (edge === "start") === this.text.along(offset, 1) > 0;
  }

  /** @param {Edge} edge @param {Box} line @param {boolean} atLeft */
  #place(edge, line, atLeft) {
    const x = atLeft ? line.left : line.right;
    const y = edge === "start" ? line.top : line.bottom;
    this.handles[edge].setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
  }

  /** @param {Fragment[]} fragments @returns {Box[]} */
  #lines(fragments) {
    const corner = this.svg.getBoundingClientRect();
    return fragments.flatMap(([start, end]) =>
      this.text.indexesOf(start, end).flatMap((index) => {
        const block = this.text.blocks[index];
        const range = this.text.range(Math.max(start, block.start), Math.min(end, block.end));
        const size = parseFloat(getComputedStyle(block.element).fontSize);
        return linesOf([...range.getClientRects()], corner, size);
      }),
    );
  }

  #handle() {
    const handle = shape("g", "outline-handle");
    const reach = shape("circle", "reach");
    reach.setAttribute("r", matchMedia("(pointer: coarse)").matches ? "22" : "12");
    const dot = shape("circle", "dot");
    dot.setAttribute("r", "4.5");
    handle.append(reach, dot);
    return handle;
  }
}

/**
 * One box for each line of text, as high as a mark is painted.
 * @param {DOMRect[]} rects @param {DOMRect} corner @param {number} size of the letters, px
 */
function linesOf(rects, corner, size) {
  /** @type {Box[]} */
  const lines = [];
  for (const rect of rects) {
    if (!rect.width) continue;
    const middle = (rect.top + rect.bottom) / 2 - corner.top;
    const line = lines.find(({ top, bottom }) => top < middle && middle < bottom);
    const box = {
      left: rect.left - corner.left - AROUND,
      right: rect.right - corner.left + AROUND,
      top: rect.top - corner.top - 0.1 * size - AROUND,
      bottom: rect.bottom - corner.top + 0.42 * size + AROUND,
    };
    if (line) widen(line, box);
    else lines.push(box);
  }
  return lines;
}

/** @param {Box} line @param {Box} box */
function widen(line, box) {
  line.left = Math.min(line.left, box.left);
  line.right = Math.max(line.right, box.right);
  line.top = Math.min(line.top, box.top);
  line.bottom = Math.max(line.bottom, box.bottom);
}

/** A closed path around lines, joined where neighbours overlap. @param {Box[]} lines */
function pathOf(lines) {
  /** @type {Box[][]} */
  const groups = [];
  for (const line of lines) {
    const group = groups.at(-1);
    const above = group?.at(-1);
    const joins = above && line.left < above.right && line.right > above.left && line.top - above.bottom < 16;
    if (group && joins) group.push(line);
    else groups.push([line]);
  }
  return groups.map(ring).join("");
}

/** @param {Box[]} lines */
function ring(lines) {
  const edges = lines.map((line, index) => ({
    ...line,
    top: index ? (lines[index - 1].bottom + line.top) / 2 : line.top,
    bottom: index < lines.length - 1 ? (line.bottom + lines[index + 1].top) / 2 : line.bottom,
  }));
  const right = edges.map(({ right: x, top, bottom }) => `${x} ${top}L${x} ${bottom}`);
  const left = edges.reverse().map(({ left: x, top, bottom }) => `${x} ${bottom}L${x} ${top}`);
  return `M${[...right, ...left].join("L")}Z`.replace(/\d+\.\d+/g, (number) => Number(number).toFixed(1));
}
