// @ts-check
/** The small map "along the article": a lane for each label, and a frame on what is in view. */

/** @import { ArticleText } from "./text.js" */
/** @import { Model } from "./model.js" */

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 1000;
const LANE = 10;
const THIN = 4;

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
