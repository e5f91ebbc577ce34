// @ts-check
/** What is still to be looked at before an article is done. It only points; nothing is refused. */

/** @import { Block, Finding, Findings, Stretch } from "./types" */
/** @import { Desk } from "./desk.js" */
/** @import { Register } from "./register.js" */
/** @import { Seen } from "./seen.js" */

import { plural } from "../basics.js";
import { startOf } from "./model.js";

export class Check {
  /** @type {Findings[]} */
  found = [];
  /** Quoted sentences by block, as far as the text has been read. @type {[number, Stretch[]][]} */
  #quoted = [];
  #read = 0;
  /** Of those, by block, the ones without a label. @type {Map<number, Finding[]>} */
  #bare = new Map();

  /** @param {Desk} desk @param {Register} register @param {Seen} seen */
  constructor({ model, text, painter }, register, seen) {
    /** Blocks whose spans have changed since the last look. */
    this.painted = painter.painted;
    this.model = model;
    this.text = text;
    this.register = register;
    this.seen = seen;
  }

  /**
   * Reads on in the text for a while.
   * @param {(block: Block) => Stretch[]} quotedIn @param {() => boolean} goOn
   * @returns {boolean} whether all has been read
   */
  readOn(quotedIn, goOn) {
    const { blocks } = this.text;
    while (this.#read < blocks.length && goOn()) {
      const sentences = quotedIn(blocks[this.#read]);
      if (sentences.length) this.#quoted.push([this.#read, sentences]);
      this.#read += 1;
    }
    return this.#read === blocks.length;
  }

  /** Looks again at everything. The register has been read before. */
  look() {
    this.found = [...this.#withoutSource(), this.#idle(), this.#mixed(), this.#unlabelled(), this.#notSeen()].filter(
      ({ items }) => items.length,
    );
  }

  /** Whether a span should have a source and has none. @param {import("./types").Span} span */
  lacksSource({ id, label, flags }) {
    if (!this.register.statements.has(label) || flags.includes("own_voice")) return false;
    for (const { from } of this.model.links.get(id) ?? []) if (from === id) return false;
    return true;
  }

  /** @returns {Findings[]} */
  #withoutSource() {
    /** @type {Map<string, Finding[]>} */
    const found = new Map([...this.register.statements].map((label) => [label, []]));
    for (const span of this.model.inOrder()) if (this.lacksSource(span)) found.get(span.label)?.push({ start: startOf(span), span });
    return [...found].map(([label, items]) => {
      const name = (this.model.labelOf.get(label)?.name ?? label).toLowerCase();
      return { one: `${name} without a source`, many: `${plural(2, name).slice(2)} without a source`, items };
    });
  }

  /** @returns {Findings} */
  #idle() {
    const items = this.register.entries.filter((entry) => entry.mentions.length && this.register.isIdle(entry));
    return { one: "source that supports nothing", many: "sources that support nothing", items: items.map(ofEntry) };
  }

  /** @returns {Findings} */
  #mixed() {
    const items = this.register.entries.filter(({ kinds }) => kinds.size > 1);
    return { one: "source labelled named and anonymous", many: "sources labelled named and anonymous", items: items.map(ofEntry) };
  }

  /** @returns {Findings} */
  #unlabelled() {
    for (const index of this.painted) this.#bare.delete(index);
    this.painted.clear();
    const items = this.#quoted.flatMap(([index, sentences]) => {
      const known = this.#bare.get(index) ?? this.#uncovered(index, sentences);
      this.#bare.set(index, known);
      return known;
    });
    return { one: "quoted sentence without a label", many: "quoted sentences without a label", items };
  }

  /** Those of a block's quoted sentences that have no label. @param {number} index @param {Stretch[]} sentences @returns {Finding[]} */
  #uncovered(index, sentences) {
    const spans = [...(this.model.inBlock.get(index) ?? [])].filter(({ label }) => !this.register.sources.has(label));
    const covered = (/** @type {Stretch} */ { start, end }) =>
      spans.some(({ fragments }) => fragments.some(([from, to]) => from < end && to > start));
    return sentences.filter((sentence) => !covered(sentence)).map((words) => ({ start: words.start, words }));
  }

  /** @returns {Findings} */
  #notSeen() {
    const missing = this.seen.missing();
    this.seen.show(missing.length);
    const items = missing.map((block) => ({ start: block.start }));
    return { one: "paragraph not looked at yet", many: "paragraphs not looked at yet", items };
  }
}

/** @param {import("./types").Entry} entry @returns {Finding} */
function ofEntry(entry) {
  const [span] = entry.mentions;
  return { start: startOf(span), span, entry };
}
