// @ts-check
/** The rail's register of sources: an entry for each, and what may be gathered under it. */

/** @import { Entry, Proposal, Span } from "./types" */
/** @import { Desk } from "./desk.js" */
/** @import { Register } from "./register.js" */
/** @import { SourceForm } from "./source-form.js" */

import { byId, figure, make, plural } from "../basics.js";
import { button, say, shortNames } from "./dom.js";
import { fetched } from "./fetched.js";
import { memory } from "./seen.js";

/** Of very many entries, so many are drawn at once. */
const MOST = 30;
const MOST_PROPOSALS = 20;
const MOST_WORDS = 3;

export class Sources {
  /** Rows by the id of their first mention, which stays while entries come to be stored. @type {Map<string, {item: HTMLLIElement, head: HTMLButtonElement, drawn: string}>} */
  #rows = new Map();
  /** Which row is open. */
  #open = "";
  #shown = MOST;
  /** The proposals drawn, by the entry to gather under. @type {{state: string, rows: Map<string, HTMLElement[]>}} */
  #proposed = { state: "", rows: new Map() };

  /** @param {Desk} desk @param {Register} register @param {(tab: string) => void} show a part of the sheet */
  constructor(desk, register, show) {
    this.desk = desk;
    this.register = register;
    this.list = byId("sources", HTMLElement);
    this.names = shortNames(desk.model.labels);
    this.memory = memory(desk, "apart");
    this.apart = new Set(this.memory.read());
    this.show = show;
    /** @type {SourceForm | undefined} */
    this.form = undefined;
    this.more = byId("more-sources", HTMLElement);
    this.more.addEventListener("click", () => {
      this.#shown += MOST;
      this.draw();
    });
    this.again = byId("propose-again", HTMLElement);
    this.again.addEventListener("click", () => {
      this.apart.clear();
      this.memory.write([]);
      this.draw();
    });
  }

  draw() {
    const { entries } = this.register;
    const proposals = this.#propose();
    const items = entries.slice(0, this.#shown).flatMap((entry) => [...(proposals.get(entry.id) ?? []), this.#row(entry)]);
    arrange(this.list, items);
    for (const [key, { item }] of this.#rows) if (!item.isConnected) this.#rows.delete(key);
    this.more.hidden = entries.length <= this.#shown;
    this.more.textContent = `${figure(entries.length - this.#shown)} more`;
    this.again.hidden = !this.apart.size;
    byId("no-sources", HTMLElement).hidden = entries.length > 0;
    for (const place of document.querySelectorAll("[data-total=sources]")) place.textContent = figure(entries.length);
    this.#rests();
  }

  /** What may be gathered, drawn anew only when there is something new to it. */
  #propose() {
    const { tools } = this.desk;
    const state = `${this.register.version} ${this.apart.size}`;
    if (!tools || state === this.#proposed.state) return this.#proposed.rows;
    /** @type {Map<string, HTMLElement[]>} */
    const rows = new Map();
    for (const proposal of tools.propose(this.register.mentions(), this.apart).slice(0, MOST_PROPOSALS)) {
      const into = this.register.entries.find(({ id }) => id === proposal.into);
      if (into) rows.set(into.id, [...(rows.get(into.id) ?? []), this.#proposal(proposal, into)]);
    }
    this.#proposed = { state, rows };
    return rows;
  }

  /** How much of what is said rests on whom, in the head of the section. */
  #rests() {
    const words = this.register.rests().map(({ label, named, anonymous }, index) => {
      const name = (this.desk.model.labelOf.get(label)?.name ?? label).toLowerCase();
      if (!named && !anonymous) return "";
      if (index) return `${plural(named, name)} on named, ${anonymous} on anonymous`;
      return `${plural(named, name)} ${named === 1 ? "rests" : "rest"} on named, ${anonymous} on anonymous`;
    });
    const place = byId("rests", HTMLElement);
    place.textContent = words[0] ?? "";
    place.title = words.filter(Boolean).join("; ");
  }

  /** @param {Entry} entry */
  #row(entry) {
    const key = entry.mentions[0]?.id ?? entry.id;
    const row = this.#rows.get(key) ?? this.#makeRow(key);
    const counts = this.#counts(entry);
    const drawn = [entry.name, counts, entry.kind, ...entry.kinds].join("\n");
    if (row.drawn !== drawn) row.head.replaceChildren(...this.#headParts(entry, counts));
    row.drawn = drawn;
    const open = key === this.#open;
    row.item.classList.toggle("open", open);
    row.head.setAttribute("aria-expanded", String(open));
    if (open && this.form) this.#fill(this.form, entry, row.item);
    return row.item;
  }

  /** @param {SourceForm} form @param {Entry} entry @param {HTMLElement} item */
  #fill(form, entry, item) {
    form.show(entry);
    if (form.element.parentElement !== item) item.append(form.element);
  }

  /** The form is fetched when it is first wanted. */
  async #fetchForm() {
    /** @type {typeof import("./source-form.js")} */
    const { SourceForm } = await fetched("source-form");
    this.form ??= new SourceForm(this.desk, this.register, (span) => {
      this.show("spans");
      this.desk.focus(span.id, true);
    });
  }

  /** @param {string} key */
  #makeRow(key) {
    const item = make("li", "source-item");
    const head = button("source-head", [], async () => {
      this.#open = this.#open === key ? "" : key;
      if (!this.form) await this.#fetchForm().catch(() => say("The server does not answer; try this again when it does"));
      if (!this.#open) this.form?.element.remove();
      this.draw();
      item.scrollIntoView({ block: "nearest" });
    });
    item.append(head);
    const row = { item, head, drawn: "" };
    this.#rows.set(key, row);
    return row;
  }

  /** @param {Entry} entry @param {string} counts @returns {Node[]} */
  #headParts(entry, counts) {
    const name = make("b", "source-name", entry.name || "Without a name");
    name.dir = "auto";
    const parts = [name, make("span", "source-counts", counts)];
    const both = entry.kinds.size > 1;
    const label = this.desk.model.labels.find(({ key }) => this.register.sources.has(key) && this.register.kinds.get(key) === entry.kind);
    if (both) parts.push(make("span", "source-warning", "named and anonymous"));
    else if (label) {
      const [short, rest] = this.names.get(label.key) ?? [label.name, ""];
      const chip = make("span", `chip label-${label.n}`, short);
      if (rest) chip.append(make("span", "visually-hidden", rest));
      parts.push(chip);
    }
    return parts;
  }

  /** "3 mentions, 4 claims". @param {Entry} entry */
  #counts(entry) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const label of this.register.says(entry).values()) counts.set(label, (counts.get(label) ?? 0) + 1);
    const said = [...counts].map(([label, count]) => plural(count, (this.desk.model.labelOf.get(label)?.name ?? label).toLowerCase()));
    return [plural(entry.mentions.length, "mention"), ...said].join(", ");
  }

  /** @param {Proposal} proposal @param {Entry} into */
  #proposal({ mentions }, into) {
    const spans = mentions.flatMap((id) => this.desk.model.spans.get(id) ?? []);
    const item = make("li", "proposal");
    const words = make("p");
    spans.slice(0, MOST_WORDS).forEach((span, index) => {
      if (index) words.append(index === spans.length - 1 ? " and " : ", ");
      words.append(...this.#mention(span));
    });
    if (spans.length > MOST_WORDS) words.append(` and ${spans.length - MOST_WORDS} more`);
    words.append(": gather under ", make("bdi", "", into.name), "?");
    const focus = this.desk.focused ?? "";
    item.append(
      words,
      button("link-button", ["Gather"], () => this.register.gather(into, spans, focus)),
      button("link-button", ["Not the same"], () => this.#refuse(spans, into)),
    );
    return item;
  }

  /** @param {Span} span @returns {(string | Node)[]} */
  #mention(span) {
    const { model, text } = this.desk;
    const place = model.paragraphOf(span);
    const words = make("b", "", `“${text.words(span.fragments)}”`);
    words.dir = "auto";
    const where = button("link-button", [place === "head" ? "the headline" : place], () => this.desk.focus(span.id, true));
    return [words, " in ", where];
  }

  /** Remembers in this browser that these are not the same. @param {Span[]} spans @param {Entry} into */
  #refuse(spans, into) {
    const { tools } = this.desk;
    for (const { id } of spans) for (const other of into.mentions) if (tools) this.apart.add(tools.pairOf(id, other.id));
    this.memory.write([...this.apart]);
    this.draw();
    say(`Kept apart from ${into.name}`);
  }
}

/** Puts the items into the list; one that stands where it should is not touched. @param {HTMLElement} list @param {HTMLElement[]} items */
function arrange(list, items) {
  const wanted = new Set(items);
  for (const child of [...list.children]) if (!wanted.has(/** @type {HTMLElement} */ (child))) child.remove();
  let place = list.firstElementChild;
  for (const item of items) {
    if (item === place) place = place.nextElementSibling;
    else list.insertBefore(item, place);
  }
}
