// @ts-check
/** The page's state beyond the model: which span has the focus, and what follows from a change. */

/** @import { PageData, Row, Span, Step, Stretch, Tools } from "./types" */

import { byId, figure } from "../basics.js";
import { Card } from "./card.js";
import { Commands } from "./commands.js";
import { say } from "./dom.js";
import { fetched } from "./fetched.js";
import { Menu } from "./menu.js";
import { Model, startOf } from "./model.js";
import { Outbox } from "./outbox.js";
import { Outline } from "./outline.js";
import { Rail } from "./rail.js";
import { Painter } from "./render.js";
import { bringIntoView, Picker } from "./select.js";
import { Status } from "./status.js";
import { ArticleText } from "./text.js";

/** A second press within that time selects a word. */
const DOUBLE_MS = 600;

export class Desk {
  /** @type {string | null} id of the focused span */
  focused = null;
  /** Where the next span is looked for when none has the focus. */
  #place = 0;
  /** @type {(() => void)[]} what else is drawn from the spans: told after each change */
  #onChanges = [];

  /** Takes the next press in the text, or null to let it go. @type {((offset: number | null) => void) | null} */
  takesPress = null;
  /** Takes the next label in place of what is picked. @type {((label: string) => void) | null} */
  takesLabel = null;
  /** @type {import("./keys.js").Keys | undefined} */
  keys;
  /** What reads the article for who works on it; it comes when somebody begins. @type {Tools | undefined} */
  tools;
  /** What had the focus before the last press, which may become a double click. */
  #before = { id: this.focused, offset: 0, at: -Infinity };

  /** @param {PageData} data @param {(command: string) => void} run */
  constructor(data, run) {
    this.data = data;
    this.run = run;
    this.text = new ArticleText(byId("art", HTMLElement));
    this.model = new Model(this.text, data);
    this.outbox = new Outbox(
      { project: data.project ?? "", me: data.me, article: data.article },
      {
        onState: (state) => this.status.show(state),
        onRow: (row) => this.take([row]),
        onLayer: (...news) => this.#reset(...news),
        rebase: () => fetched("rebase"),
      },
    );
    this.status = new Status(this.outbox, async () => new (await fetched("refused")).RefusedList(this.outbox));
    this.commands = new Commands(this.model, this.outbox, (touched, act) => this.#onChange(touched, act));
    this.painter = new Painter(this.text, this.model);
    this.menu = new Menu(byId("menu", HTMLElement), (label) => this.label(label));
    this.card = new Card(this.model, this.commands, { run, focus: (id) => this.focus(id, true) });
    this.rail = this.#makeRail();
    this.outline = new Outline(this.text);
    this.picker = this.#makePicker();
    document.addEventListener("scrollend", () => this.rail.follow(() => (this.span ? undefined : this.picker.firstVisible())));
    this.painter.markMargins();
    this.#drawLists();
    this.layerStatus = "";
    this.setStatus(data.layer.status);
  }

  /** Calls `draw` now and after each change of the spans, links or sources. @param {() => void} draw */
  onChanges(draw) {
    this.#onChanges.push(draw);
    draw();
  }

  /** Somebody begins to work. @param {Tools} tools */
  begin(tools) {
    this.tools = tools;
    for (const draw of this.#onChanges) draw();
  }

  /** @param {string} status of the layer: open, submitted or reviewed */
  setStatus(status) {
    this.layerStatus = status;
    const done = status !== "open" && status !== "";
    byId("done", HTMLElement).hidden = !done;
    byId("reopen", HTMLElement).hidden = status !== "submitted";
    byId("submit-words", HTMLElement).textContent = done ? "Next article" : this.data.next || this.data.next_open ? "Submit, next" : "Submit";
  }

  #makeRail() {
    const parts = {
      list: byId("rail", HTMLElement),
      filter: byId("filter", HTMLSelectElement),
      count: byId("span-count", HTMLElement),
      empty: byId("no-spans", HTMLElement),
      earlier: byId("earlier", HTMLElement),
      later: byId("later", HTMLElement),
    };
    return new Rail(parts, this.model, this.card, (id) => this.focus(id, true));
  }

  #makePicker() {
    return new Picker(this.text, {
      onPick: (range, by) => {
        this.#focusAgain(range);
        if (by === "keys") this.menu.close();
        else this.openMenu(false, by === "touch");
        say(`Selected: ${this.text.slice(range.start, range.end)}`);
      },
      onDrop: () => this.menu.close(),
      onPress: (offset) => this.#press(offset),
    });
  }

  /** The first press of a double click let go of the span. @param {Stretch} picked */
  #focusAgain({ start, end }) {
    const { id, offset, at } = this.#before;
    const again = start <= offset && offset < end && performance.now() - at < DOUBLE_MS;
    if (again && id && id !== this.focused) this.focus(id, false);
  }

  /** The focused span, if it is still there. */
  get span() {
    return this.focused === null ? undefined : this.model.spans.get(this.focused);
  }

  /** @param {number | null} offset of the character pressed */
  #press(offset) {
    this.menu.close();
    if (offset !== null) this.picker.place(offset);
    const stack = offset === null ? [] : this.model.at(offset);
    if (this.takesPress) return this.takesPress(offset);
    if (this.card.linking && this.card.attribution?.press(stack)) return;
    this.#before = { id: this.focused, offset: offset ?? -1, at: performance.now() };
    const at = stack.findIndex(({ id }) => id === this.focused);
    const next = stack[(at + 1) % stack.length];
    this.focus(next?.id ?? null, false);
  }

  /** Puts the frame on a span, or on none. @param {string | null} id @param {boolean} scroll */
  focus(id, scroll) {
    this.focused = id;
    const { span } = this;
    this.rail.open(span?.id ?? null);
    this.#drawOutline();
    document.body.classList.toggle("has-focus", Boolean(span));
    if (!span) return;
    this.#place = startOf(span);
    if (scroll) bringIntoView(this.text.range(...span.fragments[0]).getBoundingClientRect());
    say(this.commands.name(span));
  }

  /** Goes to the next or previous span that the list shows. @param {Step} direction */
  step(direction) {
    const shown = this.rail.shown();
    const at = shown.findIndex(({ id }) => id === this.focused);
    const ahead = shown.findIndex((span) => startOf(span) >= this.#place);
    const behind = shown.findLastIndex((span) => startOf(span) < this.#place);
    const next = at >= 0 ? at + direction : direction > 0 ? ahead : behind;
    // What was picked before must not take the next key.
    this.picker.drop();
    if (shown[next]) this.focus(shown[next].id, true);
    else say(direction > 0 ? "This was the last span" : "This was the first span");
  }

  /** Labels what is picked, or gives the focused span another label. @param {string} label */
  label(label) {
    if (this.takesLabel) return this.takesLabel(label);
    const { range } = this.picker;
    const { span } = this;
    const byMenu = this.menu.element.contains(document.activeElement);
    this.menu.close();
    if (byMenu) this.text.article.focus({ preventScroll: true });
    if (range) {
      const { fragments } = this.picker;
      this.picker.drop();
      this.commands.create(fragments, label);
    } else if (span) this.commands.relabel(span, label);
    else say("Select some words first");
  }

  /** @param {boolean} focus @param {boolean} [below] @returns {boolean} whether there is anything to label */
  openMenu(focus, below = false) {
    const { span } = this;
    const end = this.picker.range?.end ?? span?.fragments.at(-1)?.[1];
    if (end === undefined) return false;
    const box = this.text.range(end - 1, end).getBoundingClientRect();
    this.menu.open(box, { focus, below, current: this.picker.range ? "" : span?.label });
    return true;
  }

  /** Acts that were done elsewhere or earlier. @param {Pick<Row, "kind" | "body" | "act" | "again">[]} rows */
  take(rows) {
    for (const { kind, body, act, again } of rows) {
      // What is tried again shows when it is stored: only then is it known what it changes.
      this.commands.heard(again && act ? { ...act, inverse: undefined } : act);
      if (kind === "status") this.setStatus(body.status);
      else if (!again) this.painter.paint(this.model.apply(body.changes));
    }
    this.#drawLists();
    this.#drawOutline();
  }

  /** @param {PageData["layer"]} layer as it is stored @param {Row[]} rows that wait @param {string[]} refused acts, by their ids */
  #reset(layer, rows, refused) {
    // A note's field stays under the fingers that write in it: its keys would be commands.
    const left = [...layer.spans, ...rows.flatMap(({ body }) => body.changes ?? [])];
    if (document.activeElement === this.card.note && !left.some(({ id }) => id === this.focused)) return false;
    this.model.load(layer);
    this.commands.drop(refused);
    this.painter.paint(this.text.blocks.keys());
    this.setStatus(layer.status);
    this.take(rows);
    this.focus(this.span?.id ?? null, false);
  }

  /** @param {Set<number>} touched @param {{focus: string, words: string}} act */
  #onChange(touched, act) {
    this.painter.paint(touched);
    this.#drawLists();
    const there = this.model.spans.has(act.focus);
    this.focus(there ? act.focus : null, false);
    say(act.words);
  }

  #drawLists() {
    this.rail.update();
    /** @type {Record<string, number>} */
    const counts = {};
    for (const { label } of this.model.inOrder()) counts[label] = (counts[label] ?? 0) + 1;
    for (const place of document.querySelectorAll("[data-count]")) {
      place.textContent = figure(counts[place.getAttribute("data-count") ?? ""] ?? 0);
    }
    for (const draw of this.#onChanges) draw();
  }

  #drawOutline() {
    const { span } = this;
    const linked = span ? this.model.relationsOf(span.id).map(({ from, to }) => (from === span.id ? to : from)) : [];
    const others = linked.map((id) => this.model.spans.get(id)).filter((other) => other !== undefined);
    this.outline.show(span ?? null, others);
  }
}
