// @ts-check
/** The label menu at the end of what is picked. The focus stays in the article unless a key opens it. */

/** @import { Box } from "./types" */

const GAP = 10;
const EDGE = 8;
const NARROW = 640;

export class Menu {
  /** @param {HTMLElement} element @param {(label: string) => void} onChoose */
  constructor(element, onChoose) {
    this.element = element;
    /** @type {HTMLButtonElement[]} */
    this.buttons = [...element.querySelectorAll("button")];
    // Pressing a button must not take the selection away.
    element.addEventListener("pointerdown", (event) => event.preventDefault());
    element.addEventListener("click", (event) => {
      const chosen = /** @type {Element} */ (event.target).closest("button");
      if (chosen?.dataset.label) onChoose(chosen.dataset.label);
    });
    element.addEventListener("keydown", (event) => this.#onKey(event));
  }

  get isOpen() {
    return this.element.matches(":popover-open");
  }

  /**
   * @param {Box} box the end of what is to be labelled
   * @param {{focus?: boolean, below?: boolean, current?: string}} [options] `current` is the label it has
   */
  open(box, { focus = false, below = false, current = "" } = {}) {
    if (!this.isOpen) this.element.showPopover();
    for (const each of this.buttons) {
      if (each.dataset.label === current) each.setAttribute("aria-pressed", "true");
      else each.removeAttribute("aria-pressed");
    }
    this.#place(box, below);
    if (focus) (this.buttons.find(({ dataset }) => dataset.label === current) ?? this.buttons[0])?.focus();
  }

  close() {
    if (this.isOpen) this.element.hidePopover();
  }

  /** @param {Box} box @param {boolean} below */
  #place(box, below) {
    const { style, offsetWidth, offsetHeight } = this.element;
    const paper = document.getElementById("main")?.getBoundingClientRect().right ?? innerWidth;
    const room = Math.min(paper, document.documentElement.clientWidth) - offsetWidth - EDGE;
    const left = innerWidth < NARROW ? room / 2 + EDGE / 2 : Math.min(Math.max(EDGE, box.right - offsetWidth / 3), room);
    const fits = box.bottom + GAP + offsetHeight < innerHeight - EDGE;
    const above = box.top - GAP - offsetHeight;
    const top = fits || below || above < EDGE ? box.bottom + GAP : above;
    style.left = `${left + scrollX}px`;
    style.top = `${top + scrollY}px`;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const at = this.buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)] ?? 0;
    if (at < 0 || !step) return;
    event.preventDefault();
    this.buttons[(at + step + this.buttons.length) % this.buttons.length].focus();
  }
}
