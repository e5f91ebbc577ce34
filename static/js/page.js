// @ts-check
// Small things that the list and the settings share: toasts, dialogs, and errors beside a field.

import { byId, make } from "./basics.js";

/** How long mere news stay, in milliseconds; they wait while the pointer or the focus is there. */
const TOAST_MS = 12_000;

/**
 * Says something at the foot of the page, with a way back where there is one.
 * @param {string} text
 * @param {{undo?: () => unknown, failed?: boolean}} [options]
 */
export function toast(text, options = {}) {
  const region = byId("toasts", HTMLElement);
  region.querySelectorAll(".toast").forEach((old) => old.remove());
  const box = make("div", options.failed ? "toast failed" : "toast");
  box.append(make("span", "", text));
  const { undo } = options;
  if (undo) {
    box.append(undoButton(box, undo));
  }
  const close = make("button", "button quiet small", "Close");
  close.type = "button";
  close.addEventListener("click", () => box.remove());
  box.append(close);
  region.append(box);
  // What can be undone stays until it is closed: nobody should have to be quick.
  if (!undo) leaveLater(box);
}

/** @param {HTMLElement} box @param {() => unknown} undo */
function undoButton(box, undo) {
  const button = make("button", "button small", "Undo");
  button.type = "button";
  button.setAttribute("aria-keyshortcuts", "Control+Z");
  const goBack = () => {
    box.remove();
    undo();
  };
  button.addEventListener("click", goBack);
  document.addEventListener("keydown", function pressed(event) {
    if (!box.isConnected) document.removeEventListener("keydown", pressed);
    else if (isUndo(event)) {
      event.preventDefault();
      goBack();
    }
  });
  return button;
}

/** Ctrl+Z or ⌘Z, where it is not a field's own. @param {KeyboardEvent} event */
function isUndo(event) {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== "z") return false;
  return !(/** @type {Element} */ (event.target).closest("input, textarea, select"));
}

/** @param {HTMLElement} box */
function leaveLater(box) {
  let timer = 0;
  const stop = () => window.clearTimeout(timer);
  const start = () => {
    stop();
    timer = window.setTimeout(() => box.remove(), TOAST_MS);
  };
  box.addEventListener("pointerenter", stop);
  box.addEventListener("pointerleave", start);
  box.addEventListener("focusin", stop);
  box.addEventListener("focusout", start);
  start();
}

/**
 * Shows a sentence beside a field, or takes it away where the sentence is empty.
 * The element with the field's id and "-error" receives it.
 * @param {HTMLElement} field
 * @param {string} sentence
 */
export function fieldError(field, sentence) {
  const place = document.getElementById(`${field.id}-error`);
  if (!place) return;
  place.replaceChildren();
  if (!sentence) {
    field.removeAttribute("aria-invalid");
    return;
  }
  field.setAttribute("aria-invalid", "true");
  const icon = document.getElementById("alert-icon");
  if (icon instanceof HTMLTemplateElement) place.append(icon.content.cloneNode(true));
  place.append(make("span", "", sentence));
}

/**
 * Closes a dialog by its own buttons and by a press on the shade around it.
 * @param {HTMLDialogElement} dialog
 */
export function closable(dialog) {
  dialog.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("[data-close]")) dialog.close();
  });
}
