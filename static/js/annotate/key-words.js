// @ts-check
/** What each command is called where people read of it. */

/** @import { Shortcut } from "./types" */

/** Every command once, in the order of the page of keys. @type {Shortcut[]} */
export const SHORTCUTS = [
  { group: "Move", words: "word", show: "← →", commands: ["wordBack", "word"] },
  { group: "Move", words: "sentence", show: "↑ ↓", commands: ["sentenceBack", "sentence"] },
  { group: "Move", words: "next, previous span", show: "N P", commands: ["next", "previous"] },
  { group: "Move", words: "next sentence without a label", show: "U", commands: ["nextBare"] },
  { group: "Move", words: "the previous one", show: "Shift + U", commands: ["previousBare"] },
  { group: "Move", words: "next thing to check", show: ".", commands: ["nextCheck"] },
  { group: "Move", words: "next, previous article", show: "J K", commands: ["nextArticle", "previousArticle"] },
  { group: "Select", words: "extend the selection", show: "Shift + arrows", commands: ["extendWordBack", "extendWord", "extendSentenceBack", "extendSentence"] },
  { group: "Select", words: "grow: word, quotation, clause, sentence, paragraph", show: "E", commands: ["grow"] },
  { group: "Select", words: "shrink by the same steps", show: "Shift + E", commands: ["shrink"] },
  { group: "Select", words: "two quotes, without what stands between", show: "Q", commands: ["quotes"] },
  { group: "Move", words: "find in the article", show: "/", commands: ["find"] },
  { group: "Move", words: "next, previous place found", show: "F3 Shift + F3", commands: ["findNext", "findPrevious"] },
  { group: "Select", words: "open the label menu", show: "Enter", commands: ["menu"] },
  { group: "Select", words: "let go", show: "Esc", commands: ["letGo"] },
  { group: "Edges", words: "end edge by a word", show: "Alt + ← →", commands: ["endLeft", "endRight"] },
  { group: "Edges", words: "start edge by a word", show: "Alt + Shift + ← →", commands: ["startLeft", "startRight"] },
  { group: "Edges", words: "end edge by a character", show: "Ctrl + Alt + ← →", commands: ["endLeftBit", "endRightBit"] },
  { group: "Edges", words: "start edge by a character", show: "Ctrl + Alt + Shift + ← →", commands: ["startLeftBit", "startRightBit"] },
  { group: "Label", words: "add the selection to the span", show: "+", commands: ["addToSpan"] },
  { group: "Label", words: "label every occurrence", show: "A", commands: ["everywhere"] },
  { group: "Label", words: "its upper and lower case", show: "C", commands: ["matchCase"] },
  { group: "Label", words: "remove the span", show: "Del", commands: ["remove"] },
  { group: "Label", words: "attribute to a source", show: "S", commands: ["attribute"] },
  { group: "Label", words: "take the last source away", show: "Shift + S", commands: ["unattribute"] },
  { group: "Label", words: "the article's own voice", show: "O", commands: ["ownVoice"] },
  { group: "Keep", words: "grey a line out, or bring it back", show: "X", commands: ["grey"] },
  { group: "Keep", words: "note", show: "M", commands: ["note"] },
  { group: "Keep", words: "flag to discuss", show: "D", commands: ["discuss"] },
  { group: "Keep", words: "undo", show: "Ctrl + Z", commands: ["undo"] },
  { group: "Keep", words: "redo", show: "Ctrl + Shift + Z", commands: ["redo"] },
  { group: "Keep", words: "history: go back to any point", show: "H", commands: ["history"] },
  { group: "Keep", words: "submit, next article", show: "Ctrl + Enter", commands: ["submit"] },
  { group: "Keep", words: "the guidelines", show: "G", commands: ["guide"] },
  { group: "Keep", words: "this list of keys", show: "?", commands: ["help"] },
];
