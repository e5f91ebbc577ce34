// @ts-check
/** The slip beside the article: the span under the eye before and after, its source, its verdict. */

/** @import { Span } from "../annotate/types" */
/** @import { ReviewDesk } from "./desk.js" */
/** @import { Judged } from "./types" */

import { byId, make } from "../basics.js";
import { button } from "../annotate/dom.js";
import { difference } from "./sheet.js";

const STATES = { accepted: "Accepted", rejected: "Rejected", changed: "Changed", "": "No verdict yet" };

export class Slip {
  /** Whose comment stands in the field. */
  #of = "";
  #name;
  /** What is written and not sent, by the span's id. @type {Map<string, string>} */
  #drafts;

  /** @param {ReviewDesk} desk @param {(command: string) => void} run */
  constructor(desk, run) {
    this.desk = desk;
    this.run = run;
    this.body = byId("slip-body", HTMLElement);
    this.verdicts = byId("verdicts", HTMLElement);
    this.field = byId("comment", HTMLTextAreaElement);
    this.#name = `review.${desk.outbox.owner}.${desk.outbox.article}`;
    this.#drafts = new Map(JSON.parse(sessionStorage.getItem(this.#name) ?? "[]"));
    this.field.addEventListener("input", () => {
      if (!this.#of) return;
      this.#drafts.set(this.#of, this.field.value);
      this.#keepDrafts();
    });
    this.field.addEventListener("change", () => this.keep());
    this.field.addEventListener("keydown", ({ key }) => key === "Escape" && desk.text.article.focus({ preventScroll: true }));
  }

  /** What is written to this span now. @param {Judged} span */
  comment(span) {
    return this.#drafts.get(span.id) ?? span.comment;
  }

  /** Sends what was written, if there is a verdict for it to go with. */
  keep() {
    const written = this.#drafts.get(this.#of);
    if (written !== undefined && this.desk.sheet.spans.get(this.#of)?.verdict) this.desk.acts.remark(this.#of, written);
  }

  /** What was written has gone with these. @param {{span: string, comment?: string}[]} decisions */
  sent(decisions) {
    for (const { span, comment } of decisions) if (comment !== undefined) this.#drafts.delete(span);
    this.#keepDrafts();
  }

  /** What waits for a verdict to go with outlives a reload. */
  #keepDrafts() {
    sessionStorage.setItem(this.#name, JSON.stringify([...this.#drafts]));
  }

  draw() {
    const { span } = this.desk;
    const judged = this.desk.sheet.spans.get(this.desk.focused);
    this.verdicts.hidden = !span;
    if (!span) return void this.#drawNothing();
    /** @type {(Node | null)[]} */
    const parts = [this.#head(span), this.#state(span, judged), this.#readings(span, judged), this.#links(span), this.#said(judged)];
    this.body.replaceChildren(...parts.filter((part) => part !== null));
    this.#drawVerdict(judged);
  }

  #drawNothing() {
    const none = this.desk.sheet.spans.size ? "Press N, or a span in the article." : "This layer has no spans. Add what was missed, or finish the review.";
    this.body.replaceChildren(make("p", "slip-none serif", none));
  }

  /** @param {Judged | undefined} judged */
  #drawVerdict(judged) {
    const gone = this.desk.sheet.gone.has(this.desk.focused);
    for (const each of this.verdicts.querySelectorAll("[data-verdict]")) {
      each.setAttribute("aria-pressed", String(judged?.verdict === each.getAttribute("data-verdict")));
      each.toggleAttribute("disabled", !judged && !(gone && each.getAttribute("data-verdict") === "rejected"));
    }
    // Not disabled: what somebody types into it is then no command.
    this.field.readOnly = !judged;
    this.field.placeholder = judged ? "" : "Nobody’s span: there is nobody to write to";
    const id = judged?.id ?? "";
    if (this.#of === id && document.activeElement === this.field) return;
    this.field.value = judged ? this.comment(judged) : "";
    this.#of = id;
  }

  /** @param {Span} span */
  #head(span) {
    const { order, model } = this.desk;
    const head = make("div", "slip-head");
    const place = `span ${order.findIndex(({ id }) => id === span.id) + 1} of ${order.length}, ${model.paragraphOf(span)}`;
    const walk = make("div", "slip-walk");
    walk.append(this.#walk("previous", "←", "Previous span"), this.#walk("next", "→", "Next span"));
    head.append(this.#chip(span.label), make("span", "hint", place), walk);
    return head;
  }

  /** @param {string} command @param {string} sign @param {string} name */
  #walk(command, sign, name) {
    const made = button("button small", [sign], () => this.run(command));
    made.ariaLabel = name;
    return made;
  }

  /** @param {string} label */
  #chip(label) {
    const known = this.desk.model.labelOf.get(label);
    return make("span", `chip label-${known?.n}`, known?.name ?? label);
  }

  /** One line: what was decided, by whom, and what it changes. @param {Span} span @param {Judged} [judged] */
  #state(span, judged) {
    if (this.desk.sheet.gone.has(span.id)) return make("h2", "slip-state", "Deleted by its author since it was judged; R takes it out of gold");
    if (!judged) return make("h2", "slip-state", "Added by a reviewer");
    /** @type {(string | Node)[]} */
    const label = judged.verdict === "changed" && span.label !== judged.label ? [", ", this.#chip(judged.label), " → ", this.#chip(span.label)] : [];
    const at = this.desk.sheet.decidedAt.get(judged.id);
    const when = judged.verdict && `, ${at ? whenOf(at) : "just now"}`;
    if (this.desk.sheet.again.has(judged.id)) return make("h2", "slip-state", "Changed by its author since it was judged");
    const by = judged.reviewer && judged.reviewer !== this.desk.data.me ? ` by ${judged.reviewer}` : "";
    const line = make("h2", "slip-state");
    line.append(STATES[judged.verdict], by, ...label, when);
    return line;
  }

  /** @param {Span} span @param {Judged} [judged] */
  #readings(span, judged) {
    const rows = make("dl", "slip-rows");
    const parts = difference((start, end) => this.desk.text.slice(start, end), (judged ?? span).fragments, span.fragments);
    const moved = parts.some(({ where }) => where !== "same");
    const { author, me } = this.desk.data;
    const quoted = (/** @type {string} */ without) => {
      const shown = parts.filter(({ where }) => where !== without);
      return shown.map(({ words, where }) => (where === "same" ? words : make("b", where, words)));
    };
    if (moved) rows.append(...row(`Before, ${author}`, quoted("added")), ...row(`After, ${judged?.reviewer || me}`, quoted("removed")));
    else rows.append(...row("Reads", quoted("")));
    if (span.note) rows.append(...row("Note", [span.note], "note"));
    return rows;
  }

  /** @param {Span} span */
  #links(span) {
    const { model, text } = this.desk;
    const others = model.relationsOf(span.id).flatMap(({ from, to }) => model.spans.get(from === span.id ? to : from) ?? []);
    if (!others.length) return null;
    const list = make("div", "slip-links");
    for (const other of others) {
      const link = button("link-button", [], () => this.desk.focus(other.id, true));
      link.append(this.#chip(other.label), " ", make("span", "serif", text.words(other.fragments)));
      list.append(link);
    }
    const rows = make("dl", "slip-rows");
    rows.append(...row("Linked to", [list], ""));
    return rows;
  }

  /** What the author answered. @param {Judged} [judged] */
  #said(judged) {
    if (!judged?.reply) return null;
    const contested = this.desk.sheet.contested.has(judged.id);
    const line = make("p", "slip-reply");
    line.append(make("b", "", `${this.desk.data.author} ${contested ? "contests this" : "answers"}: `), make("span", "", judged.reply));
    return line;
  }
}

/** "14:02" of today, "3 March 14:02". @param {string} at */
function whenOf(at) {
  const day = new Date(at);
  const time = day.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return day.toDateString() === new Date().toDateString() ? time : `${day.toLocaleDateString("en-GB", { day: "numeric", month: "long" })} ${time}`;
}

/** @param {string} name @param {(string | Node)[]} content @param {string} [className] */
function row(name, content, className = "serif") {
  const [term, value] = [make("dt", "", name), make("dd", className)];
  value.dir = "auto";
  value.append(...content);
  return [term, value];
}
