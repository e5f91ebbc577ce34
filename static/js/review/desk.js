// @ts-check
/** The review page's state: which span is under the eye, and what is shown. */

/** @import { Row, Span, Step } from "../annotate/types" */
/** @import { Body, ReviewData, Sheet as Stored } from "./types" */

import { byId } from "../basics.js";
import { readLayer } from "../annotate/deliver.js";
import { copyPlainly } from "../annotate/copying.js";
import { say } from "../annotate/dom.js";
import { makeDraggable } from "../annotate/drag.js";
import { Menu } from "../annotate/menu.js";
import { Model, startOf } from "../annotate/model.js";
import { Outbox } from "../annotate/outbox.js";
import { Outline } from "../annotate/outline.js";
import { RefusedList } from "../annotate/refused.js";
import { rebased } from "../annotate/rebase.js";
import { Painter } from "../annotate/render.js";
import { bringIntoView, Picker } from "../annotate/select.js";
import { Status } from "../annotate/status.js";
import { ArticleText } from "../annotate/text.js";
import { Decisions } from "./decisions.js";
import { Near } from "./near.js";
import { Sheet } from "./sheet.js";
import { Slip } from "./slip.js";
import { Track } from "./track.js";

export class ReviewDesk {
  focused = "";
  /** Whether the next label of the menu is for what is selected, or for the span under the eye. */
  #labels = "";

  /** @param {ReviewData} data @param {(command: string) => void} run */
  constructor(data, run) {
    this.data = data;
    const { project, article, me, author, layer } = data;
    this.sheet = new Sheet(author, me, layer);
    this.text = new ArticleText(byId("art", HTMLElement));
    this.model = new Model(this.text, { labels: data.labels, relations: data.relations, layer: this.#shown() });
    this.painter = new Painter(this.text, this.model);
    this.outbox = new Outbox({ project, me, article: `${article}/review/${author}` }, {
      onState: (state) => this.status.show(state),
      onRow: (row) => this.take([row]),
      onLayer: (stored, rows) => this.#reset(/** @type {any} */ (stored), rows),
      rebase: async () => ({ rebased }),
    });
    this.status = new Status(this.outbox, async () => new RefusedList(this.outbox));
    this.outline = new Outline(this.text);
    makeDraggable(this.outline, (id, fragments) => this.acts.change(id, { fragments }));
    this.menu = new Menu(byId("menu", HTMLElement), (label) => this.label(label));
    this.track = new Track(this.sheet, (id) => this.focus(id, true));
    this.acts = new Decisions(this);
    this.slip = new Slip(this, run);
    this.near = new Near(this);
    this.picker = this.#makePicker();
    copyPlainly(this);
    this.draw();
  }

  /** What the sheet comes to, as a layer of the annotation page. */
  #shown() {
    const spans = this.sheet.readings();
    const there = new Set(spans.map(({ id }) => id));
    const relations = this.sheet.relations.filter(({ from, to }) => there.has(from) && there.has(to));
    return { status: "", version: 0, spans, relations, sources: [] };
  }

  #makePicker() {
    return new Picker(this.text, {
      onPick: (range, by) => {
        this.#labels = "";
        const box = this.text.range(range.end - 1, range.end).getBoundingClientRect();
        if (by !== "keys") this.menu.open(box, { below: by === "touch" });
      },
      onDrop: () => this.menu.close(),
      onPress: (offset) => this.#press(offset),
    });
  }

  /** @param {number | null} offset */
  #press(offset) {
    this.menu.close();
    const stack = offset === null ? [] : this.model.at(offset);
    const at = stack.findIndex(({ id }) => id === this.focused);
    const next = stack[(at + 1) % stack.length];
    if (next) this.focus(next.id, false);
  }

  /** The span under the eye: as the review leaves it, or as the author has it where it was rejected. @returns {Span | undefined} */
  get span() {
    return this.sheet.reading(this.focused) ?? this.sheet.spans.get(this.focused);
  }

  /** All that can be stepped through, in text order. @returns {Span[]} */
  get order() {
    const spans = [...this.sheet.spans.values(), ...this.sheet.added.values(), ...this.sheet.gone.values()];
    return spans.sort((a, b) => startOf(a) - startOf(b) || (a.id < b.id ? -1 : 1));
  }

  /** @param {string} id @param {boolean} scroll @param {string} [said] what was just done */
  focus(id, scroll, said = "") {
    if (id !== this.focused) this.slip.keep();
    this.focused = id;
    const { span } = this;
    this.#drawFocus();
    if (!span) return;
    if (scroll) bringIntoView(this.text.range(...span.fragments[0]).getBoundingClientRect());
    say(`${said && `${said}. `}${this.model.labelOf.get(span.label)?.name}: ${this.text.words(span.fragments)}`);
  }

  /** @param {Step} direction */
  step(direction) {
    const { order } = this;
    const at = order.findIndex(({ id }) => id === this.focused);
    const next = order[at < 0 ? 0 : at + direction];
    if (next) this.focus(next.id, true);
    else say(direction > 0 ? "This was the last span" : "This was the first span");
  }

  /** Goes to the next span that waits for a verdict, from here on and then from the top. @param {string} [said] what was just done */
  nextUndecided(said = "") {
    const { order } = this;
    const at = order.findIndex(({ id }) => id === this.focused);
    const waits = (/** @type {Span} */ { id }) => this.sheet.waits(id);
    const next = [...order.slice(at + 1), ...order.slice(0, at + 1)].find(waits);
    if (next) this.focus(next.id, true, said);
    else say(`${said && `${said}. `}Every span has a verdict`);
    return Boolean(next);
  }

  /** Labels what is selected as a missed span, or gives the span under the eye another label. @param {string} label */
  label(label) {
    this.menu.close();
    const { range, fragments } = this.picker;
    if (range && !this.#labels) {
      this.picker.drop();
      this.focus(this.acts.add(label, fragments), false);
    } else if (this.span) this.acts.change(this.focused, { label });
    this.#labels = "";
    this.text.article.focus({ preventScroll: true });
  }

  closeMenu() {
    this.menu.close();
    this.#labels = "";
    this.text.article.focus({ preventScroll: true });
  }

  /** Offers the labels for the span under the eye. */
  offerLabels() {
    const { span } = this;
    if (!span) return;
    this.#labels = span.id;
    const end = span.fragments[span.fragments.length - 1][1];
    this.menu.open(this.text.range(end - 1, end).getBoundingClientRect(), { focus: true, current: span.label });
  }

  /** @param {Pick<Body, "decisions" | "gold">} act */
  show(act) {
    const ids = [...act.decisions.map(({ span }) => span), ...act.gold.map(({ id }) => id)];
    const touched = () => ids.flatMap((id) => this.#blocksOf(id));
    const before = touched();
    this.sheet.apply(act);
    this.model.load(this.#shown());
    this.painter.paint(new Set([...before, ...touched()]));
    this.draw();
  }

  /** @param {string} id */
  #blocksOf(id) {
    const span = this.model.spans.get(id);
    return span ? this.model.blocksOf(span) : [];
  }

  /** Acts that were done elsewhere, or that wait. @param {Pick<Row, "kind" | "body">[]} rows */
  take(rows) {
    for (const { kind, body } of rows) {
      if (kind === "status") this.sheet.status = body.status;
      else if (body.decisions) this.show(body);
    }
    this.draw();
  }

  /** Looks whether the author goes on meanwhile; then the page shows it. */
  async look() {
    const stored = await readLayer(this.outbox);
    if (stored && this.sheet.isBehind(/** @type {any} */ (stored))) this.outbox.changed();
  }

  /** Shows what the server has, and over it what waits. @param {Stored} stored @param {Row[]} rows */
  #reset(stored, rows) {
    this.sheet.load(stored);
    this.acts.forget();
    this.model.load(this.#shown());
    this.painter.paint(this.text.blocks.keys());
    this.take(rows);
  }

  draw() {
    this.track.draw(this.focused);
    this.#drawFocus();
    this.acts.drawButtons();
  }

  #drawFocus() {
    const { span } = this;
    const linked = span ? this.model.relationsOf(span.id).map(({ from, to }) => (from === span.id ? to : from)) : [];
    this.outline.show(span ?? null, linked.flatMap((id) => this.model.spans.get(id) ?? []));
    this.track.mark(this.focused);
    this.slip.draw();
    this.near.show(span);
  }
}
