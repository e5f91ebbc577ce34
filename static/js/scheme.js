// @ts-check
// Reads the scheme out of the form, and keeps each row's look in step with its fields.

/**
 * @typedef {{key: string, name: string, question: string, shortcut: string, pattern: string,
 *   line: string, tint: string, dark_line: string, dark_tint: string, retired: boolean}} Label
 * @typedef {{type: string, from: string[], to: string[]}} Relation
 * @typedef {{labels: Label[], relations: Relation[]}} Scheme
 */

/** The longest key that a scheme takes. */
const KEY_LENGTH = 40;

/** All label rows, in their order. @returns {HTMLElement[]} */
export function rows() {
  return [...document.querySelectorAll("#labels > .label-row")].map(
    (row) => /** @type {HTMLElement} */ (row),
  );
}

/** @param {HTMLElement} row @param {string} part */
export function input(row, part) {
  return /** @type {HTMLInputElement} */ (row.querySelector(`input[data-part="${part}"]`));
}

/** @param {HTMLElement} row @param {string} group "line" or "pattern" */
function chosen(row, group) {
  const found = row.querySelector(`[data-part="${group}"] input:checked`);
  return /** @type {HTMLInputElement | null} */ (found);
}

/**
 * The colours of a row: the swatch that is chosen, or those it came with.
 * @param {HTMLElement} row
 */
export function coloursOf(row) {
  const from = (chosen(row, "line") ?? row).dataset;
  return {
    line: from.line ?? "",
    tint: from.tint ?? "",
    dark_line: from.darkLine ?? "",
    dark_tint: from.darkTint ?? "",
  };
}

/** Paints the two small pieces of article of a row. @param {HTMLElement} row */
export function paint(row) {
  const colours = coloursOf(row);
  const pattern = chosen(row, "pattern")?.value ?? "solid";
  const name = input(row, "name").value || "No name yet";
  for (const chip of row.querySelectorAll(".preview")) {
    const dark = chip.hasAttribute("data-dark");
    const style = /** @type {HTMLElement} */ (chip).style;
    style.setProperty("--line", dark ? colours.dark_line : colours.line);
    style.setProperty("--tint-of", dark ? colours.dark_tint : colours.tint);
    chip.setAttribute("data-pattern", pattern);
    chip.textContent = name;
  }
  const word = row.querySelector(".swatch-name");
  if (word) word.textContent = chosen(row, "line")?.value ?? "own colour";
  nameButtons(row, name);
}

/** Says in each button which label it acts on. @param {HTMLElement} row @param {string} name */
function nameButtons(row, name) {
  /** @type {[string, string][]} */
  const words = [
    ["[data-up]", "Move up"],
    ["[data-down]", "Move down"],
    ["[data-retire]", "Retire"],
    ["[data-bring-back]", "Bring back"],
    ["[data-remove]", "Remove"],
  ];
  for (const [selector, word] of words) {
    row.querySelector(selector)?.setAttribute("aria-label", `${word}: ${name}`);
  }
  const partners = `.check[data-key="${CSS.escape(row.dataset.key ?? "")}"] span`;
  document.querySelectorAll(partners).forEach((span) => {
    span.textContent = name;
  });
}

/**
 * A key for a new label, made of its name. It never changes later, so it keeps to plain letters.
 * @param {string} name
 * @param {Set<string>} taken
 */
export function keyFor(name, taken) {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const slug = plain.replace(/[^a-z0-9]+/g, "_").replace(/^[_0-9]+|_+$/g, "");
  const stem = (slug || "label").slice(0, KEY_LENGTH - 4);
  let key = stem;
  for (let number = 2; taken.has(key); number += 1) key = `${stem}_${number}`;
  return key;
}

/**
 * The whole scheme as the form has it.
 * @returns {Scheme}
 */
export function readScheme() {
  const keys = keysOfRows();
  const labels = rows().map((row) => ({
    key: keys.get(row.dataset.key ?? "") ?? "",
    name: input(row, "name").value.trim(),
    question: input(row, "question").value.trim(),
    shortcut: input(row, "shortcut").value.trim(),
    pattern: chosen(row, "pattern")?.value ?? "solid",
    ...coloursOf(row),
    retired: row.dataset.retired === "true",
  }));
  const relations = [...document.querySelectorAll("#relations > .relation")].map((place) => ({
    type: /** @type {HTMLElement} */ (place).dataset.type ?? "",
    from: ticked(place, "from", keys),
    to: ticked(place, "to", keys),
  }));
  return { labels, relations };
}

/** The key to save for the key of each row: a new row stands under a name of its own till then. */
function keysOfRows() {
  /** @type {Map<string, string>} */
  const keys = new Map();
  const taken = new Set(rows().map((row) => row.dataset.key ?? ""));
  for (const row of rows()) {
    const own = row.dataset.key ?? "";
    const key = row.dataset.fresh === undefined ? own : keyFor(input(row, "name").value, taken);
    taken.add(key);
    keys.set(own, key);
  }
  return keys;
}

/** @param {Element} place @param {string} end @param {Map<string, string>} keys */
function ticked(place, end, keys) {
  const checks = [...place.querySelectorAll(`[data-end="${end}"] .check:has(:checked)`)];
  return checks.flatMap((check) => keys.get(/** @type {HTMLElement} */ (check).dataset.key ?? "") ?? []);
}
