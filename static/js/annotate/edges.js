// @ts-check
/** The edges of the focused span: moved by a word or a character, or put where a press in the text says. */

/** @import { Acts, Edge, Fragment, Span, Step, Unit } from "./types" */
/** @import { ArticleText } from "./text.js" */
/** @import { Desk } from "./desk.js" */

import { make } from "../basics.js";
import { button, say } from "./dom.js";
import { endOf, startOf } from "./model.js";
import { edgeTo, nearest, withEdge, wordAt } from "./snap.js";

const BLANK = /^\s/u;

/**
 * Fragments with one outer edge moved by a word or a character; unchanged where that cannot be.
 * @param {ArticleText} text @param {Fragment[]} fragments
 * @param {Edge} edge @param {Step} direction @param {Unit} [unit]
 * @returns {Fragment[]}
 */
export function moveEdge(text, fragments, edge, direction, unit = "word") {
  const isStart = edge === "start";
  const at = isStart ? fragments[0][0] : fragments[fragments.length - 1][1];
  const past = isStart === direction > 0 ? direction : 0;
  const inside = !past && text.cuts(text.indexAt(at), unit).find((cut) => cut.word && cut.start < at && at < cut.end);
  const found = inside || nearest(text, at + past, direction, unit, unit === "word" ? undefined : BLANK);
  return found ? withEdge(fragments, edge, isStart ? found.start : found.end) : fragments;
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
    this.earlier = this.#mover("startEarlier", "←", "Start earlier");
    this.later = this.#mover("startLater", "→", "Start later");
    this.units = button("button small", [], () => this.#turn(this.#unit === "word" ? "grapheme" : "word"));
    const row = make("div", "card-actions edges");
    row.append(this.aims.start, this.earlier, this.later, this.aims.end);
    row.append(this.#mover("shorter", "Shorter"), this.#mover("longer", "Longer"), this.units);
    desk.card.element.append(row);
    desk.card.onShow.push((span) => this.#show(span));
    this.#show(desk.span);
    this.#turn("word");
  }

  /** @param {Edge} edge @param {Step} direction @param {Unit} [unit] */
  move(edge, direction, unit = this.#unit) {
    const { span, text } = this.desk;
    if (span) this.#put(span, moveEdge(text, span.fragments, edge, direction, unit));
    return Boolean(span);
  }

  /** As the eye sees it: 1 is to the right. @param {Edge} edge @param {Step} eye @param {Unit} unit */
  push(edge, eye, unit) {
    const { span, text } = this.desk;
    return Boolean(span) && this.move(edge, text.along(edgeOf(/** @type {Span} */ (span), edge), eye), unit);
  }

  /** @param {Span} span @param {Fragment[]} fragments */
  #put(span, fragments) {
    if (fragments === span.fragments) say("The edge cannot go there: nothing would be left of the span");
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
    if (span && edge && word) this.#put(span, edgeTo(text, span.fragments, edge, word[edge]));
  }

  /** @param {Span | undefined} span */
  #show(span) {
    if (span?.id !== this.#id) this.await(null);
    this.#id = span?.id ?? "";
    const toLeft = !span || this.desk.text.along(edgeOf(span, "start"), 1) > 0;
    this.earlier.textContent = toLeft ? "←" : "→";
    this.later.textContent = toLeft ? "→" : "←";
  }

  /** @param {Unit} unit */
  #turn(unit) {
    this.#unit = unit;
    this.units.textContent = unit === "word" ? "by word" : "by character";
  }

  /** @param {Edge} edge */
  #aim(edge) {
    const made = button("link-button", [edge], () => this.await(edge));
    made.title = `Put the ${edge} at a word: press this, then the word in the text`;
    return made;
  }

  /** @param {string} command @param {string} words @param {string} [name] */
  #mover(command, words, name = words) {
    const made = button("button small", [words], () => this.desk.run(command));
    made.setAttribute("aria-label", name);
    return made;
  }
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
