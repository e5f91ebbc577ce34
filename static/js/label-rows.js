// @ts-check
// What a person does to a row of the labels: add, move, retire, bring back, remove.
import { byId } from "./basics.js";
import { toast } from "./page.js";
import { coloursOf, input, paint, rows } from "./scheme.js";

let made = 0;

/** A new row at the end, in a colour and with a key that are still free. */
export function addRow() {
  made += 1;
  const mark = `new-${made}`;
  const template = byId("new-label", HTMLTemplateElement);
  const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const row = /** @type {HTMLElement} */ (copy.querySelector(".label-row"));
  row.dataset.key = mark;
  row.dataset.fresh = "";
  renumber(row, mark);
  const used = new Set(rows().map((other) => coloursOf(other).line));
  const digits = new Set(rows().map((other) => input(other, "shortcut").value));
  byId("labels", HTMLElement).append(row);
  const swatches = [...row.querySelectorAll('[data-part="line"] input')].map(
    (swatch) => /** @type {HTMLInputElement} */ (swatch),
  );
  (swatches.find((swatch) => !used.has(swatch.dataset.line ?? "")) ?? swatches[0]).checked = true;
  input(row, "shortcut").value = [..."123456789"].find((digit) => !digits.has(digit)) ?? "";
  addPartners(mark);
  paint(row);
  input(row, "name").focus();
}

/** The empty row's ids end in 0; each copy needs its own. @param {HTMLElement} row @param {string} mark */
function renumber(row, mark) {
  for (const name of ["id", "for", "name", "aria-describedby"]) {
    for (const element of row.querySelectorAll(`[${name}]`)) {
      const value = element.getAttribute(name) ?? "";
      element.setAttribute(name, value.replace(/-0(?=-|$)/g, `-${mark}`));
    }
  }
}

/** A box for the label in each end of each relation. @param {string} key */
function addPartners(key) {
  const template = byId("new-partner", HTMLTemplateElement);
  for (const end of document.querySelectorAll("#relations fieldset")) {
    const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    const check = /** @type {HTMLElement} */ (copy.querySelector(".check"));
    check.dataset.key = key;
    end.append(copy);
  }
}

/**
 * Moves a row by one place and keeps the focus where it was.
 * @param {HTMLElement} row
 * @param {-1 | 1} by
 * @returns {string} what to say, empty where it could not move
 */
export function move(row, by) {
  const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return "";
  const held = document.activeElement;
  if (by < 0) other.before(row);
  else other.after(row);
  if (held instanceof HTMLElement && row.contains(held)) held.focus();
  const all = rows();
  return `${input(row, "name").value} is now ${all.indexOf(row) + 1} of ${all.length}.`;
}

/** @param {HTMLElement} row @param {boolean} retired */
export function retire(row, retired) {
  row.dataset.retired = String(retired);
  row.classList.toggle("retired", retired);
  show(row, "[data-retire]", !retired);
  show(row, "[data-bring-back]", retired);
  show(row, "[data-retired-word]", retired);
  const next = row.querySelector(retired ? "[data-bring-back]" : "[data-retire]");
  if (next instanceof HTMLElement) next.focus();
}

/** @param {HTMLElement} row @param {string} selector @param {boolean} shown */
function show(row, selector, shown) {
  const element = row.querySelector(selector);
  if (element instanceof HTMLElement) element.hidden = !shown;
}

/**
 * Takes a row out of the form; nothing is stored before "Save".
 * @param {HTMLElement} row
 * @param {() => void} changed
 */
export function remove(row, changed) {
  const after = row.nextElementSibling;
  const name = input(row, "name").value || "The new label";
  const partners = [...document.querySelectorAll(".check")].filter(
    (check) => /** @type {HTMLElement} */ (check).dataset.key === row.dataset.key,
  );
  const places = partners.map((check) => check.parentElement);
  row.remove();
  partners.forEach((check) => check.remove());
  byId("add-label", HTMLElement).focus();
  toast(`${name} is taken out; nothing is stored before you save`, {
    undo: () => {
      const list = byId("labels", HTMLElement);
      if (after?.parentElement === list) after.before(row);
      else list.append(row);
      partners.forEach((check, index) => places[index]?.append(check));
      input(row, "name").focus();
      changed();
    },
  });
}

/**
 * Rows may also be dragged by their look.
 * @param {() => void} changed
 */
export function draggable(changed) {
  const list = byId("labels", HTMLElement);
  /** @type {HTMLElement | null} */
  let held = null;
  list.addEventListener("dragstart", (event) => {
    const target = /** @type {Element} */ (event.target);
    held = target.closest(".label-look")?.closest(".label-row") ?? null;
    held?.classList.add("dragged");
  });
  list.addEventListener("dragover", (event) => {
    const over = /** @type {Element} */ (event.target).closest(".label-row");
    if (!held || !over || over === held) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(held);
    else over.after(held);
  });
  list.addEventListener("drop", (event) => held && event.preventDefault());
  list.addEventListener("dragend", () => {
    held?.classList.remove("dragged");
    held = null;
    changed();
  });
}
