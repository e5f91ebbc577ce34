// @ts-check
/** Turns key presses into commands, by the table of shortcuts; and shows that table. */

/** @import { Label, Shortcut } from "./types" */

import { byId, make } from "../basics.js";

/** The one table of keys: what is pressed, what it does, and how the page of keys says it. @type {Shortcut[]} */
export const SHORTCUTS = [
  { group: "Move", words: "word", show: "← →", where: "article", keys: { ArrowLeft: "wordBack", ArrowRight: "word" } },
  { group: "Move", words: "sentence", show: "↑ ↓", where: "article", keys: { ArrowUp: "sentenceBack", ArrowDown: "sentence" } },
  { group: "Move", words: "next, previous span", show: "N P", keys: { n: "next", p: "previous" } },
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
  { group: "Select", words: "open the label menu", show: "Enter", where: "article", keys: { Enter: "menu" } },
  { group: "Select", words: "let go", show: "Esc", keys: { Escape: "letGo" } },
  { group: "Edges", words: "end edge by a word", show: "Alt + ← →", keys: { "Alt+ArrowLeft": "shorter", "Alt+ArrowRight": "longer" } },
  {
    group: "Edges",
    words: "start edge by a word",
    show: "Alt + Shift + ← →",
    keys: { "Alt+Shift+ArrowLeft": "startEarlier", "Alt+Shift+ArrowRight": "startLater" },
  },
  { group: "Label", words: "remove the span", show: "Del", keys: { Delete: "remove", Backspace: "remove" } },
  { group: "Label", words: "attribute to a source", show: "S", keys: { s: "attribute" } },
  { group: "Keep", words: "note", show: "M", keys: { m: "note" } },
  { group: "Keep", words: "flag to discuss", show: "D", keys: { d: "discuss" } },
  { group: "Keep", words: "undo", show: "Ctrl + Z", keys: { "Ctrl+z": "undo" } },
  { group: "Keep", words: "redo", show: "Ctrl + Shift + Z", keys: { "Ctrl+Shift+z": "redo", "Ctrl+y": "redo" } },
  { group: "Keep", words: "submit, next article", show: "Ctrl + Enter", keys: { "Ctrl+Enter": "submit" } },
  { group: "Keep", words: "this list of keys", show: "?", keys: { "?": "help" } },
];

/** Whether a press is a single letter, digit or sign, which a person can turn off. @param {string} pressed */
const isSingle = (pressed) => [...pressed].length === 1;

const STORED = "annotate.single-keys";
const MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);
const TYPING = "input, textarea, select, [contenteditable]";
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
    this.single = stored() !== "off";
    document.addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const target = /** @type {Element} */ (event.target);
    if (event.defaultPrevented || event.isComposing || target.closest(TYPING) || document.querySelector("dialog[open]")) return;
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
    const shortcut = SHORTCUTS.find((entry) => Object.hasOwn(entry.keys, keys));
    if (!shortcut) return undefined;
    const elsewhere = shortcut.where === "article" && (target.closest(PRESSABLE) || !this.#inArticle(target, keys));
    return elsewhere ? undefined : shortcut.keys[keys];
  }

  /** Enter works from the page itself too; arrows there scroll it. @param {Element} target @param {string} keys */
  #inArticle(target, keys) {
    return this.article.contains(target) || (keys === "Enter" && target === document.body);
  }
}

function stored() {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

/** Fills the page of keys from the table and wires its switch. @param {Keys} keys */
export function makeHelp(keys) {
  const dialog = byId("keys", HTMLDialogElement);
  const own = keys.labels.filter(({ shortcut, retired }) => shortcut && !retired);
  const rows = [...SHORTCUTS.map(({ group, words, show }) => ({ group, words, show }))];
  rows.push(...own.map(({ name, shortcut }) => ({ group: "Label", words: name, show: shortcut })));
  const groups = [...new Set(rows.map(({ group }) => group))];
  const sections = groups.map((group) => section(group, rows.filter((row) => row.group === group)));
  byId("key-groups", HTMLElement).append(...sections);
  const toggle = byId("single-keys", HTMLInputElement);
  toggle.checked = keys.single;
  toggle.addEventListener("change", () => {
    keys.single = toggle.checked;
    try {
      localStorage.setItem(STORED, toggle.checked ? "on" : "off");
    } catch {
      // Storage may be refused: the choice then lasts for this page.
    }
  });
  dialog.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target === dialog || target.closest("[data-close]")) dialog.close();
  });
  return () => dialog.showModal();
}

/** @param {string} group @param {{words: string, show: string}[]} entries */
function section(group, entries) {
  const block = make("section", "key-group");
  const list = make("dl");
  for (const { words, show } of entries) {
    const keycaps = make("dt");
    keycaps.append(...show.split(" ").map((part) => (part === "+" ? " " : make("kbd", "", MAC ? onMac(part) : part))));
    const row = make("div");
    row.append(keycaps, make("dd", "", words));
    list.append(row);
  }
  block.append(make("h3", "over-head", group), list);
  return block;
}

/** @param {string} part */
function onMac(part) {
  return { Ctrl: "⌘", Alt: "⌥" }[part] ?? part;
}
