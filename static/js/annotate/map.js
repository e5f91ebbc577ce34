// @ts-check
/** The small map "along the article": a lane for each label, and a frame on what is in view. */

/** @import { Desk } from "./desk.js" */
/** @import { Span } from "./types" */

const SVG = "http://www.w3.org/2000/svg";

/** The map's own units, and how many columns of them it has: more could not be told apart. */
const WIDTH = 1000;
const LANE = 10;
const COLUMNS = 250;
const COLUMN = WIDTH / COLUMNS;

/** @param {Desk} desk */
export function makeMap(desk) {
  const { text, model } = desk;
  const svg = document.getElementById("map");
  if (!svg) return;
  const frame = shape("rect", "frame-of-view");
  const lanes = model.labels.map(({ n }) => shape("path", `run label-${n}`));
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${LANE * lanes.length}`);
  const ground = shape("path", "lane");
  ground.setAttribute("d", lanes.map((_, lane) => `M0 ${lane * LANE + 4.5}h${WIDTH}v1H0z`).join(""));
  svg.append(ground, ...lanes, frame);
  const drawn = lanes.map(() => "");
  desk.onChanges(() => {
    const columns = columnsOf(model.labels.map(({ key }) => key), model.spans.values(), text.length);
    lanes.forEach((path, lane) => {
      const runs = runsOf(columns[lane], lane * LANE);
      if (runs !== drawn[lane]) path.setAttribute("d", (drawn[lane] = runs));
    });
  });
  followView(text.article, frame, LANE * lanes.length);
  svg.addEventListener("click", (event) => jump(event, svg, text.article));
}

/** @param {string} name @param {string} className */
function shape(name, className) {
  const element = document.createElementNS(SVG, name);
  element.setAttribute("class", className);
  return element;
}

/**
 * Which columns of each lane have something: what is drawn stays small, however many spans there are.
 * @param {string[]} labels @param {Iterable<Span>} spans @param {number} length of the text
 */
function columnsOf(labels, spans, length) {
  const lanes = new Map(labels.map((key) => [key, new Uint8Array(COLUMNS)]));
  const scale = COLUMNS / Math.max(length, 1);
  for (const { label, fragments } of spans) {
    const lane = lanes.get(label);
    for (const fragment of fragments) lane?.fill(1, Math.floor(fragment[0] * scale), Math.ceil(fragment[1] * scale));
  }
  return labels.map((key) => lanes.get(key) ?? new Uint8Array(COLUMNS));
}

/** @param {Uint8Array} columns @param {number} y */
function runsOf(columns, y) {
  let path = "";
  for (let from = columns.indexOf(1); from >= 0; ) {
    const gap = columns.indexOf(0, from);
    const to = gap < 0 ? COLUMNS : gap;
    path += `M${from * COLUMN} ${y}H${to * COLUMN}v8.5H${from * COLUMN}z`;
    from = gap < 0 ? -1 : columns.indexOf(1, gap);
  }
  return path;
}

/** Keeps the frame on what is in view. @param {HTMLElement} article @param {Element} frame @param {number} height */
function followView(article, frame, height) {
  let asked = 0;
  const draw = () => {
    const box = article.getBoundingClientRect();
    const from = Math.max(0, -box.top / box.height);
    const to = Math.min(1, (innerHeight - box.top) / box.height);
    frame.setAttribute("x", String(Math.round(from * WIDTH)));
    frame.setAttribute("width", String(Math.max(COLUMN, Math.round((to - from) * WIDTH))));
    frame.setAttribute("height", String(height));
  };
  const later = () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(draw);
  };
  new ResizeObserver(later).observe(article);
  addEventListener("scroll", later, { passive: true });
  addEventListener("resize", later);
}

/** @param {MouseEvent} event @param {Element} svg @param {HTMLElement} article */
function jump(event, svg, article) {
  const box = svg.getBoundingClientRect();
  const { top, height } = article.getBoundingClientRect();
  scrollTo(0, scrollY + top + ((event.clientX - box.left) / box.width) * height - innerHeight / 2);
}
