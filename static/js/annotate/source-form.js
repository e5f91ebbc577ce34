// @ts-check
/** What can be said of one source, once for all its mentions: name, role, named or anonymous. */

/** @import { Entry, Source, Span } from "./types" */
/** @import { Desk } from "./desk.js" */
/** @import { Register } from "./register.js" */

import { make, plural } from "../basics.js";
import { button, icon } from "./dom.js";

const MOST_OTHERS = 200;
/** What the server takes. */
const MOST_LETTERS = 500;
const KINDS = { "": "Not said", named: "Named", anonymous: "Anonymous" };

export class SourceForm {
  /** @type {Entry | null} */
  #entry = null;

  /** @param {Desk} desk @param {Register} register @param {(span: Span) => void} onJump */
  constructor(desk, register, onJump) {
    this.desk = desk;
    this.register = register;
    this.onJump = onJump;
    this.element = make("div", "source-form");
    this.name = this.#field("Name", "name");
    this.role = this.#field("Role", "role");
    this.kind = this.#choice("Named or anonymous", (kind) => this.#edit({ kind }));
    this.kind.append(...Object.entries(KINDS).map(([value, words]) => new Option(words, value)));
    this.warning = make("div", "source-mixed");
    this.mentions = make("ul", "source-mentions");
    this.others = this.#choice("Gather under another source", (id) => this.#gatherUnder(id));
    this.others.addEventListener("focus", () => this.#listOthers());
    this.others.addEventListener("pointerdown", () => this.#listOthers());
    this.actions = make("div", "card-actions");
    this.element.addEventListener("keydown", (event) => this.#onKey(event));
    this.element.append(this.#labelled(this.name), this.#labelled(this.role), this.#labelled(this.kind), this.warning, this.mentions, this.#labelled(this.others), this.actions);
  }

  /** Escape leaves the form; what was typed and not yet said goes. @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    this.name.value = this.#entry?.name ?? "";
    this.role.value = this.#entry?.role ?? "";
    this.desk.run("toArticle");
  }

  /** @param {Entry} entry */
  show(entry) {
    const changed = this.#entry?.id !== entry.id && this.#entry?.mentions[0]?.id !== entry.mentions[0]?.id;
    this.#entry = entry;
    const fill = (/** @type {HTMLInputElement} */ field, /** @type {string} */ value) => {
      if (changed || document.activeElement !== field) field.value = value;
    };
    fill(this.name, entry.name);
    fill(this.role, entry.role);
    this.kind.value = entry.stored?.kind || entry.kind;
    // A list that somebody is choosing from is not taken away.
    if (changed || document.activeElement !== this.others) this.others.replaceChildren(new Option("Choose a source", ""));
    this.#showWarning(entry);
    this.mentions.replaceChildren(...entry.mentions.map((span) => this.#mention(entry, span)));
    this.#showActions(entry);
  }

  /** @param {string} words @param {"name" | "role"} key */
  #field(words, key) {
    const field = make("input", "input");
    field.maxLength = MOST_LETTERS;
    field.setAttribute("aria-label", words);
    field.addEventListener("change", () => this.#edit({ [key]: field.value.trim() }));
    return field;
  }

  /** @param {string} words @param {(value: string) => void} onChoose */
  #choice(words, onChoose) {
    const select = make("select", "select");
    select.setAttribute("aria-label", words);
    select.addEventListener("change", () => onChoose(select.value));
    return select;
  }

  /** @param {HTMLElement} field */
  #labelled(field) {
    const label = make("label", "source-field");
    label.append(make("span", "", field.getAttribute("aria-label") ?? ""), field);
    field.removeAttribute("aria-label");
    return label;
  }

  get #focus() {
    return this.desk.focused ?? "";
  }

  /** @param {Partial<Source>} news */
  #edit(news) {
    if (this.#entry) this.register.edit(this.#entry, news, this.#focus);
  }

  /** @param {Entry} entry */
  #showWarning(entry) {
    const kinds = entry.kinds.size > 1 || (entry.mentions.length && entry.stored?.kind && !entry.kinds.has(entry.stored.kind));
    this.warning.replaceChildren();
    if (!kinds) return;
    const words = entry.kinds.size > 1 ? "Its mentions are labelled both named and anonymous." : `Its mentions are labelled ${[...entry.kinds][0]}.`;
    const fix = (/** @type {string} */ kind, /** @type {string} */ name) =>
      button("link-button", [name], () => this.register.relabel(entry, kind, this.#focus));
    this.warning.append(icon("triangle"), make("span", "", words), fix("named", "All named"), fix("anonymous", "All anonymous"));
  }

  /** @param {Entry} entry @param {Span} span */
  #mention(entry, span) {
    const { model, text, commands } = this.desk;
    const item = make("li");
    const words = make("span", "words", text.words(span.fragments));
    words.dir = "auto";
    const n = model.labelOf.get(span.label)?.n ?? 0;
    const where = make("span", "span-where", model.paragraphOf(span));
    item.append(button("candidate", [make("i", `lane-swatch label-${n}`), words, where], () => this.onJump(span)));
    if (entry.mentions.length < 2) return item;
    const out = button("unlink", [icon("cross")], () => this.register.release(entry, [span], this.#focus));
    out.setAttribute("aria-label", `Take out ${commands.name(span)}`);
    item.append(out);
    return item;
  }

  /** @param {Entry} entry */
  #showActions(entry) {
    const many = entry.mentions.length > 1;
    const words = many ? `Take all ${plural(entry.mentions.length, "mention")} apart` : "Forget what was said of it";
    const act = button("button small", [words], () => this.register.release(entry, entry.mentions, this.#focus));
    this.actions.replaceChildren(...(entry.stored ? [act] : []));
  }

  #listOthers() {
    if (this.others.length > 1) return;
    const others = this.register.entries.filter((entry) => entry !== this.#entry && entry.mentions.length).slice(0, MOST_OTHERS);
    this.others.append(...others.map(({ id, name, mentions }) => new Option(`${name} (${this.desk.model.paragraphOf(mentions[0])})`, id)));
  }

  /** @param {string} id */
  #gatherUnder(id) {
    const into = this.register.entries.find((entry) => entry.id === id);
    if (into && this.#entry) this.register.gather(into, this.#entry.mentions, this.#focus);
  }
}
