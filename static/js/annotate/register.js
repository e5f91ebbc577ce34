// @ts-check
/**
 * The register of sources: every source span in an entry, stored or of its own, with what is
 * attributed to it; and what a person can do to it, each as one list of changes.
 */

/** @import { Change, Entry, Mention, PutSource, Reading, Source, Span } from "./types" */
/** @import { Desk } from "./desk.js" */

import { newId } from "./commands.js";
import { startOf } from "./model.js";
import { kindOf, nameOf, readName } from "./names.js";

export class Register {
  /** @type {Entry[]} in the order of their first mention */
  entries = [];
  /** @type {Map<string, Entry>} by the id of each mention */
  entryOf = new Map();
  /** Goes up when a source span or an entry is another one than before. */
  version = 0;
  /** @type {unknown[]} what that was told by */
  #before = [];
  /** @type {WeakMap<Span, Reading>} */
  #readings = new WeakMap();
  /** @type {WeakMap<Span, Entry>} entries of one span of which nothing is said yet */
  #plain = new WeakMap();

  /** @param {Desk} desk */
  constructor({ model, commands, text }) {
    this.model = model;
    this.commands = commands;
    this.text = text;
    /** Labels of what is said, and of who says it. */
    this.statements = new Set(model.rules.flatMap(({ from }) => from));
    this.sources = new Set(model.rules.flatMap(({ to }) => to));
    this.kinds = new Map(model.labels.map((label) => [label.key, kindOf(label)]));
  }

  /** Gathers the entries anew from the model. */
  read() {
    const spans = this.model.inOrder().filter(({ label }) => this.sources.has(label));
    const now = [...spans, ...this.model.sources.values()];
    if (now.length === this.#before.length && now.every((each, at) => each === this.#before[at])) return;
    this.#before = now;
    this.version += 1;
    /** @type {Map<string, Entry>} */
    const listed = new Map();
    const entries = new Set();
    const stored = [...this.model.sources.values()].map((source) => this.#begin(source.id, source));
    for (const entry of stored) for (const id of spansOf(entry)) listed.set(id, entry);
    this.entryOf = new Map();
    for (const span of spans) {
      const entry = listed.get(span.id) ?? this.#alone(span);
      entries.add(entry);
      this.entryOf.set(span.id, entry);
      if (entry.stored) this.#add(entry, span);
    }
    this.entries = [...new Set([...entries, ...stored])];
  }

  /** @param {Span} span */
  #alone(span) {
    let entry = this.#plain.get(span);
    if (!entry) {
      entry = this.#begin(span.id);
      this.#add(entry, span);
      this.#plain.set(span, entry);
    }
    return entry;
  }

  /** @param {string} id @param {Source} [stored] @returns {Entry} */
  #begin(id, stored) {
    return new OneSource(this, id, stored);
  }

  /** What the first mention with a name says. @param {Span[]} mentions */
  nameIn(mentions) {
    for (const span of mentions) {
      const { name } = this.reading(span);
      if (name) return name;
    }
    return "";
  }

  /** @param {Entry} entry @param {Span} span */
  #add(entry, span) {
    entry.mentions.push(span);
    const kind = this.kinds.get(span.label);
    if (!kind) return;
    entry.kinds.add(kind);
    if (!entry.stored?.kind) entry.kind ||= kind;
  }

  /** What is attributed to an entry: label by span id. @param {Entry} entry */
  says({ mentions }) {
    /** @type {Map<string, string>} */
    const says = new Map();
    for (const { id } of mentions) {
      for (const { from, to } of this.model.links.get(id) ?? []) {
        const label = to === id && this.model.spans.get(from)?.label;
        if (label) says.set(from, label);
      }
    }
    return says;
  }

  /** Whether nothing is attributed to it. @param {Entry} entry */
  isIdle({ mentions }) {
    return mentions.every(({ id }) => !this.model.links.get(id)?.size);
  }

  /** What a source span's words and place say, read once. @param {Span} span @returns {Reading} */
  reading(span) {
    let reading = this.#readings.get(span);
    if (!reading) {
      const words = this.text.words(span.fragments);
      const paragraph = Number(this.model.paragraphOf(span).slice(1)) || 0;
      reading = { name: nameOf(words), said: readName(words), paragraph };
      this.#readings.set(span, reading);
    }
    return reading;
  }

  /** @returns {Mention[]} in text order */
  mentions() {
    const listed = new Map(this.entries.map(({ id, mentions }) => [id, mentions.map((each) => each.id)]));
    return [...this.entryOf].flatMap(([id, { id: entry }]) => {
      const span = this.model.spans.get(id);
      if (!span) return [];
      const { said, paragraph } = this.reading(span);
      const kind = this.kinds.get(span.label) ?? "";
      const all = listed.get(entry) ?? [];
      return [{ id, entry, all, alone: all.length === 1, start: startOf(span), paragraph, kind, said }];
    });
  }

  /** Of the statements of each label that have a source: how many rest on a named one, and how many on none such. */
  rests() {
    /** @type {Map<string, Map<string, boolean>>} by label: span id -> whether one is named */
    const rests = new Map([...this.statements].map((label) => [label, new Map()]));
    for (const { from, to } of this.model.relations.values()) {
      const entry = this.entryOf.get(to);
      const statements = entry && rests.get(this.model.spans.get(from)?.label ?? "");
      if (statements) statements.set(from, statements.get(from) || entry.kind !== "anonymous");
    }
    return [...rests].map(([label, statements]) => {
      const named = [...statements.values()].filter(Boolean).length;
      return { label, named, anonymous: statements.size - named };
    });
  }

  /** @param {Entry} entry @param {Partial<Source>} news @returns {PutSource} */
  #put(entry, news) {
    const { stored, name, role, kind } = entry;
    return { put: "source", id: stored?.id ?? newId(), name, role, kind, spans: spansOf(entry), ...news };
  }

  /** @param {Change[]} changes @param {string} words @param {string} focus */
  #act(changes, words, focus) {
    this.commands.execute(changes, words, focus);
  }

  /** The entry as it stands: what was drawn may be older than what was done to it. @param {Entry} entry */
  #now(entry) {
    this.read();
    return this.entries.find(({ id, stored }) => stored && id === entry.id) ?? this.entryOf.get(entry.mentions[0]?.id ?? "") ?? entry;
  }

  /** @param {Entry} drawn @param {Partial<Source>} news @param {string} focus */
  edit(drawn, news, focus) {
    const entry = this.#now(drawn);
    this.#act([this.#put(entry, news)], `source ${news.name ?? entry.name}`, focus);
  }

  /** Puts mentions under an entry; entries that this empties go. @param {Entry} drawn @param {Span[]} asked @param {string} focus */
  gather(drawn, asked, focus) {
    const into = this.#now(drawn);
    const listed = new Set(spansOf(into));
    const mentions = asked.filter(({ id }) => !listed.has(id));
    if (!mentions.length) return;
    const others = new Set(mentions.flatMap(({ id }) => this.entryOf.get(id) ?? []));
    const left = [...others].flatMap((entry) => this.#without(entry, mentions));
    const spans = this.#inOrder([...spansOf(into), ...mentions.map(({ id }) => id)]);
    const role = into.role || ([...others].find((entry) => entry.role)?.role ?? "");
    this.#act([...left, this.#put(into, { spans, role })], `gathered under ${into.name}`, focus);
  }

  /** Makes mentions entries of their own again. @param {Entry} drawn @param {Span[]} mentions @param {string} focus */
  release(drawn, mentions, focus) {
    const entry = this.#now(drawn);
    this.#act(this.#without(entry, mentions), `no longer gathered under ${entry.name}`, focus);
  }

  /** @param {Entry} entry @param {Span[]} mentions @returns {Change[]} */
  #without(entry, mentions) {
    if (!entry.stored) return [];
    const spans = spansOf(entry).filter((id) => !mentions.some((span) => span.id === id));
    return spans.length ? [this.#put(entry, { spans })] : [{ delete: "source", id: entry.stored.id }];
  }

  /** @param {string[]} ids of spans */
  #inOrder(ids) {
    const placeOf = (/** @type {string} */ id) => startOf(this.model.spans.get(id) ?? { fragments: [[Infinity, 0]] });
    return ids.sort((a, b) => placeOf(a) - placeOf(b));
  }

  /** Gives all mentions a label of one kind. @param {Entry} drawn @param {string} kind @param {string} focus */
  relabel(drawn, kind, focus) {
    const entry = this.#now(drawn);
    const label = this.model.labels.find(({ key, retired }) => !retired && this.sources.has(key) && this.kinds.get(key) === kind);
    if (!label) return;
    const changes = entry.mentions.filter((span) => span.label !== label.key).flatMap((span) => this.commands.relabelled(span, label.key));
    this.#act([...changes, this.#put(entry, { kind })], `${entry.name}: all mentions now ${label.name}`, focus);
  }
}

/** An entry; it is named when somebody asks, for that reads the words of its mentions. @implements {Entry} */
class OneSource {
  /** @type {Set<string>} */
  kinds = new Set();
  /** @type {Span[]} */
  mentions = [];

  /** @param {Register} register @param {string} id @param {Source} [stored] */
  constructor(register, id, stored) {
    this.register = register;
    this.id = id;
    this.stored = stored;
    this.role = stored?.role ?? "";
    this.kind = stored?.kind ?? "";
  }

  get name() {
    return this.stored?.name || this.register.nameIn(this.mentions);
  }
}

/** All that an entry lists, also what has another label by now. @param {Entry} entry @returns {string[]} ids */
function spansOf({ stored, mentions }) {
  return stored?.spans ?? mentions.map(({ id }) => id);
}
