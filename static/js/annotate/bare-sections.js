// @ts-check
/**
 * Sections that the server left without marks get them when the browser begins to draw them, which
 * in scrolling is before they come into sight, or before they are printed.
 */

/** @import { Painter } from "./render.js" */

/** @param {HTMLElement} article @param {Painter} painter */
export function markBareSections(article, painter) {
  let asked = 0;
  const paint = (/** @type {Element} */ section) => {
    if (!section.classList.contains("bare")) return;
    section.classList.remove("bare");
    const from = painter.text.indexAt(Number(/** @type {HTMLElement} */ (section.firstElementChild).dataset.o));
    painter.paint(Array.from(section.children, (_, at) => from + at));
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => painter.onSections.forEach((draw) => draw()));
  };
  const all = () => article.querySelectorAll(".bare").forEach(paint);
  addEventListener("beforeprint", all);
  if (!("oncontentvisibilityautostatechange" in article)) return all();
  const onChange = (/** @type {Event} */ event) => {
    const { target, skipped } = /** @type {ContentVisibilityAutoStateChangeEvent} */ (event);
    if (!skipped) paint(/** @type {Element} */ (target));
  };
  // In Firefox it does not bubble, but every event is captured.
  article.addEventListener("contentvisibilityautostatechange", onChange, { capture: true });
  // Some may be drawn already, where a reload came back to a place far below.
  for (const section of article.querySelectorAll(".bare")) {
    if (section.firstElementChild?.checkVisibility({ contentVisibilityAuto: true })) paint(section);
  }
}
