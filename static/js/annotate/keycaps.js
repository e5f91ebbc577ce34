// @ts-check
/** Keys as people read them, and where they stand: keycaps, names of commands, aria-keyshortcuts. */

/** @import { Shortcut } from "./types" */
/** @import { Keys } from "./keys.js" */

import { make } from "../basics.js";
import { SHORTCUTS } from "./key-words.js";
import { KEYS } from "./keys.js";

const MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);
/** @type {Record<string, string>} */
const SIGNS = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", Delete: "Del", Control: "Ctrl", Plus: "+", " ": "Space" };

/** @param {string} keys such as "Ctrl+Shift+z" @returns {string[]} */
const partsOf = (keys) => (keys === "+" ? ["+"] : keys.replace(/\+\+$/, "+Plus").split("+"));

/** As the page of keys writes it: "Ctrl + Shift + Z". @param {string} keys */
export function showOf(keys) {
  return partsOf(keys)
    .map((part) => SIGNS[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(" + ");
}

/** @param {string} keys @returns {string} for aria-keyshortcuts */
const ariaOf = (keys) => partsOf(keys).map((part) => (part === "Ctrl" ? "Control" : part)).join("+");

/** @param {string} show @returns {Node[]} */
export function keycaps(show) {
  const onMac = (/** @type {string} */ part) => ({ Ctrl: "⌘", Alt: "⌥" })[part] ?? part;
  return show.split(" ").map((part) => (part === "+" && part !== show ? new Text(" ") : make("kbd", "", MAC ? onMac(part) : part)));
}

/** The commands of an entry, each with its first key. @param {Shortcut} entry @returns {[string, string][]} */
export function commandsOf({ commands }) {
  return commands.map((command) => [command, defaultOf(command)]);
}

/** What one command of an entry is called. @param {Shortcut} entry @param {string} command */
export function nameOf(entry, command) {
  const commands = commandsOf(entry);
  const at = commands.findIndex(([name]) => name === command);
  const names = entry.words.split(", ");
  if (commands.length === 1) return entry.words;
  // "next, previous span" are two; "word" is one that has two directions.
  if (names.length !== commands.length) return `${entry.words} ${showOf(commands[at][1]).split(" ").at(-1)}`;
  return at === names.length - 1 ? names[at] : `${names[at]} ${names[names.length - 1].replace(/^\S+ /, "")}`;
}

/** What a person reads of a command. @param {string} command */
export function wordsOf(command) {
  const entry = SHORTCUTS.find(({ commands }) => commands.includes(command));
  return entry ? nameOf(entry, command) : command;
}

/** Writes the keys as they are now wherever they stand: in keycaps and in aria-keyshortcuts. @param {Element} root @param {Keys} keys */
export function showKeys(root, keys) {
  for (const element of root.querySelectorAll("[data-run], [aria-keyshortcuts]")) {
    if (!(element instanceof HTMLElement) || element.dataset.label) continue;
    const stated = (element.dataset.keys ??= element.getAttribute("aria-keyshortcuts") ?? "");
    const command = element.dataset.run ?? commandOf(stated);
    const standard = defaultOf(command);
    const own = keys.own[command] ?? standard;
    if (!standard || (!keys.own[command] && !element.dataset.own)) continue;
    element.dataset.own = "";
    if (stated) element.setAttribute("aria-keyshortcuts", own === standard ? stated : ariaOf(own));
    const cap = element.querySelector("kbd");
    if (!cap) continue;
    cap.dataset.first ??= cap.textContent ?? "";
    const words = own === standard ? cap.dataset.first : showOf(own).replaceAll(" + ", " ");
    if (cap.textContent !== words) cap.textContent = words;
  }
}

/** The key of a command as it is now, as people read it. @param {string} command @param {Keys | undefined} keys */
export const keyOf = (command, keys) => showOf(keys?.own[command] ?? defaultOf(command));

/** @param {string} aria */
function commandOf(aria) {
  return KEYS[aria.replace("Control", "Ctrl")] ?? "";
}

/** @param {string} command */
function defaultOf(command) {
  return Object.entries(KEYS).find(([, name]) => name === command)?.[0] ?? "";
}
