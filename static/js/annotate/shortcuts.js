// @ts-check
/** The one table of keys: what is pressed, what it does, and how the page of keys says it. */

/** @import { Shortcut } from "./types" */

/** @type {Shortcut[]} */
export const SHORTCUTS = [
  { group: "Move", words: "word", show: "← →", where: "article", keys: { ArrowLeft: "wordBack", ArrowRight: "word" } },
  { group: "Move", words: "sentence", show: "↑ ↓", where: "article", keys: { ArrowUp: "sentenceBack", ArrowDown: "sentence" } },
  { group: "Move", words: "next, previous span", show: "N P", keys: { n: "next", p: "previous" } },
  { group: "Move", words: "next, previous article", show: "J K", keys: { j: "nextArticle", k: "previousArticle" } },
  {
    group: "Select",
    words: "extend the selection",
    show: "Shift + ← → ↑ ↓",
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
export const isSingle = (pressed) => [...pressed].length === 1;
