// @ts-check
/** The handles of the frame: each edge of the focused span follows the mouse or the finger. */

/** @import { Edge, Fragment, Span } from "./types" */
/** @import { Outline } from "./outline.js" */

import { edgeTo } from "./edges.js";

/** @param {Outline} outline @param {(id: string, fragments: Fragment[]) => void} onResize */
export function makeDraggable(outline, onResize) {
  for (const edge of /** @type {Edge[]} */ (["start", "end"])) {
    const handle = outline.handles[edge];
    // A finger on it does not scroll the page; touch-action does nothing within a drawing.
    handle.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    handle.addEventListener("pointerdown", (event) => drag(/** @type {PointerEvent} */ (event), outline, edge, onResize));
  }
}

/** @param {PointerEvent} event @param {Outline} outline @param {Edge} edge @param {(id: string, fragments: Fragment[]) => void} onResize */
function drag(event, outline, edge, onResize) {
  const { span, svg } = outline;
  const handle = outline.handles[edge];
  if (!span || event.button !== 0) return;
  event.preventDefault();
  event.stopPropagation();
  const stop = new AbortController();
  const on = { signal: stop.signal };
  svg.classList.add("dragging");
  handle.setPointerCapture(event.pointerId);
  handle.addEventListener("pointermove", (moved) => follow(outline, span, edge, /** @type {PointerEvent} */ (moved)), on);
  const finish = (/** @type {boolean} */ keep) => {
    stop.abort();
    const { dragged } = outline;
    outline.dragged = null;
    svg.classList.remove("dragging");
    if (keep && dragged) onResize(span.id, dragged);
    outline.draw();
  };
  handle.addEventListener("pointerup", () => finish(true), on);
  handle.addEventListener("pointercancel", () => finish(false), on);
  const onKey = (/** @type {KeyboardEvent} */ pressed) => {
    if (pressed.key !== "Escape") return;
    // It lets go of the edge, and of nothing else.
    pressed.stopPropagation();
    finish(false);
  };
  addEventListener("keydown", onKey, { ...on, capture: true });
}

/** @param {Outline} outline @param {Span} span @param {Edge} edge @param {PointerEvent} event */
function follow(outline, span, edge, event) {
  const { text } = outline;
  const caret = text.caretAt(event.clientX, event.clientY);
  if (caret === null) return;
  const moved = edgeTo(text, span.fragments, edge, caret, !event.altKey);
  if (moved === span.fragments) return;
  outline.dragged = moved;
  outline.draw();
}
