// @ts-check
// The labels of a project: changed in the form, saved whole.
import { ApiError, call, sentenceOf } from "./api.js";
import { addRow, draggable, move, remove, retire } from "./label-rows.js";
import { byId, clock } from "./basics.js";
import { fieldError, toast } from "./page.js";
import { input, paint, readScheme, rows } from "./scheme.js";

/** The scheme as the server has it, as JSON; what differs from it is not saved. */
let saved = "";

const form = byId("scheme", HTMLFormElement);
const said = byId("said", HTMLElement);

function dirty() {
  return JSON.stringify(readScheme()) !== saved;
}

/** Shows whether something is unsaved. @param {string} [news] said before it */
function changed(news = "") {
  const waits = dirty();
  byId("discard", HTMLButtonElement).disabled = !waits;
  const state = waits ? "Changes are not saved yet." : "Nothing is changed.";
  said.textContent = news ? `${news} ${state}` : state;
}

/** Takes the form as the server draws it now. */
async function refresh() {
  const answer = await fetch("/settings", { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["labels", "relations"]) {
    byId(id, HTMLElement).replaceChildren(...(fresh.getElementById(id)?.childNodes ?? []));
  }
  begin();
}

function begin() {
  clearErrors();
  rows().forEach(paint);
  saved = JSON.stringify(readScheme());
  changed();
}

function clearErrors() {
  for (const row of rows()) {
    for (const part of ["name", "question", "shortcut"]) fieldError(input(row, part), "");
    fieldError(row, "");
  }
  for (const id of ["labels", "relations", "scheme"]) fieldError(byId(id, HTMLElement), "");
  form.querySelectorAll("[data-row-error]").forEach((place) => place.replaceChildren());
}

/**
 * The element beside which a refusal is shown; the server names it as "labels.2.name".
 * @param {string} field
 * @returns {HTMLElement}
 */
function placeOf(field) {
  const [list, number, part] = field.split(".");
  if (list === "relations") return byId("relations", HTMLElement);
  const row = list === "labels" && number ? rows()[Number(number)] : undefined;
  if (!row) return list === "labels" ? byId("labels", HTMLElement) : form;
  if (row.dataset.retired === "true") return byId("labels", HTMLElement);
  const own = ["name", "question", "shortcut"].includes(part ?? "") ? input(row, part) : null;
  if (own) return own;
  const place = row.querySelector("[data-row-error]");
  row.id = place?.id.replace(/-error$/, "") ?? "";
  return row;
}

/** @param {unknown} error */
function showRefusal(error) {
  const field = error instanceof ApiError ? error.field : "";
  const place = placeOf(field);
  // Beside its field the sentence need not name it again.
  const sentence = sentenceOf(error);
  fieldError(place, sentence.startsWith(`${field}: `) ? sentence.slice(field.length + 2) : sentence);
  if (place instanceof HTMLInputElement) place.focus();
  else place.scrollIntoView({ block: "nearest" });
  said.textContent = "Nothing was saved.";
}

/** Refuses, once, to write over labels that were changed elsewhere since this page drew them. */
async function checkUnchanged() {
  const now = JSON.stringify(await call("GET", "/api/scheme"));
  if (now === saved) return;
  saved = now;
  throw new Error(
    "The labels were changed elsewhere meanwhile. Discard your changes to see them, or save again to replace them.",
  );
}

/**
 * Stores a scheme; answers whether that went well.
 * @param {unknown} scheme
 */
async function store(scheme) {
  clearErrors();
  try {
    await checkUnchanged();
    await call("PUT", "/api/scheme", scheme);
  } catch (error) {
    showRefusal(error);
    return false;
  }
  await refresh();
  return true;
}

async function save() {
  const before = JSON.parse(saved);
  if (!dirty()) return;
  if (!(await store(readScheme()))) return;
  said.textContent = `Saved ${clock()}`;
  toast(`Saved ${clock()}`, {
    undo: async () => {
      if (await store(before)) said.textContent = `The labels are as they were before ${clock()}.`;
    },
  });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void save();
});

form.addEventListener("input", (event) => {
  const row = /** @type {Element} */ (event.target).closest(".label-row");
  if (row instanceof HTMLElement) paint(row);
  changed();
});

form.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("button");
  const row = button?.closest(".label-row");
  if (!button || !(row instanceof HTMLElement)) return;
  const { dataset } = button;
  let news = "";
  if ("up" in dataset) news = move(row, -1);
  else if ("down" in dataset) news = move(row, 1);
  else if ("retire" in dataset) retire(row, true);
  else if ("bringBack" in dataset) retire(row, false);
  else if ("remove" in dataset) remove(row, changed);
  changed(news);
});

form.addEventListener("keydown", (event) => {
  if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
  const row = /** @type {Element} */ (event.target).closest(".label-row");
  if (!(row instanceof HTMLElement)) return;
  event.preventDefault();
  changed(move(row, event.key === "ArrowUp" ? -1 : 1));
});

window.addEventListener("beforeunload", (event) => {
  if (dirty()) event.preventDefault();
});

byId("add-label", HTMLButtonElement).addEventListener("click", () => {
  addRow();
  changed();
});
byId("discard", HTMLButtonElement).addEventListener("click", () => void refresh());
draggable(changed);
begin();
