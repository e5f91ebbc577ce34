// @ts-check
/** What else a span may be linked to: a list to choose from, the nearest first. */

/** @import { Case, SettleData, Target } from "./types" */

import { byId, make } from "../basics.js";
import { button } from "../annotate/dom.js";

/**
 * What the links of a case may lead to, the nearest first; not what they lead to already.
 * @param {Case} one @param {SettleData} data @returns {Target[]}
 */
export function targetsOf(one, { targets = [], rules = [] }) {
  const { type, label, start } = one;
  const allowed = rules.filter((rule) => rule.type === type && rule.from.includes(label ?? "")).flatMap(({ to }) => to);
  const there = [...(one.leads ?? []), ...(one.own ?? []).flatMap(({ to }) => (to ? [[to.layer, to.span]] : []))].map((at) => at.join("/"));
  const far = (/** @type {Target} */ target) => Math.abs(target.start - (start ?? 0));
  const found = targets.filter((target) => allowed.includes(target.label) && !there.includes(`${target.layer}/${target.span}`));
  return found.sort((a, b) => far(a) - far(b));
}

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
