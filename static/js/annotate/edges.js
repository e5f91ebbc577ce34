// @ts-check
/** The edges of the focused span: moved by a word or a character, or put where a press in the text says. */

/** @import { Acts, Edge, Fragment, Span, Step, Unit } from "./types" */
/** @import { ArticleText } from "./text.js" */
/** @import { Desk } from "./desk.js" */

import { make } from "../basics.js";
import { button, say } from "./dom.js";
import { endOf, startOf } from "./model.js";
import { paragraph } from "./paragraph.js";
import { BLANK, nearest, snap, wordAt } from "./snap.js";

const NOTHING_LEFT = "The edge cannot go there: nothing would be left of the span";

/** @type {Edge[]} */
const EDGES = ["start", "end"];
/** The steps that a card's buttons take, and the commands that they are. @type {{edge: Edge, step: Step, command: string}[]} */
const MOVES = [
  { edge: "start", step: -1, command: "startEarlier" },
  { edge: "start", step: 1, command: "startLater" },
  { edge: "end", step: -1, command: "shorter" },
  { edge: "end", step: 1, command: "longer" },
];

/**
 * Fragments with one outer edge moved by a word or a character; unchanged where that cannot be.
 * A span may stand in several paragraphs, but a step does not take it into a further one.
 * @param {ArticleText} text @param {Fragment[]} fragments
 * @param {Edge} edge @param {Step} direction @param {Unit} [unit]
 * @returns {Fragment[]}
 */
export function moveEdge(text, fragments, edge, direction, unit = "word") {
  const isStart = edge === "start";
  const at = isStart ? fragments[0][0] : fragments[fragments.length - 1][1];
  const past = grows(edge, direction) ? 0 : direction;
  const inside = !past && text.cuts(text.indexAt(at), unit).find((cut) => cut.word && cut.start < at && at < cut.end);
  const found = inside || nearest(text, at + past, direction, unit, unit === "word" ? undefined : BLANK);
  const here = paragraph(text, isStart ? { start: at, end: at + 1 } : { start: at - 1, end: at });
  if (!found || (!past && (found.start < here.start || found.end > here.end))) return fragments;
  // A word holds the directional marks behind it.
  const end = nearest(text, found.end, -1, "grapheme", BLANK)?.end ?? found.end;
  return withEdge(fragments, edge, isStart ? found.start : end);
}

/** @param {Edge} edge @param {Step} direction */
function grows(edge, direction) {
  return (edge === "start") === direction < 0;
}

/** Why an edge did not move. @param {Edge} edge @param {Step} direction */
export function whyNot(edge, direction) {
  if (!grows(edge, direction)) return NOTHING_LEFT;
  return `The paragraph ${edge === "start" ? "begins" : "ends"} here: by keys an edge stays within it`;
}

/**
 * Fragments with one edge put at an offset; unchanged if nothing would be left of that fragment.
 * @param {Fragment[]} fragments @param {Edge} edge @param {number} offset
 * @returns {Fragment[]}
 */
function withEdge(fragments, edge, offset) {
  const moved = fragments.map(([start, end]) => /** @type {[number, number]} */ ([start, end]));
  if (edge === "start") moved[0][0] = offset;
  else moved[moved.length - 1][1] = offset;
  return moved.every(([start, end]) => start < end) ? moved : fragments;
}

/**
 * Fragments with one outer edge where somebody points, snapped; the same ones if nothing would be left.
 * @param {ArticleText} text @param {Fragment[]} fragments
 * @param {Edge} edge @param {number} offset @param {boolean} [words] false: only to graphemes
 */
export function edgeTo(text, fragments, edge, offset, words = true) {
  const [start, end] = edge === "start" ? [offset, fragments[0][1]] : [fragments[fragments.length - 1][0], offset];
  const range = start < end ? snap(text, { start, end }, { words }) : null;
  return range ? withEdge(fragments, edge, range[edge]) : fragments;
}

class Edges {
  /** What the buttons of the card move by. @type {Unit} */
  #unit = "word";
  /** @type {Edge | null} the edge that the next press in the text puts */
  #awaited = null;
  #id = "";

  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.aims = { start: this.#aim("start"), end: this.#aim("end") };
    this.moves = MOVES.map((move) => ({ ...move, made: button("button small", [], () => desk.run(move.command)) }));
    this.units = { word: this.#unitButton("word", "words"), grapheme: this.#unitButton("grapheme", "characters") };
    const row = make("div", "card-actions edges");
    for (const edge of EDGES) {
      const movers = this.moves.filter((move) => move.edge === edge).map(({ made }) => made);
      row.append(joined(`Move the ${edge}`, this.aims[edge], ...movers));
    }
    row.append(joined("Move by", this.units.word, this.units.grapheme));
    desk.card.element.append(row);
    desk.card.onShow.push((span) => this.#show(span));
    this.#show(desk.span);
    this.#turn("word");
  }

  /** @param {Edge} edge @param {Step} direction @param {Unit} [unit] */
  move(edge, direction, unit = this.#unit) {
    const { span, text } = this.desk;
    if (span) this.#put(span, moveEdge(text, span.fragments, edge, direction, unit), whyNot(edge, direction));
    return Boolean(span);
  }

  /** As the eye sees it: 1 is to the right. @param {Edge} edge @param {Step} eye @param {Unit} unit */
  push(edge, eye, unit) {
    const { span, text } = this.desk;
    return Boolean(span) && this.move(edge, text.along(edgeOf(/** @type {Span} */ (span), edge), eye), unit);
  }

  /** @param {Span} span @param {Fragment[]} fragments @param {string} why they are unchanged, if they are */
  #put(span, fragments, why) {
    if (fragments === span.fragments) say(why);
    else this.desk.commands.resize(span, fragments);
  }

  /** Lets the next press in the text say where an edge stands. @param {Edge | null} edge */
  await(edge) {
    this.#awaited = edge === this.#awaited ? null : edge;
    for (const [name, aim] of Object.entries(this.aims)) aim.setAttribute("aria-pressed", String(name === this.#awaited));
    this.desk.takesPress = this.#awaited && ((offset) => this.#land(offset));
    if (this.#awaited) say(`Press the word at which the span shall ${edge}`);
  }

  /** @param {number | null} offset of the character pressed; null: none, let go */
  #land(offset) {
    const edge = this.#awaited;
    const { span, text } = this.desk;
    const word = offset === null ? null : wordAt(text, offset);
    this.await(null);
    if (span && edge && word) this.#put(span, edgeTo(text, span.fragments, edge, word[edge]), NOTHING_LEFT);
  }

  /** @param {Span | undefined} span */
  #show(span) {
    if (span?.id !== this.#id) this.await(null);
    this.#id = span?.id ?? "";
    for (const { edge, step, made } of this.moves) {
      const forth = span ? this.desk.text.along(edgeOf(span, edge), 1) : 1;
      made.textContent = step === forth ? "→" : "←";
    }
  }

  /** @param {Unit} unit */
  #turn(unit) {
    this.#unit = unit;
    for (const [name, made] of Object.entries(this.units)) made.setAttribute("aria-pressed", String(name === unit));
    for (const { edge, step, made } of this.moves) {
      made.ariaLabel = `${titled(edge)} one ${unit === "word" ? unit : "character"} ${step < 0 ? "earlier" : "later"}`;
      made.title = made.ariaLabel;
    }
  }

  /** @param {Edge} edge */
  #aim(edge) {
    const made = button("button small", [titled(edge)], () => this.await(edge));
    made.ariaLabel = `${titled(edge)} at a word of the text`;
    made.title = `Put the ${edge} at a word: press this, then the word in the text`;
    return made;
  }

  /** @param {Unit} unit @param {string} words */
  #unitButton(unit, words) {
    const made = button("button small", [words], () => this.#turn(unit));
    made.ariaLabel = `By ${words}`;
    return made;
  }
}

/** Buttons that are one control. @param {string} name @param {HTMLElement[]} buttons */
function joined(name, ...buttons) {
  const group = make("div", "joined");
  group.setAttribute("role", "group");
  group.ariaLabel = name;
  group.append(...buttons);
  return group;
}

/** @param {Edge} edge */
function titled(edge) {
  return edge === "start" ? "Start" : "End";
}

/** The offset of the character at an edge. @param {Span} span @param {Edge} edge */
function edgeOf(span, edge) {
  return edge === "start" ? startOf(span) : endOf(span) - 1;
}

/** @param {Desk} desk @returns {Acts} */
export function makeEdges(desk) {
  const edges = new Edges(desk);
  return {
    shorter: () => edges.move("end", -1),
    longer: () => edges.move("end", 1),
    startEarlier: () => edges.move("start", -1),
    startLater: () => edges.move("start", 1),
    endLeft: () => edges.push("end", -1, "word"),
    endRight: () => edges.push("end", 1, "word"),
    startLeft: () => edges.push("start", -1, "word"),
    startRight: () => edges.push("start", 1, "word"),
    endLeftBit: () => edges.push("end", -1, "grapheme"),
    endRightBit: () => edges.push("end", 1, "grapheme"),
    startLeftBit: () => edges.push("start", -1, "grapheme"),
    startRightBit: () => edges.push("start", 1, "grapheme"),
  };
}
