// @ts-check
/** Acts of a layer's history in plain words. */

/** @import { Action, ActionChange, Fragment, Span } from "./types" */
/** @import { Desk } from "./desk.js" */

import { plural } from "../basics.js";

const FEW_WORDS = 60;
/** Around the article's own words, for the serif that they are shown in; no text contains it. */
export const QUOTE = "\0";

/** "14:02" of that moment, here. @param {string} at */
export function timeOf(at) {
  return new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

/** "Today", "Monday 16 November 2026". @param {string} at */
export function dayOf(at) {
  const day = new Date(at).toDateString();
  const days = ["Today", "Yesterday"];
  const recent = days.find((_, ago) => new Date(Date.now() - ago * 86_400_000).toDateString() === day);
  return recent ?? new Date(at).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

/** What undoing an action announces: as when it was done. @param {Desk} desk @param {Action} action */
export function saidOf(desk, action) {
  return new Words(desk, action).said;
}

/** What the history shows. @param {Desk} desk @param {Action} action */
export function shownOf(desk, action) {
  return new Words(desk, action).shown;
}

/** An action seen from its end: what undoing did, backwards, is what was undone. @param {Action} action @returns {Action} */
function turned(action) {
  const changes = action.changes.map((change) => ({ ...change, before: change.after, after: change.before }));
  return { ...action, undoes: [], redoes: [], changes: changes.reverse() };
}

class Words {
  shown = "";
  said = "";

  /** @param {Desk} desk @param {Action} action */
  constructor(desk, action) {
    this.desk = desk;
    const { undoes, redoes, restores, status, imported, changes, judged, by } = action;
    if (undoes.length) this.#both(`undone: ${shownOf(desk, turned(action))}`, saidOf(desk, turned(action)));
    else if (redoes.length) this.#both(`done again: ${shownOf(desk, { ...action, redoes: [] })}`, saidOf(desk, { ...action, redoes: [] }));
    else if (restores) this.#both(`went back to ${restores.at ? `${dayOf(restores.at)}, ${timeOf(restores.at)}` : "the beginning"}`);
    else if (imported) this.#both(`imported ${counted(imported)}`);
    else if (judged && !changes.length) this.#both(by === desk.data.me ? "answered a verdict" : `${by} judged ${plural(judged, "span")}`);
    else if (status && !changes.length) this.#both({ submitted: "submitted", reviewed: "reviewed" }[status] ?? "opened again");
    else this.#changes(action);
  }

  /** @param {string} shown @param {string} [said] */
  #both(shown, said = shown) {
    this.shown = shown;
    this.said = said.replaceAll(QUOTE, "");
  }

  /** @param {Action} action */
  #changes({ changes, count }) {
    const spans = changes.filter(({ object }) => object === "span");
    const [one] = spans.length ? spans : changes;
    if (!one) return this.#both(plural(count, "change"));
    const lost = changes.filter(({ object, after }) => object === "relation" && !after).length;
    const more = lost && spans.length ? `, ${plural(lost, "link")} let go` : "";
    if (spans.length > 1 || count > changes.length) this.#many(spans, count);
    else if (one.object === "span") this.#span(one, more);
    else if (one.object === "relation") this.#relation(changes);
    else this.#source(one);
  }

  /** @param {ActionChange[]} spans @param {number} count */
  #many(spans, count) {
    const few = count > spans.length && spans.length === 0;
    const how = spans.every(({ before }) => !before) ? "labelled" : spans.every(({ after }) => !after) ? "removed" : "changed";
    const words = new Set(spans.map(({ before, after }) => this.#called(after ?? before)));
    const what = few || count >= 20 ? plural(count, "thing") : words.size === 1 ? `${[...words][0]}, ${spans.length} times` : plural(spans.length, "span");
    this.#both(`${how} ${what}`);
  }

  /** @param {ActionChange} change @param {string} more */
  #span({ before, after }, more) {
    const name = this.#name(after ?? before);
    const called = this.#called(after ?? before);
    if (!before) this.#both(`labelled ${called}`, name);
    else if (!after) this.#both(`removed ${called}${more}`, `removed ${name}`);
    else if (before.label !== after.label) this.#both(`relabelled ${this.#label(before)} → ${called}${more}`, `now ${name}${more}`);
    else if (String(before.fragments) !== String(after.fragments)) this.#both(this.#moved(before, after), `${name}, new edge`);
    else if (before.note !== after.note) this.#both(after.note ? `note on ${called}: ${short(after.note)}` : `note taken off ${called}`, `note on ${name}`);
    else this.#flag(before, after);
  }

  /** @param {Span} before @param {Span} after */
  #flag(before, after) {
    const on = after.flags.find((flag) => !before.flags.includes(flag));
    const off = before.flags.find((flag) => !after.flags.includes(flag));
    const own = "the article's own voice";
    const told = (/** @type {string} */ name) => {
      if (on) return `${on === "own_voice" ? own : "flagged to discuss"}: ${name}`;
      if (off) return off === "own_voice" ? `no longer ${own}: ${name}` : `flag taken off ${name}`;
      return `changed ${name}`;
    };
    this.#both(told(this.#called(after)), told(this.#name(after)));
  }

  /** Which words came and went at the edges: “shortened Claim “ma” by “y””. @param {Span} before @param {Span} after */
  #moved(before, after) {
    const more = this.#quotes(apart(after.fragments, before.fragments));
    const less = this.#quotes(apart(before.fragments, after.fragments));
    if (more && less) return `moved ${this.#called(after)}: ${more} added, ${less} left out`;
    return `${more ? "lengthened" : "shortened"} ${this.#called(after)} by ${more || less}`;
  }

  /** @param {Fragment[]} fragments */
  #quotes(fragments) {
    return fragments.map(([start, end]) => quoted(this.desk.text.slice(start, end).trim())).join(" and ");
  }

  /** @param {ActionChange[]} changes */
  #relation(changes) {
    const put = changes.find(({ object, after }) => object === "relation" && after);
    const { before, after } = put ?? changes[0];
    const [from, to] = [after ?? before].flatMap((one) => [this.desk.model.spans.get(one.from), this.desk.model.spans.get(one.to)]);
    const what = from ? this.#called(from) : "a span";
    const source = to ? this.#called(to) : "a source";
    if (put) this.#both(`attributed ${what} to ${source}`, `attributed to ${to ? this.#name(to) : source}`);
    else this.#both(`removed the link from ${what} to ${source}`, "link removed");
  }

  /** @param {ActionChange} change */
  #source({ before, after }) {
    const name = (after ?? before).name || "a source without a name";
    this.#both(`${!before ? "new in" : after ? "changed in" : "taken out of"} the register: ${name}`);
  }

  /** In the history: “Claim “The port will close””. @param {Span} span */
  #called(span) {
    return `${this.#label(span)} ${quoted(this.desk.text.words(span.fragments))}`;
  }

  /** As the page announces it. @param {Span} span */
  #name(span) {
    return `${this.#label(span)}: ${short(this.desk.text.words(span.fragments))}`;
  }

  /** @param {Span} span */
  #label({ label }) {
    return this.desk.model.labelOf.get(label)?.name ?? label;
  }
}

/** @param {string} words */
function short(words) {
  return QUOTE + cut(words) + QUOTE;
}

/** @param {string} words */
function cut(words) {
  return words.length > FEW_WORDS ? `${words.slice(0, FEW_WORDS).replace(/\S*$/, "").trim()}…` : words;
}

/** In quotation marks, where the words do not bring their own. @param {string} words */
function quoted(words) {
  return /^[“"„«].*[”"“»]$/su.test(words) ? short(words) : `${QUOTE}“${cut(words)}”${QUOTE}`;
}

/** "41 spans, 1 source". @param {Record<string, number>} counts by list */
function counted(counts) {
  return Object.entries(counts).map(([name, count]) => plural(count, name.slice(0, -1))).join(", ");
}

/** What of the one stretches lies outside the others. @param {Fragment[]} these @param {Fragment[]} others @returns {Fragment[]} */
function apart(these, others) {
  return others.reduce(
    (left, [from, to]) =>
      left.flatMap(([start, end]) => {
        /** @type {Fragment[]} */
        const parts = [[start, Math.min(end, from)], [Math.max(start, to), end]];
        return from < end && to > start ? parts.filter(([a, b]) => a < b) : [/** @type {Fragment} */ ([start, end])];
      }),
    these,
  );
}
