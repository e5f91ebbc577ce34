// @ts-check
/**
 * What a person can do to the spans. Each act is one list of changes with its inverse: one row in
 * the outbox, one action in the journal, one step of undo.
 */

/** @import { Act, Change, Fragment, Relation, Span } from "./types" */
/** @import { Model } from "./model.js" */
/** @import { Outbox } from "./outbox.js" */

import { putSpan } from "./model.js";

const FEW_WORDS = 60;

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
  /** @type {Act[]} */
  #done = [];
  /** @type {Act[]} */
  #undone = [];

  /**
   * @param {Model} model @param {Outbox} outbox
   * @param {(touched: Set<number>, act: Act) => void} onChange
   */
  constructor(model, outbox, onChange) {
    this.model = model;
    this.outbox = outbox;
    this.onChange = onChange;
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  /** @param {Change[]} changes @param {string} words @param {string} focus @param {string} [merge] */
  #execute(changes, words, focus, merge = "") {
    const act = { changes, inverse: this.model.inverse(changes), words, focus, merge };
    const last = this.#done.at(-1);
    if (merge && last?.merge === merge) last.changes = changes;
    else this.#done.push(act);
    this.#undone = [];
    this.#carryOut(act);
  }

  /** @param {Act} act */
  #carryOut(act) {
    const touched = this.model.apply(act.changes);
    this.outbox.add("changes", { id: newId(), changes: act.changes.map((change) => this.#withQuote(change)) });
    this.onChange(touched, act);
  }

  /** The words go along, so that the server can tell when the page is wrong. @param {Change} change */
  #withQuote(change) {
    if (!("put" in change) || change.put !== "span") return change;
    const text = this.model.text.quote(change.fragments);
    return text === undefined ? change : { ...change, text };
  }

  /** What was refused cannot be taken back. @param {string[]} ids */
  drop(ids) {
    const stays = (/** @type {Act} */ { changes }) => !changes.some(({ id }) => ids.includes(id));
    this.#done = this.#done.filter(stays);
    this.#undone = this.#undone.filter(stays);
  }

  /** @returns {string} what to say */
  undo() {
    const act = this.#done.pop();
    if (!act) return "Nothing to undo";
    this.#undone.push(act);
    this.#carryOut({ ...act, changes: act.inverse, words: `Undone: ${act.words}` });
    return "";
  }

  /** @returns {string} what to say */
  redo() {
    const act = this.#undone.pop();
    if (!act) return "Nothing to redo";
    this.#done.push(act);
    this.#carryOut({ ...act, words: `Done again: ${act.words}` });
    return "";
  }

  /** @param {Fragment[]} fragments @param {string} label the label's key */
  create(fragments, label) {
    const double = this.model
      .at(fragments[0][0])
      .some((span) => span.label === label && String(span.fragments) === String(fragments));
    const span = { id: newId(), label, fragments, note: "", flags: [] };
    const again = double ? ", a second time on the same words" : "";
    this.#execute([putSpan(span)], `${this.name(span)}${again}`, span.id);
  }

  /** Gives a span another label; links that the new one does not allow go. @param {Span} span @param {string} label */
  relabel(span, label) {
    if (span.label === label) return;
    const relabelled = { ...span, label };
    const broken = this.model.relationsOf(span.id).filter((relation) => !this.#allowed(relation, relabelled));
    const lost = broken.length ? `, ${broken.length} ${broken.length > 1 ? "links" : "link"} let go` : "";
    this.#execute([...broken.map(unlinked), putSpan(relabelled)], `now ${this.name(relabelled)}${lost}`, span.id);
  }

  /** @param {Relation} relation @param {Span} changed */
  #allowed({ from, to, type }, changed) {
    const label = (/** @type {string} */ id) =>
      id === changed.id ? changed.label : (this.model.spans.get(id)?.label ?? "");
    return this.model.relationType(label(from), label(to)) === type;
  }

  /** @param {Span} span @param {Fragment[]} fragments */
  resize(span, fragments) {
    if (String(fragments) === String(span.fragments)) return;
    const resized = { ...span, fragments };
    this.#execute([putSpan(resized)], `${this.name(resized)}, new edge`, span.id);
  }

  /** @param {Span} span */
  remove(span) {
    this.#execute([{ delete: "span", id: span.id }], `removed ${this.name(span)}`, span.id);
  }

  /** @param {Span} span @param {string} note @param {string} session one stay in the note's field */
  note(span, note, session) {
    if (note === span.note) return;
    this.#execute([putSpan({ ...span, note })], `note on ${this.name(span)}`, span.id, `note ${span.id} ${session}`);
  }

  /** @param {Span} span @param {string} flag */
  flag(span, flag) {
    const on = !span.flags.includes(flag);
    const flags = on ? [...span.flags, flag] : span.flags.filter((other) => other !== flag);
    const words = on ? `flagged to discuss: ${this.name(span)}` : `flag taken off ${this.name(span)}`;
    this.#execute([putSpan({ ...span, flags })], words, span.id);
  }

  /** @param {Span} from @param {Span} to */
  link(from, to) {
    const type = this.model.relationType(from.label, to.label);
    if (!type || this.model.relationsOf(from.id).some((relation) => relation.to === to.id)) return;
    const words = `attributed to ${this.name(to)}`;
    this.#execute([{ put: "relation", id: newId(), type, from: from.id, to: to.id }], words, from.id);
  }

  /** @param {Relation} relation @param {string} focus id of the span whose card it was on */
  unlink(relation, focus) {
    this.#execute([unlinked(relation)], "link removed", focus);
  }

  /** A span in a few words, for announcements. @param {Span} span */
  name(span) {
    const words = this.model.text.words(span.fragments);
    const short = words.length > FEW_WORDS ? `${words.slice(0, FEW_WORDS).replace(/\S*$/, "")}…` : words;
    return `${this.model.labelOf.get(span.label)?.name ?? span.label}: ${short}`;
  }
}

/** @param {Relation} relation @returns {Change} */
function unlinked({ id }) {
  return { delete: "relation", id };
}
