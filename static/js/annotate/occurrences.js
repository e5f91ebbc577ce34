// @ts-check
/** Labelling every occurrence: the same words elsewhere are shown first, then taken at once or dropped. */

/** @import { Acts, Stretch } from "./types" */
/** @import { Desk } from "./desk.js" */

import { make, plural } from "../basics.js";
import { newId } from "./commands.js";
import { button, say } from "./dom.js";
import { keyOf } from "./keycaps.js";
import { TYPING } from "./keys.js";
import { putSpan } from "./model.js";
import { patternOf } from "./pattern.js";

/** More places than that are not looked for: nobody reads so many before Enter. */
const MOST = 1000;

class Occurrences {
  /** What to look for. @type {Stretch & {label: string} | null} */
  #asked = null;
  /** @type {Stretch[]} */
  #places = [];

  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.words = make("span");
    this.words.setAttribute("role", "status");
    this.exact = make("input");
    this.exact.type = "checkbox";
    this.exact.addEventListener("change", () => this.#look());
    const exact = make("label", "check");
    this.case = make("kbd", "for-keys");
    exact.append(this.exact, " Match case ", this.case);
    this.all = button("button primary small", ["Label them all ", make("kbd", "for-keys", "↵")], () => this.accept(""));
    this.labels = this.#makeLabels();
    this.panel = make("div", "float-panel");
    this.panel.setAttribute("role", "group");
    this.panel.setAttribute("aria-label", "Every occurrence");
    this.panel.hidden = true;
    this.panel.append(this.words, this.labels, exact, this.all, button("button small", ["Drop ", make("kbd", "for-keys", "Esc")], () => this.drop("Dropped")));
    document.addEventListener("keydown", (event) => this.#onKey(event), true);
    desk.text.article.addEventListener("pointerdown", () => this.drop(""));
    desk.onChanges(() => this.drop(""));
    desk.painter.onSections.push(() => this.panel.hidden || this.#paint());
  }

  #makeLabels() {
    const { labels } = this.desk.model;
    const row = make("span", "chips");
    for (const { n, key, name, shortcut, retired } of labels) {
      const chip = button(`chip label-${n}`, [name], () => this.accept(key));
      chip.setAttribute("aria-keyshortcuts", shortcut);
      chip.dataset.label = key;
      if (!retired) row.append(chip);
    }
    return row;
  }

  /** Shows the places of what is picked, or of the focused span. */
  offer() {
    const { picker, span, menu, text } = this.desk;
    const fragments = picker.range ? picker.fragments : (span?.fragments ?? []);
    if (!fragments.length) return say("Select some words first, or focus a span");
    if (fragments.length > 1) return say("This has several parts; select words that stand together");
    menu.close();
    this.desk.run("toArticle");
    const [[start, end]] = fragments;
    this.#asked = { start, end, label: picker.range ? "" : (span?.label ?? "") };
    if (!patternOf(text.slice(start, end).trim(), { exact: false, whole: true })) return;
    this.case.textContent = keyOf("matchCase", this.desk.keys);
    this.panel.hidden = false;
    this.desk.takesLabel = (label) => this.accept(label);
    this.#look();
  }

  #look() {
    const asked = this.#asked;
    if (!asked) return;
    const { text } = this.desk;
    const pattern = patternOf(text.slice(asked.start, asked.end).trim(), { exact: this.exact.checked, whole: true });
    const places = pattern ? text.matches(pattern) : [];
    this.#places = [];
    for (const place of places) {
      if (place.start < asked.end && place.end > asked.start) continue;
      if (!asked.label || !this.#has(place, asked.label)) this.#places.push(place);
      if (this.#places.length === MOST) break;
    }
    this.#paint();
    this.#write();
  }

  #paint() {
    CSS.highlights?.set("ghost", new Highlight(...this.#places.map(({ start, end }) => this.desk.text.range(start, end))));
  }

  #write() {
    const label = this.desk.model.labelOf.get(this.#asked?.label ?? "");
    const { length } = this.#places;
    const more = `${length === MOST ? "The first " : ""}${plural(length, "more place")}`;
    const lead = label ? ` for ${label.name}` : ". Choose the label of these words and of all of them:";
    this.words.textContent = length ? more + lead : `No other place${label ? ` that is not ${label.name} yet` : ""}`;
    this.all.hidden = !length || !label;
    this.labels.hidden = !length || Boolean(label);
  }

  /** Whether the words have the label already, of themselves or within more. @param {Stretch} place @param {string} label */
  #has({ start, end }, label) {
    const within = (/** @type {[number, number]} */ [from, to]) => from <= start && end <= to;
    return this.desk.model.at(start).some((span) => span.label === label && span.fragments.some(within));
  }

  /** Finds the words as they are written, or however they are; answers false when nothing is shown. */
  turnCase() {
    if (!this.panel.hidden) this.exact.click();
    return !this.panel.hidden;
  }

  /** Labels all of them as one act; a label chosen now counts for the words themselves too. @param {string} chosen */
  accept(chosen) {
    const asked = this.#asked;
    const label = chosen || asked?.label;
    if (!asked || !label) return say("Press a label’s key");
    const { commands, model, picker, text } = this.desk;
    const first = asked.label ? [] : [asked];
    const stretches = [...first, ...this.#places].filter((place) => !this.#has(place, label));
    const changes = stretches.map(({ start, end }) => putSpan({ id: newId(), label, fragments: [[start, end]], note: "", flags: [] }));
    this.drop("");
    picker.drop();
    if (!changes.length) return say("All of them have this label already");
    const words = `${model.labelOf.get(label)?.name} on ${plural(changes.length, "place")}: ${text.slice(asked.start, asked.end)}`;
    commands.execute(changes, words, asked.label ? (this.desk.focused ?? "") : changes[0].id);
  }

  /** @param {string} words to say */
  drop(words) {
    if (this.panel.hidden) return;
    this.panel.hidden = true;
    this.#asked = null;
    this.desk.takesLabel = null;
    CSS.highlights?.delete("ghost");
    if (words) say(words);
    if (this.panel.contains(document.activeElement)) this.desk.run("toArticle");
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const { key, ctrlKey, metaKey, altKey, isComposing } = event;
    const target = /** @type {Element} */ (event.target);
    if (target.closest(TYPING) && !this.panel.contains(target) && key !== "Escape") return;
    if (this.panel.hidden || isComposing || ctrlKey || metaKey || altKey || document.querySelector("dialog[open]")) return;
    if (key === "Escape") this.drop("Dropped");
    else if (key === "Enter" && !target.closest("button, a, input") && !this.all.hidden) this.accept("");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** @param {Desk} desk @param {HTMLElement} over where panels stand @returns {Acts} */
export function makeOccurrences(desk, over) {
  const occurrences = new Occurrences(desk);
  over.append(occurrences.panel);
  return { everywhere: () => occurrences.offer(), matchCase: () => occurrences.turnCase() };
}
