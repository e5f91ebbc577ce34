// @ts-check
/** Turns key presses into commands, by the table of keys and the keys that a person chose. */

/** @import { Label } from "./types" */

/** What is pressed, and the command that it is; key-words.js has the words for people. @type {Record<string, string>} */
export const KEYS = {
  ArrowLeft: "wordBack", ArrowRight: "word",
  ArrowUp: "sentenceBack", ArrowDown: "sentence",
  n: "next", p: "previous",
  u: "nextBare",
  "Shift+u": "previousBare",
  ".": "nextCheck",
  j: "nextArticle", k: "previousArticle",
  "Shift+ArrowLeft": "extendWordBack", "Shift+ArrowRight": "extendWord", "Shift+ArrowUp": "extendSentenceBack", "Shift+ArrowDown": "extendSentence",
  e: "grow",
  "Shift+e": "shrink",
  q: "quotes",
  "/": "find",
  F3: "findNext", "Shift+F3": "findPrevious",
  Enter: "menu",
  Escape: "letGo",
  "Alt+ArrowLeft": "endLeft", "Alt+ArrowRight": "endRight",
  "Alt+Shift+ArrowLeft": "startLeft", "Alt+Shift+ArrowRight": "startRight",
  "Ctrl+Alt+ArrowLeft": "endLeftBit", "Ctrl+Alt+ArrowRight": "endRightBit",
  "Ctrl+Alt+Shift+ArrowLeft": "startLeftBit", "Ctrl+Alt+Shift+ArrowRight": "startRightBit",
  "+": "addToSpan",
  a: "everywhere",
  c: "matchCase",
  Delete: "remove", Backspace: "remove",
  s: "attribute",
  "Shift+s": "unattribute",
  o: "ownVoice",
  x: "grey",
  m: "note",
  d: "discuss",
  "Ctrl+z": "undo",
  "Ctrl+Shift+z": "redo", "Ctrl+y": "redo",
  h: "history",
  "Ctrl+Enter": "submit",
  g: "guide",
  "?": "help",
};
/** Only while the article itself has the focus. */
const IN_ARTICLE = new Set(["wordBack", "word", "sentenceBack", "sentence", "extendWordBack", "extendWord", "extendSentenceBack", "extendSentence", "menu"]);

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
    const command = this.find(keys) ?? "";
    const control = target.closest(PRESSABLE);
    const elsewhere = IN_ARTICLE.has(command) ? control || !this.#inArticle(target, keys) : command === "remove" && control && !control.closest("#sheet, #menu");
    return elsewhere ? undefined : command;
  }

  /** The command of a press, if it is one. @param {string} keys */
  find(keys) {
    return Object.entries(KEYS).find(([key, command]) => (this.own[command] ?? key) === keys)?.[1];
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
