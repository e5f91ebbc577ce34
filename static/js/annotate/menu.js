// @ts-check
/** The label menu at the end of what is picked. The focus stays in the article unless a key opens it. */

/** @import { Box } from "./types" */

const GAP = 10;
const EDGE = 8;
const NARROW = 640;
/** So high at least, that some labels are seen. */
const LEAST = 160;

export class Menu {
  /** What else it offers depends on what is picked. @type {(() => void)[]} */
  onOpen = [];

  /** @param {HTMLElement} element @param {(label: string) => void} onChoose */
  constructor(element, onChoose) {
    this.element = element;
    // Pressing a button must not take the selection away.
    element.addEventListener("pointerdown", (event) => event.preventDefault());
    element.addEventListener("click", (event) => {
      const chosen = /** @type {Element} */ (event.target).closest("button");
      if (chosen?.dataset.label) onChoose(chosen.dataset.label);
    });
    element.addEventListener("keydown", (event) => this.#onKey(event));
  }

  get buttons() {
    return [...this.element.querySelectorAll("button")];
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
    for (const draw of this.onOpen) draw();
    this.#place(box, below);
    if (focus) (this.buttons.find(({ dataset }) => dataset.label === current) ?? this.buttons[0])?.focus();
  }

  close() {
    if (this.isOpen) this.element.hidePopover();
  }

  /** @param {Box} box @param {boolean} below */
  #place(box, below) {
    const { style } = this.element;
    style.maxHeight = "";
    const { offsetWidth, offsetHeight } = this.element;
    const paper = document.getElementById("main")?.getBoundingClientRect().right ?? innerWidth;
    const free = Math.min(paper, document.documentElement.clientWidth) - offsetWidth - EDGE;
    const left = innerWidth < NARROW ? free / 2 + EDGE / 2 : Math.min(Math.max(EDGE, box.right - offsetWidth / 3), free);
    const under = innerHeight - EDGE - box.bottom - GAP;
    const over = box.top - GAP - EDGE;
    const upwards = !below && offsetHeight > under && over > under;
    // What does not fit scrolls within; the page scrolls to the rest where even that is too little.
    const height = Math.min(offsetHeight, Math.max(LEAST, upwards ? over : under));
    style.maxHeight = `${height}px`;
    style.left = `${left + scrollX}px`;
    style.top = `${(upwards ? box.top - GAP - height : box.bottom + GAP) + scrollY}px`;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const buttons = this.buttons.filter(({ offsetParent }) => offsetParent);
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)] ?? 0;
    if (at < 0 || !step) return;
    event.preventDefault();
    buttons[(at + step + buttons.length) % buttons.length].focus();
  }
}
