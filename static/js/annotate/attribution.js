// @ts-check
/** The part of the open card about links: a claim's sources, a source's claims, what lies with it. */

/** @import { Acts, Change, Relation, Span } from "./types" */
/** @import { Desk } from "./desk.js" */

import { make } from "../basics.js";
import { FEW_WORDS, newId } from "./commands.js";
import { button, icon, say } from "./dom.js";
import { TYPING } from "./keys.js";
import { putSpan, startOf } from "./model.js";
import { named, stacked } from "./stack.js";
import { shortened } from "./points.js";

const MOST_CANDIDATES = 12;
const OWN = "own_voice";

export class Attribution {
  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    // While a source is chosen, digits and arrows choose, wherever the focus is. Where single keys
    // are switched off, a digit needs the focus to be on the list.
    document.addEventListener("keydown", (event) => desk.card.linking && this.#onKey(event), true);
  }

  /** Fills the card with the links, and with what else lies on these words. @param {Span} span */
  draw(span) {
    const { links, stack } = this.desk.card;
    links.replaceChildren(...this.#links(span));
    stack.replaceChildren(...this.#stack(span));
  }

  /** @param {boolean} on */
  choose(on) {
    const { card, span } = this.desk;
    card.linking = on;
    if (!span) return;
    card.show(span);
    if (on) this.#buttons()[0]?.focus();
    else this.#outline(span);
  }

  /** Takes a press in the text for the choice of a source. @param {Span[]} stack what lies there @returns {boolean} */
  press(stack) {
    const { span, model } = this.desk;
    const source = span && stack.find((other) => model.relationType(span.label, other.label));
    if (!span || !source) return false;
    this.link(span, source);
    return true;
  }

  /** @param {Span} span whether it is one that may have a source */
  mayLink({ label }) {
    return this.desk.model.rules.some((rule) => rule.from.includes(label));
  }

  /** The spans that a span may be linked to, nearest first. @param {Span} span */
  candidates(span) {
    const { model } = this.desk;
    const linked = new Set(model.relationsOf(span.id).map(({ to }) => to));
    return model
      .inOrder()
      .filter((other) => !linked.has(other.id) && model.relationType(span.label, other.label))
      .sort((a, b) => Math.abs(startOf(a) - startOf(span)) - Math.abs(startOf(b) - startOf(span)));
  }

  /** Attributes a span to a source; it is then no longer the article's own voice. @param {Span} from @param {Span} to */
  link(from, to) {
    const { model, commands } = this.desk;
    this.desk.card.linking = false;
    const type = model.relationType(from.label, to.label);
    if (!type || model.relationsOf(from.id).some((relation) => relation.to === to.id)) return;
    /** @type {Change[]} */
    const changes = [{ put: "relation", id: newId(), type, from: from.id, to: to.id }];
    const own = from.flags.includes(OWN);
    if (own) changes.unshift(putSpan({ ...from, flags: from.flags.filter((flag) => flag !== OWN) }));
    commands.execute(changes, `attributed to ${commands.name(to)}${own ? ", no longer the article's own voice" : ""}`, from.id);
  }

  /** @param {Relation} relation @param {string} focus id of the span whose card it was on */
  unlink({ id }, focus) {
    this.desk.commands.execute([{ delete: "relation", id }], "link removed", focus);
  }

  /** Takes away the source that was added last. @param {Span} span */
  unlinkLast(span) {
    const last = this.desk.model.relationsOf(span.id).findLast(({ from }) => from === span.id);
    if (last) this.unlink(last, span.id);
    else say("It has no source");
  }

  /** Says, or no longer, that nobody but the article says it. @param {Span} span */
  ownVoice(span) {
    const { commands } = this.desk;
    if (!this.mayLink(span)) return say("Only what may have a source can be the article's own voice");
    const on = !span.flags.includes(OWN);
    const flags = on ? [...span.flags, OWN] : span.flags.filter((flag) => flag !== OWN);
    const words = on ? "the article's own voice" : "not the article's own voice";
    // A statement in the article's own voice has no source.
    const links = on ? this.desk.model.relationsOf(span.id).filter(({ from }) => from === span.id) : [];
    const unlinked = links.map(({ id }) => /** @type {Change} */ ({ delete: "relation", id }));
    commands.execute([...unlinked, putSpan({ ...span, flags })], `${words}: ${commands.name(span)}`, span.id);
  }

  #buttons() {
    return [...this.desk.card.links.querySelectorAll("button.candidate")].filter((found) => found instanceof HTMLElement);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || /** @type {Element} */ (event.target).closest(TYPING)) return;
    const found = this.#buttons();
    const at = found.findIndex((each) => each === document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const digit = Number(event.code.match(/^(?:Digit|Numpad)([1-9])$/)?.[1] ?? event.key);
    if (step && found.length) found[at < 0 ? 0 : (at + step + found.length) % found.length].focus();
    else if (digit >= 1 && (this.desk.keys?.single || at >= 0)) found[digit - 1]?.click();
    else if (event.key === "Enter" && at < 0) found[0]?.click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Dashes around these spans, or around all that the span is linked to. @param {Span} span @param {Span[]} [only] */
  #outline(span, only) {
    const { model, outline } = this.desk;
    const all = model.relationsOf(span.id).map(({ from, to }) => model.spans.get(from === span.id ? to : from));
    outline.show(span, only ?? all.filter((other) => other !== undefined));
  }

  /** A button that shows its span in the text while the mouse or the focus is on it. @param {HTMLElement} made @param {Span} other */
  #pointing(made, other) {
    const { span } = this.desk;
    made.dataset.of = other.id;
    const show = (/** @type {boolean} */ on) => span && this.desk.span === span && this.#outline(span, on ? [other] : undefined);
    for (const kind of ["pointerenter", "focus"]) made.addEventListener(kind, () => show(true));
    for (const kind of ["pointerleave", "blur"]) made.addEventListener(kind, () => show(false));
    return made;
  }

  /** @param {Span} span @returns {Node[]} */
  #links(span) {
    const relations = this.desk.model.relationsOf(span.id);
    const sources = relations.filter(({ from }) => from === span.id);
    const claims = relations.filter(({ to }) => to === span.id);
    const mayLink = this.mayLink(span);
    return [
      ...(mayLink || sources.length ? [make("p", "card-head", "Attributed to")] : []),
      ...sources.map((relation) => this.#chip(span, relation, relation.to)),
      ...(mayLink ? this.#adding(span) : []),
      ...(claims.length ? [make("p", "card-head", "Said by this source")] : []),
      ...claims.map((relation) => this.#chip(span, relation, relation.from)),
    ];
  }

  /** @param {Span} span @returns {Node[]} */
  #adding(span) {
    if (!this.desk.card.linking) {
      const add = this.#command("attribute", icon("plus"), "Add a source", "S");
      const own = this.#command("ownVoice", icon(span.flags.includes(OWN) ? "check" : "plus"), "The article's own voice", "O");
      own.setAttribute("aria-pressed", String(span.flags.includes(OWN)));
      return [add, own];
    }
    const found = this.candidates(span).slice(0, MOST_CANDIDATES);
    if (!found.length) return [make("p", "hint", "No source is labelled yet. Label one, then add it here.")];
    const list = make("div", "candidates");
    const hint = make("p", "hint", "Choose here, or press the source in the text.");
    hint.append(make("span", "for-keys", " Esc leaves it."));
    list.append(hint, ...found.map((source, index) => this.#candidate(span, source, index)));
    return [list];
  }

  /** @param {string} command @param {Node} symbol @param {string} words @param {string} key */
  #command(command, symbol, words, key) {
    const made = button("card-add", [symbol, `${words} `, make("kbd", "for-keys", key)], () => this.desk.run(command));
    made.setAttribute("aria-keyshortcuts", key.toLowerCase());
    return made;
  }

  /** @param {Span} span @param {Span} source @param {number} index */
  #candidate(span, source, index) {
    const { model, text } = this.desk;
    const [words, who] = [text.words(source.fragments), model.whoIs(source)];
    const parts = named(this.desk, source, words === who ? words : `${words} (${who})`);
    if (index < 9) parts.unshift(make("kbd", "for-keys", String(index + 1)));
    parts.push(make("span", "span-where", model.paragraphOf(source)));
    const made = button("candidate", parts, () => {
      this.link(span, source);
      this.desk.run("toArticle");
    });
    return this.#pointing(made, source);
  }

  /** @param {Span} span @param {Relation} relation @param {string} id of the span at the other end */
  #chip(span, relation, id) {
    const other = this.desk.model.spans.get(id);
    const chip = make("span", "source-chip");
    if (!other) return chip;
    const remove = button("unlink", [icon("cross")], () => {
      this.unlink(relation, span.id);
      this.desk.run("toArticle");
    });
    const { model } = this.desk;
    remove.setAttribute("aria-label", `Remove ${model.labelOf.get(other.label)?.name}: ${shortened(model.whoIs(other), FEW_WORDS)}`);
    chip.append(this.#pointing(button("name", named(this.desk, other, model.whoIs(other)), () => this.desk.focus(id, true)), other), remove);
    return chip;
  }

  /** @param {Span} span @returns {Node[]} */
  #stack(span) {
    const others = stacked(this.desk, span, (other) => this.desk.focus(other.id, true));
    return others.length ? [make("p", "card-head", "Also on these words"), ...others] : [];
  }
}

/** @param {Desk} desk @returns {Acts} */
export function makeAttribution(desk) {
  const attribution = new Attribution(desk);
  desk.card.attribution = attribution;
  desk.card.onShow.push((span) => span && attribution.draw(span));
  const withSpan = (/** @type {(span: Span) => void} */ work) => () => {
    const { span } = desk;
    if (span) work(span);
    return Boolean(span);
  };
  if (desk.span) desk.card.show(desk.span);
  return {
    attribute: withSpan((span) => {
      const name = desk.model.labelOf.get(span.label)?.name ?? "span";
      if (!attribution.mayLink(span)) return say(`${name} is not attributed to a source`);
      if (!document.body.classList.contains("sheet-open")) desk.run("sheet");
      attribution.choose(true);
      say("Choose a source in the list or in the text");
    }),
    unattribute: withSpan((span) => attribution.unlinkLast(span)),
    ownVoice: withSpan((span) => attribution.ownVoice(span)),
  };
}
