// @ts-check
/** Turns key presses into commands, by the table of shortcuts and the keys that a person chose. */

/** @import { Label, Shortcut } from "./types" */

/** The one table of keys: what is pressed, what it does, and how the page of keys says it. @type {Shortcut[]} */
export const SHORTCUTS = [
  { group: "Move", words: "word", show: "← →", where: "article", keys: { ArrowLeft: "wordBack", ArrowRight: "word" } },
  { group: "Move", words: "sentence", show: "↑ ↓", where: "article", keys: { ArrowUp: "sentenceBack", ArrowDown: "sentence" } },
  { group: "Move", words: "next, previous span", show: "N P", keys: { n: "next", p: "previous" } },
  { group: "Move", words: "next sentence without a label", show: "U", keys: { u: "nextBare" } },
  { group: "Move", words: "the previous one", show: "Shift + U", keys: { "Shift+u": "previousBare" } },
  { group: "Move", words: "next thing to check", show: ".", keys: { ".": "nextCheck" } },
  { group: "Move", words: "next, previous article", show: "J K", keys: { j: "nextArticle", k: "previousArticle" } },
  {
    group: "Select",
    words: "extend the selection",
    show: "Shift + arrows",
    where: "article",
    keys: {
      "Shift+ArrowLeft": "extendWordBack",
      "Shift+ArrowRight": "extendWord",
      "Shift+ArrowUp": "extendSentenceBack",
      "Shift+ArrowDown": "extendSentence",
    },
  },
  { group: "Select", words: "grow: word, quotation, clause, sentence, paragraph", show: "E", keys: { e: "grow" } },
  { group: "Select", words: "shrink by the same steps", show: "Shift + E", keys: { "Shift+e": "shrink" } },
  { group: "Select", words: "two quotes, without what stands between", show: "Q", keys: { q: "quotes" } },
  { group: "Move", words: "find in the article", show: "/", keys: { "/": "find" } },
  { group: "Move", words: "next, previous place found", show: "F3 Shift + F3", keys: { F3: "findNext", "Shift+F3": "findPrevious" } },
  { group: "Select", words: "open the label menu", show: "Enter", where: "article", keys: { Enter: "menu" } },
  { group: "Select", words: "let go", show: "Esc", keys: { Escape: "letGo" } },
  { group: "Edges", words: "end edge by a word", show: "Alt + ← →", keys: { "Alt+ArrowLeft": "endLeft", "Alt+ArrowRight": "endRight" } },
  {
    group: "Edges",
    words: "start edge by a word",
    show: "Alt + Shift + ← →",
    keys: { "Alt+Shift+ArrowLeft": "startLeft", "Alt+Shift+ArrowRight": "startRight" },
  },
  {
    group: "Edges",
    words: "end edge by a character",
    show: "Ctrl + Alt + ← →",
    keys: { "Ctrl+Alt+ArrowLeft": "endLeftBit", "Ctrl+Alt+ArrowRight": "endRightBit" },
  },
  {
    group: "Edges",
    words: "start edge by a character",
    show: "Ctrl + Alt + Shift + ← →",
    keys: { "Ctrl+Alt+Shift+ArrowLeft": "startLeftBit", "Ctrl+Alt+Shift+ArrowRight": "startRightBit" },
  },
  { group: "Label", words: "add the selection to the span", show: "+", keys: { "+": "addToSpan" } },
  { group: "Label", words: "label every occurrence", show: "A", keys: { a: "everywhere" } },
  { group: "Label", words: "its upper and lower case", show: "C", keys: { c: "matchCase" } },
  { group: "Label", words: "remove the span", show: "Del", keys: { Delete: "remove", Backspace: "remove" } },
  { group: "Label", words: "attribute to a source", show: "S", keys: { s: "attribute" } },
  { group: "Label", words: "take the last source away", show: "Shift + S", keys: { "Shift+s": "unattribute" } },
  { group: "Label", words: "the article's own voice", show: "O", keys: { o: "ownVoice" } },
  { group: "Keep", words: "grey a line out, or bring it back", show: "X", keys: { x: "grey" } },
  { group: "Keep", words: "note", show: "M", keys: { m: "note" } },
  { group: "Keep", words: "flag to discuss", show: "D", keys: { d: "discuss" } },
  { group: "Keep", words: "undo", show: "Ctrl + Z", keys: { "Ctrl+z": "undo" } },
  { group: "Keep", words: "redo", show: "Ctrl + Shift + Z", keys: { "Ctrl+Shift+z": "redo", "Ctrl+y": "redo" } },
  { group: "Keep", words: "history: go back to any point", show: "H", keys: { h: "history" } },
  { group: "Keep", words: "submit, next article", show: "Ctrl + Enter", keys: { "Ctrl+Enter": "submit" } },
  { group: "Keep", words: "the guidelines", show: "G", keys: { g: "guide" } },
  { group: "Keep", words: "this list of keys", show: "?", keys: { "?": "help" } },
];

/** Whether a press is a single letter, digit or sign, which a person can turn off. @param {string} pressed */
export const isSingle = (pressed) => [...pressed.replace("Shift+", "")].length === 1;

export const SINGLE = "annotate.single-keys";
export const OWN = "annotate.keys";
export const TYPING = "input, textarea, select, [contenteditable]";
const PRESSABLE = "button, a, summary, input, select, textarea";

/** What was pressed, such as "Ctrl+Shift+z"; Cmd counts as Ctrl. @param {KeyboardEvent} event */
export function pressed(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const letter = /^\p{L}$/u.test(key) || key.length > 1;
  const parts = [
    (event.ctrlKey || event.metaKey) && "Ctrl",
    event.altKey && "Alt",
    event.shiftKey && letter && "Shift",
    key,
  ];
  return parts.filter(Boolean).join("+");
}

/** The label whose key this is, by what is typed or by which key it is. @param {KeyboardEvent} event @param {Label[]} labels */
export function labelFor(event, labels) {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  return labels.find(({ shortcut, retired }) => {
    if (!shortcut || retired) return false;
    const byPlace = event.code === `Digit${shortcut}` || event.code === `Numpad${shortcut}`;
    return event.key === shortcut || (byPlace && !event.shiftKey);
  });
}

/** Whether keys pressed there are somebody else's: what is typed, or a dialog's. @param {Element | null} target */
export const isTaken = (target) => Boolean(target?.closest(TYPING) || document.querySelector("dialog[open]"));

export class Keys {
  /**
   * @param {HTMLElement} article @param {Label[]} labels
   * @param {(command: string) => boolean | void} run answers false when there was nothing to do
   * @param {(label: string) => void} onLabel
   */
  constructor(article, labels, run, onLabel) {
    this.article = article;
    this.labels = labels;
    this.run = run;
    this.onLabel = onLabel;
    this.single = kept(SINGLE) !== "off";
    this.own = ownKeys();
    document.addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const target = /** @type {Element} */ (event.target);
    if (event.defaultPrevented || event.isComposing || isTaken(target)) return;
    const label = this.single && labelFor(event, this.labels);
    if (label) {
      event.preventDefault();
      return this.onLabel(label.key);
    }
    const command = this.#commandFor(pressed(event), target);
    if (command && this.run(command) !== false) event.preventDefault();
  }

  /** @param {string} keys @param {Element} target */
  #commandFor(keys, target) {
    if (isSingle(keys) && !this.single) return undefined;
    const found = this.find(keys);
    const elsewhere = found?.where === "article" && (target.closest(PRESSABLE) || !this.#inArticle(target, keys));
    return elsewhere ? undefined : found?.command;
  }

  /** What a press does. @param {string} keys */
  find(keys) {
    for (const { keys: table, where } of SHORTCUTS) {
      for (const [key, command] of Object.entries(table)) if ((this.own[command] ?? key) === keys) return { command, where };
    }
    return undefined;
  }

  /** Enter works from the page itself too; arrows there scroll it. @param {Element} target @param {string} keys */
  #inArticle(target, keys) {
    return this.article.contains(target) || (keys === "Enter" && target === document.body);
  }
}

/** What this browser keeps under a name, "" for nothing. @param {string} name */
export function kept(name) {
  try {
    return localStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

/** Keeps it beyond this page; false where storage is refused. @param {string} name @param {string} value */
export function keep(name, value) {
  try {
    localStorage.setItem(name, value);
    return true;
  } catch {
    return false;
  }
}

/** @returns {Record<string, string>} the keys that a person chose, by command */
function ownKeys() {
  try {
    return { ...JSON.parse(kept(OWN)) };
  } catch {
    return {};
  }
}
