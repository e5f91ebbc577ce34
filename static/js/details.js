// @ts-check
// An article's title and details in the small dialog: one row for each detail.
import { byId } from "./basics.js";

/** The details that every article is asked for, with the words for them. */
const USUAL = { published: "Published", url: "Where it was published" };

/**
 * @param {{title: string, meta: Record<string, string>}} article
 */
export function fillEdit(article) {
  byId("edit-title", HTMLInputElement).value = article.title;
  const place = byId("edit-meta", HTMLElement);
  place.replaceChildren();
  const all = { ...Object.fromEntries(Object.keys(USUAL).map((key) => [key, ""])), ...article.meta };
  for (const [key, value] of Object.entries(all)) addRow(place, key, value);
}

/** @param {HTMLElement} place @param {string} key @param {string} value */
function addRow(place, key, value) {
  const template = byId("meta-row", HTMLTemplateElement);
  const row = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const [name, detail] = row.querySelectorAll("input");
  name.value = key;
  detail.value = value;
  name.readOnly = key !== "";
  if (key) detail.setAttribute("aria-label", USUAL[/** @type {keyof typeof USUAL} */ (key)] ?? key);
  place.append(row);
  return name;
}

/** @param {HTMLElement} place @param {HTMLButtonElement} more */
export function wireMetaRows(place, more) {
  more.addEventListener("click", () => addRow(place, "", "").focus());
  place.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-remove-row]");
    if (!button) return;
    button.closest(".meta-row")?.remove();
    more.focus();
  });
}

/**
 * The details as they stand in the dialog; a row without a name or a value is left out.
 * @param {HTMLElement} place
 * @returns {Record<string, string>}
 */
export function metaOf(place) {
  /** @type {Record<string, string>} */
  const meta = {};
  for (const row of place.querySelectorAll(".meta-row")) {
    const [name, detail] = row.querySelectorAll("input");
    if (name.value.trim() && detail.value.trim()) meta[name.value.trim()] = detail.value.trim();
  }
  return meta;
}
