// @ts-check
/** Another reading of a case: words selected in its passage, or edges moved by key, and a label. */

/** @import { Edge, Fragment, Step } from "../annotate/types" */
/** @import { Reading } from "./types" */

import { byId } from "../basics.js";
import { say } from "../annotate/dom.js";
import { makeDraggable } from "../annotate/drag.js";
import { moveEdge } from "../annotate/edges.js";
import { Outline } from "../annotate/outline.js";
import { Picker } from "../annotate/select.js";
import { ArticleText } from "../annotate/text.js";

export class Another {
  /** @type {Reading | null} what is being made, while it is open */
  reading = null;

  /** @param {() => void} onClose */
  constructor(onClose) {
    this.onClose = onClose;
    this.element = byId("another", HTMLElement);
    this.home = /** @type {HTMLElement} */ (this.element.parentElement);
    this.article = byId("art", HTMLElement);
    this.text = new ArticleText(this.article);
    this.outline = new Outline(this.text);
    makeDraggable(this.outline, (_, fragments) => this.#put({ fragments }));
    this.picker = new Picker(this.text, {
      onPick: () => this.#pick(),
      onDrop: () => {},
      onPress: () => {},
    });
    this.element.addEventListener("click", ({ target }) => {
      const chosen = /** @type {Element} */ (target).closest("[data-label]");
      if (chosen instanceof HTMLElement) this.label(chosen.dataset.label ?? "");
    });
  }

  get isOpen() {
    return Boolean(this.reading);
  }

  /** @param {Element} passage whose blocks are shown @param {Reading} reading to begin with */
  open(passage, reading) {
    this.article.replaceChildren(...[...passage.children].map(plain), this.outline.svg);
    this.text = this.picker.text = this.outline.text = new ArticleText(this.article);
    passage.after(this.element);
    this.element.hidden = false;
    this.#put(reading);
    this.article.focus({ preventScroll: true });
  }

  close() {
    if (!this.reading) return;
    this.reading = null;
    this.picker.drop();
    this.element.hidden = true;
    this.home.append(this.element);
    this.onClose();
  }

  /** @param {string} label */
  label(label) {
    this.#put({ label });
  }

  #pick() {
    if (!this.reading) return;
    const { fragments } = this.picker;
    this.picker.drop();
    this.#put({ fragments });
    this.article.focus({ preventScroll: true });
  }

  /** Moves an edge as the eye sees it. @param {Edge} edge @param {Step} eye */
  push(edge, eye) {
    if (!this.reading) return;
    const { fragments } = this.reading;
    const at = edge === "start" ? fragments[0][0] : fragments[fragments.length - 1][1] - 1;
    const moved = moveEdge(this.text, fragments, edge, this.text.along(at, eye));
    if (moved === fragments) say("The edge cannot go there");
    else this.#put({ fragments: moved });
  }

  /** @param {{label?: string, fragments?: Fragment[]}} change */
  #put(change) {
    this.reading = { label: "", fragments: [], ...this.reading, ...change };
    const { label, fragments } = this.reading;
    for (const each of this.element.querySelectorAll("[data-label]")) {
      each.setAttribute("aria-pressed", String(each.getAttribute("data-label") === label));
    }
    this.outline.show(/** @type {any} */ ({ id: "", label, fragments }), []);
    say(this.text.words(fragments));
  }
}

/** A block with its words alone. @param {Element} block */
function plain(block) {
  const copy = /** @type {HTMLElement} */ (block.cloneNode(false));
  copy.textContent = block.textContent;
  return copy;
}
