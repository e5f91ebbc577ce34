// @ts-check
/**
 * What a person can do to the spans. Each act is one list of changes with its inverse: one row in
 * the outbox, one action in the journal, one step of undo.
 */

/** @import { Act, Change, Fragment, Relation, Span } from "./types" */
/** @import { Model } from "./model.js" */
/** @import { Outbox } from "./outbox.js" */

import { putSpan } from "./model.js";
import { shortened } from "./points.js";

export const FEW_WORDS = 60;

/** A UUID of version 7; `crypto.randomUUID` is missing on a plain-HTTP address of a network. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  new DataView(bytes.buffer).setBigUint64(0, (BigInt(Date.now()) << 16n) | BigInt((bytes[6] << 8) | bytes[7]));
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export class Commands {
  /** All acts since the page began, in any tab, oldest first: history.js takes them back. @type {Act[]} */
  acts = [];

  /**
   * @param {Model} model @param {Outbox} outbox
   * @param {(touched: Set<number>, act: Act) => void} onChange
   */
  constructor(model, outbox, onChange) {
    this.model = model;
    this.outbox = outbox;
    this.onChange = onChange;
  }

  /**
   * Does one act. `toggle` is work beside the layer: it is done, or (false) taken back.
   * @param {Change[]} changes @param {string} words @param {string} focus @param {string} [merge] @param {(done: boolean) => void} [toggle]
   */
  execute(changes, words, focus, merge = "", toggle) {
    this.carryOut(changes, { words, focus, merge, toggle });
  }

  /** @param {Change[]} changes @param {Omit<Act, "id" | "inverse">} about @param {string} [said] */
  carryOut(changes, about, said = about.words) {
    const { toggle, undoes, redoes } = about;
    const act = { ...about, id: newId(), inverse: this.model.inverse(changes) };
    this.acts.push(act);
    const touched = this.model.apply(changes);
    if (toggle) toggle(!undoes);
    else this.outbox.add("changes", { id: act.id, changes: changes.map((change) => this.#withQuote(change)), undoes, redoes }, act);
    this.onChange(touched, { ...act, words: said });
  }

  /** What was done in another tab, or waited when the page began. @param {Act | undefined} act */
  heard(act) {
    if (act && !this.acts.some(({ id }) => id === act.id)) this.acts.push(act);
  }

  /** The words go along, so that the server can tell when the page is wrong. @param {Change} change */
  #withQuote(change) {
    if (!("put" in change) || change.put !== "span") return change;
    const text = this.model.text.quote(change.fragments);
    return text === undefined ? change : { ...change, text };
  }

  /** Acts that were refused cannot be taken back; what came after them did not find what the page knew. @param {string[]} ids */
  drop(ids) {
    const [refused, touched] = [new Set(ids), new Set()];
    this.acts = this.acts.flatMap((act) => {
      if (!refused.has(act.id)) return act.inverse?.some(({ id }) => touched.has(id)) ? { ...act, inverse: undefined } : act;
      for (const { id } of act.inverse ?? []) touched.add(id);
      return [];
    });
  }

  /** @param {Fragment[]} fragments @param {string} label the label's key */
  create(fragments, label) {
    const double = this.model
      .at(fragments[0][0])
      .some((span) => span.label === label && String(span.fragments) === String(fragments));
    const span = { id: newId(), label, fragments, note: "", flags: [] };
    const again = double ? ", a second time on the same words" : "";
    this.execute([putSpan(span)], `${this.name(span)}${again}`, span.id);
  }

  /** Gives a span another label; links that the new one does not allow go. @param {Span} span @param {string} label */
  relabel(span, label) {
    if (span.label === label) return;
    const changes = this.relabelled(span, label);
    const broken = changes.filter((change) => "delete" in change).length;
    const lost = broken ? `, ${broken} ${broken > 1 ? "links" : "link"} let go` : "";
    this.execute(changes, `now ${this.name({ ...span, label })}${lost}`, span.id);
  }

  /** The changes that a relabel takes: what is no source any more leaves the register. @param {Span} span @param {string} label @returns {Change[]} */
  relabelled(span, label) {
    const changed = { ...span, label };
    const broken = this.model.relationsOf(span.id).filter((relation) => !this.#allowed(relation, changed));
    const isSource = this.model.rules.some(({ to }) => to.includes(label));
    return [...broken.map(unlinked), ...(isSource ? [] : this.model.sourcesOf(span.id, true)), putSpan(changed)];
  }

  /** @param {Relation} relation @param {Span} changed */
  #allowed({ from, to, type }, changed) {
    const label = (/** @type {string} */ id) =>
      id === changed.id ? changed.label : (this.model.spans.get(id)?.label ?? "");
    return this.model.relationType(label(from), label(to)) === type;
  }

  /** @param {Span} span @param {Fragment[]} fragments @param {string} [how] */
  resize(span, fragments, how = "new edge") {
    if (String(fragments) === String(span.fragments)) return;
    const resized = { ...span, fragments };
    this.execute([putSpan(resized)], `${this.name(resized)}, ${how}`, span.id);
  }

  /** @param {Span} span */
  remove(span) {
    this.execute([{ delete: "span", id: span.id }], `removed ${this.name(span)}`, span.id);
  }

  /** @param {Span} span @param {string} note @param {string} session one stay in the note's field */
  note(span, note, session) {
    if (note === span.note) return;
    this.execute([putSpan({ ...span, note })], `note on ${this.name(span)}`, span.id, `note ${span.id} ${session}`);
  }

  /** @param {Span} span @param {string} flag */
  flag(span, flag) {
    const on = !span.flags.includes(flag);
    const flags = on ? [...span.flags, flag] : span.flags.filter((other) => other !== flag);
    const words = on ? `flagged to discuss: ${this.name(span)}` : `flag taken off ${this.name(span)}`;
    this.execute([putSpan({ ...span, flags })], words, span.id);
  }

  /** A span in a few words, for announcements. @param {Span} span */
  name(span) {
    const words = this.model.text.words(span.fragments);
    return `${this.model.labelOf.get(span.label)?.name ?? span.label}: ${shortened(words, FEW_WORDS)}`;
  }
}

/** @param {Relation} relation @returns {Change} */
function unlinked({ id }) {
  return { delete: "relation", id };
}
