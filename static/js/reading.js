// @ts-check
// A plain script that runs before the first paint: the text size and width that this person
// reads an article in, kept in this browser. Nothing stored means as the page has it.
// What chooses them comes later (annotate/reading.js) and tells by the event "reading".
(function () {
  "use strict";
  const SMALLEST = 16;
  const LARGEST = 24;
  /** Widths in em of the text: about 55, 70 and 90 characters. */
  const WIDTHS = { narrow: 29, normal: 36.45, wide: 47 };
  const { style } = document.documentElement;

  /** @param {string} key */
  function stored(key) {
    try {
      return localStorage.getItem(key) || "";
    } catch {
      return "";
    }
  }

  /** @param {string} name @param {string | number | undefined} value */
  function set(name, value) {
    if (value) style.setProperty(name, String(value));
    else style.removeProperty(name);
  }

  /** @param {string} size in px @param {string} width */
  function apply(size, width) {
    const px = Number(size);
    set("--reading-size", px >= SMALLEST && px <= LARGEST ? `${px / 16}rem` : "");
    set("--reading-measure", WIDTHS[/** @type {keyof typeof WIDTHS} */ (width)]);
  }

  const read = () => apply(stored("reading.size"), stored("reading.width"));
  read();
  addEventListener("storage", read);
  addEventListener("reading", (event) => {
    const { size, width } = /** @type {CustomEvent} */ (event).detail;
    apply(size, width);
  });
})();
