// @ts-check
/** The page of keys: finds one, changes one, and shows everywhere what they are now. */

/** @import { Acts, Shortcut } from "./types" */
/** @import { Desk } from "./desk.js" */
/** @import { Keys } from "./keys.js" */

import { byId, make } from "../basics.js";
import { button } from "./dom.js";
import { commandsOf, keycaps, nameOf, showKeys, showOf, wordsOf } from "./keycaps.js";
import { SHORTCUTS } from "./key-words.js";
import { keep, OWN, pressed, SINGLE } from "./keys.js";

const MODIFIERS = ["Control", "Shift", "Alt", "Meta", "AltGraph", "CapsLock", "Dead", "Process"];
/** What browsers keep for themselves, or what people need of them on any page. */
const RESERVED = /^(Ctrl\+(Alt\+)?(Shift\+)?([acflnopqrtvwx0-9=+-]|Tab|F4)|Ctrl\+Shift\+[bijk]|Alt\+([def]|F4|Home)|F(1|5|6|7|1[0-2])|(Shift\+)?Tab| )$/;

/** What heads the keys of labels where others are changed: they are everybody's. */
const FIXED = "Labels, set for all in Settings";

class Help {
  dialog = byId("keys", HTMLDialogElement);
  groups = byId("key-groups", HTMLElement);
  search = byId("key-search", HTMLInputElement);
  said = byId("keys-said", HTMLElement);
  change = byId("change-keys", HTMLButtonElement);
  reset = byId("reset-keys", HTMLButtonElement);
  changing = false;

  /** @param {Keys} keys */
  constructor(keys) {
    this.keys = keys;
    this.search.addEventListener("input", () => this.draw());
    this.change.addEventListener("click", () => this.#turn(!this.changing));
    this.reset.addEventListener("click", () => this.#set({}, "All keys are as they were in the beginning"));
    this.#wireSwitch();
    this.dialog.addEventListener("click", (event) => {
      const target = /** @type {Element} */ (event.target);
      if (target === this.dialog || target.closest("[data-close]")) this.dialog.close();
    });
    this.dialog.addEventListener("close", () => this.#turn(false));
    this.draw();
  }

  #wireSwitch() {
    const toggle = byId("single-keys", HTMLInputElement);
    toggle.checked = this.keys.single;
    toggle.addEventListener("change", () => {
      this.keys.single = toggle.checked;
      keep(SINGLE, toggle.checked ? "on" : "off");
    });
  }

  /** @param {boolean} on */
  #turn(on) {
    this.changing = on;
    this.said.textContent = on ? "Press one of these, then the new key. They are kept in this browser." : "";
    this.change.textContent = on ? "Done" : "Change keys";
    this.draw();
  }

  draw() {
    const wanted = this.search.value.trim().toLowerCase();
    const rows = this.#rows().filter(({ group, words, show }) => `${group} ${words} ${show} ${show.replaceAll(" + ", "+")}`.toLowerCase().includes(wanted));
    const groups = [...new Set(rows.map(({ group }) => group))];
    this.groups.replaceChildren(...groups.map((group) => section(group, rows.filter((row) => row.group === group))));
    if (!rows.length) this.groups.append(make("p", "hint", `No key and no action has “${this.search.value}”.`));
    this.reset.hidden = !this.changing || !Object.keys(this.keys.own).length;
  }

  /** @returns {{group: string, words: string, show: string, caps: Node[]}[]} */
  #rows() {
    const rows = SHORTCUTS.flatMap((entry) => {
      if (this.changing) return commandsOf(entry).map(([command, key]) => this.#changeable(entry, command, key));
      const commands = commandsOf(entry);
      const own = commands.some(([command]) => this.keys.own[command]);
      const show = own ? commands.map(([command, key]) => showOf(this.keys.own[command] ?? key)).join(" ") : entry.show;
      return [{ group: entry.group, words: entry.words, show, caps: keycaps(show) }];
    });
    const labels = this.keys.labels.filter(({ shortcut, retired }) => shortcut && !retired);
    const group = this.changing ? FIXED : "Label";
    rows.push(...labels.map(({ name, shortcut }) => ({ group, words: name, show: shortcut, caps: keycaps(shortcut) })));
    return rows;
  }

  /** @param {Shortcut} entry @param {string} command @param {string} key */
  #changeable(entry, command, key) {
    const words = nameOf(entry, command);
    const own = this.keys.own[command];
    const show = showOf(own ?? key);
    const press = button("key-change", keycaps(show), () => this.#listen(press, command, show));
    press.dataset.command = command;
    press.setAttribute("aria-label", `${words}: ${show}. Change`);
    /** @type {Node[]} */
    const caps = [press];
    if (own) {
      const back = button("link-button", ["Reset"], () => this.#back(command, key));
      back.setAttribute("aria-label", `Reset ${words} to ${showOf(key)}`);
      caps.push(back);
    }
    return { group: entry.group, words, show, caps };
  }

  /** @param {HTMLButtonElement} press @param {string} command @param {string} show its key as it is */
  #listen(press, command, show) {
    const stop = new AbortController();
    press.textContent = "Press a key";
    this.said.textContent = "Press the new key. Esc leaves it as it is.";
    const leave = () => {
      stop.abort();
      // Not all is drawn anew: what is pressed now is to stand until the button comes up.
      press.replaceChildren(...keycaps(show));
      this.said.textContent = "";
    };
    press.addEventListener("blur", leave, { signal: stop.signal });
    const onKey = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Tab" || MODIFIERS.includes(event.key)) return;
      event.preventDefault();
      const keys = pressed(event);
      const why = keys === "Escape" ? "It stays as it was." : this.#refusal(keys, command);
      if (why) this.said.textContent = why;
      if (keys !== "Escape" && why) return;
      stop.abort();
      if (why) this.draw();
      else this.#set({ ...this.keys.own, [command]: keys }, `${showOf(keys)} is now “${wordsOf(command)}”`);
      this.#press(command);
    };
    press.addEventListener("keydown", onKey, { signal: stop.signal });
  }

  /** @param {string} command */
  #press(command) {
    const there = this.groups.querySelector(`[data-command="${command}"]`);
    if (there instanceof HTMLElement) there.focus();
  }

  /** Why a command cannot have these keys, or "". @param {string} keys @param {string} command */
  #refusal(keys, command) {
    if (RESERVED.test(keys)) return `${showOf(keys)} belongs to the browser. Press another key.`;
    const label = this.keys.labels.find(({ shortcut, retired }) => shortcut === keys && !retired);
    if (label) return `${showOf(keys)} is the key of the label “${label.name}”. Press another key.`;
    const taken = this.keys.find(keys);
    return taken && taken !== command ? `${showOf(keys)} is already “${wordsOf(taken)}”. Press another key, or change that one first.` : "";
  }

  /** @param {string} command @param {string} key */
  #back(command, key) {
    const why = this.#refusal(key, command);
    if (why && !RESERVED.test(key)) this.said.textContent = why.replace("Press another key, or change", "Change");
    else {
      const { [command]: _, ...others } = this.keys.own;
      this.#set(others, `${showOf(key)} is “${wordsOf(command)}” again`);
      this.#press(command);
    }
  }

  /** @param {Record<string, string>} own @param {string} words */
  #set(own, words) {
    this.keys.own = own;
    this.said.textContent = keep(OWN, JSON.stringify(own)) ? words : `${words}, on this page: the browser keeps nothing`;
    this.draw();
    showKeys(document.body, this.keys);
  }
}

/** @param {string} group @param {{words: string, caps: Node[]}[]} entries */
function section(group, entries) {
  const block = make("section", "key-group");
  const list = make("dl");
  for (const { words, caps } of entries) {
    const [keys, row] = [make("dt"), make("div")];
    keys.append(...caps);
    row.append(keys, make("dd", "", words));
    list.append(row);
  }
  block.append(make("h3", "over-head", group), list);
  return block;
}

/** @param {Desk} desk @returns {Acts} */
export function makeHelp({ keys }) {
  if (!keys) return {};
  const help = new Help(keys);
  const rail = byId("sheet", HTMLElement);
  const show = (/** @type {Element} */ root) => Object.keys(keys.own).length && showKeys(root, keys);
  show(document.body);
  new MutationObserver(() => show(rail)).observe(rail, { childList: true, subtree: true });
  return {
    help() {
      help.draw();
      help.dialog.showModal();
    },
  };
}
