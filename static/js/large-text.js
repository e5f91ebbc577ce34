// @ts-check
// A text too long for a text field: 2 MB in one line would stop the page for seconds at each key.
import { make, plural } from "./basics.js";

/** The field takes so many UTF-16 units; more are kept beside it. An article has some thousands. */
const MOST = 100_000;
/** So many of them are shown, from the beginning. */
const SHOWN = 600;

export class LargeText {
  /** What is kept beside the field, in its place; empty while the field has the text. */
  #kept = "";

  /** @param {HTMLTextAreaElement} area */
  constructor(area) {
    this.area = area;
    this.begins = make("p", "serif");
    this.begins.dir = "auto";
    this.count = make("p", "hint");
    this.box = this.#box();
    area.after(this.box);
    area.addEventListener("beforeinput", (event) => this.#onInput(event));
  }

  /** All of it, as it was pasted. */
  get text() {
    return this.#kept || this.area.value;
  }

  clear() {
    this.area.value = "";
    this.#keep("");
  }

  #box() {
    const box = make("div", "pasted");
    box.tabIndex = -1;
    box.role = "group";
    box.ariaLabel = "The text that was pasted";
    const out = make("button", "button small", "Take it out");
    out.type = "button";
    out.addEventListener("click", () => {
      this.#keep("");
      this.area.focus();
    });
    box.append(this.begins, this.count, out);
    box.hidden = true;
    return box;
  }

  /** Takes what is pasted or dropped before the field does. @param {InputEvent} event */
  #onInput(event) {
    if (!event.inputType.startsWith("insertFrom")) return;
    const added = event.data ?? event.dataTransfer?.getData("text/plain") ?? "";
    const { value, selectionStart, selectionEnd } = this.area;
    if (value.length + added.length <= MOST) return;
    event.preventDefault();
    this.#keep(value.slice(0, selectionStart) + added + value.slice(selectionEnd));
    this.box.focus();
  }

  /** Shows the field again where there is nothing to keep. @param {string} text */
  #keep(text) {
    this.#kept = text;
    this.area.hidden = text !== "";
    this.box.hidden = text === "";
    // A character may not be cut in two.
    this.begins.textContent = `${text.slice(0, SHOWN).replace(/[\uD800-\uDBFF]$/, "")} …`;
    const low = text.match(/\r\n|[\uDC00-\uDFFF]/g)?.length ?? 0;
    this.count.textContent = `This is how it begins. All ${plural(text.length - low, "character")} will be added.`;
  }
}
