// @ts-check
/** What else a span may be linked to: a list to choose from, the nearest first. */

/** @import { Target } from "./types" */

import { byId, make } from "../basics.js";
import { button } from "../annotate/dom.js";

export class Targets {
  /** @param {(target: Target) => void} onChoose */
  constructor(onChoose) {
    this.onChoose = onChoose;
    this.element = byId("targets", HTMLElement);
    this.list = byId("targets-list", HTMLElement);
    this.element.addEventListener("keydown", (event) => this.#onKey(event));
  }

  get isOpen() {
    return this.element.matches(":popover-open");
  }

  /** @param {Target[]} targets */
  open(targets) {
    this.list.replaceChildren(...targets.map((target, at) => this.#row(target, at + 1)));
    this.element.showPopover();
    this.list.querySelector("button")?.focus();
  }

  /** @param {Target} target @param {number} number */
  #row(target, number) {
    const row = button("", [number < 10 ? make("kbd", "", String(number)) : "", make("span", `chip label-${target.n}`, target.words)], () => {
      this.element.hidePopover();
      this.onChoose(target);
    });
    row.dir = "auto";
    return row;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const rows = [...this.list.querySelectorAll("button")];
    const at = rows.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    const numbered = /^[1-9]$/.test(event.key) ? rows[Number(event.key) - 1] : undefined;
    event.stopPropagation();
    if (!step && !numbered) return;
    event.preventDefault();
    if (numbered) numbered.click();
    else rows[(at + step + rows.length) % rows.length].focus();
  }
}
