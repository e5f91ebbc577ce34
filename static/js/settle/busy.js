// @ts-check
/** Whether somebody is in the middle of something that a page drawn anew would break off. */

import { TYPING } from "../annotate/keys.js";

export class Busy {
  #pressing = false;

  /** @param {() => void} onFree what waited may be done now, perhaps */
  constructor(onFree) {
    // Later: first the focus has gone where it goes, and what was pressed has done its work.
    const free = () => setTimeout(onFree);
    const press = (/** @type {boolean} */ on) => () => {
      this.#pressing = on;
      if (!on) free();
    };
    addEventListener("pointerdown", press(true), true);
    for (const end of ["pointerup", "pointercancel", "dragend"]) addEventListener(end, () => setTimeout(press(false)), true);
    addEventListener("focusout", free);
    addEventListener("toggle", free, true);
  }

  /** A field that is typed in keeps its focus as long as an input method composes. */
  get is() {
    return this.#pressing || Boolean(document.activeElement?.matches(TYPING));
  }
}
