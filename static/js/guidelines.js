// @ts-check
// The editor of the guidelines: shows how the Markdown looks, saves it, and brings back versions.

import { call, sentenceOf } from "./api.js";
import { byId, clock } from "./basics.js";
import { refresh } from "./live.js";
import { fieldError, toast } from "./page.js";

const PAUSE_MS = 400;
const ADDRESS = "/api/guidelines";

const form = byId("guidelines-form", HTMLFormElement);
const field = byId("markdown", HTMLTextAreaElement);
const preview = byId("preview", HTMLElement);
const said = byId("said", HTMLElement);
const discard = byId("discard", HTMLButtonElement);

let saved = field.value;
let version = Number(form.dataset.version);
let timer = 0;
let asked = 0;
/** Whether what stands at the field is about the drawing, and the next drawing may take it away. */
let undrawn = false;

const dirty = () => field.value !== saved;

function changed() {
  discard.disabled = !dirty();
  said.textContent = dirty() ? "Not saved yet." : "Nothing is changed.";
  clearTimeout(timer);
  timer = window.setTimeout(() => void draw(), PAUSE_MS);
}

/** Draws what the server makes of the text: the same rule as on the page, and as safe. */
async function draw() {
  const mine = ++asked;
  try {
    const { html } = await call("POST", `${ADDRESS}/preview`, { markdown: field.value });
    if (mine !== asked) return;
    preview.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    if (undrawn) fieldError(field, "");
    undrawn = false;
  } catch (error) {
    fieldError(field, sentenceOf(error));
    undrawn = true;
  }
}

/** @param {string} markdown @returns {Promise<boolean>} whether it is stored */
async function store(markdown) {
  undrawn = false;
  try {
    const stored = await call("PUT", ADDRESS, { markdown, version });
    version = stored.version;
    saved = markdown;
    fieldError(field, "");
    // The list of versions has one more; if it does not come now, it comes with the next.
    refresh().catch(() => {});
    return true;
  } catch (error) {
    const current = /** @type {{current?: {version: number}}} */ (error).current;
    // Whoever has read that somebody was quicker may save over it: no version is lost.
    if (current) version = current.version;
    fieldError(field, sentenceOf(error));
    return false;
  }
}

async function save() {
  const before = saved;
  if (!dirty() || !(await store(field.value))) return;
  changed();
  said.textContent = `Saved ${clock()}`;
  toast(`Saved ${clock()}`, {
    undo: async () => {
      if (!(await store(before))) return;
      put(before);
      said.textContent = "The guidelines are as they were before.";
    },
  });
}

/** @param {string} markdown */
function put(markdown) {
  field.value = markdown;
  changed();
}

/** @param {string} number of a version; its text goes into the field, where Discard takes it out again */
async function take(number) {
  try {
    put((await call("GET", `${ADDRESS}?version=${number}`)).markdown);
    field.focus();
    said.textContent = "This version stands in the field. Save it to make it count.";
  } catch (error) {
    fieldError(field, sentenceOf(error));
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void save();
});
field.addEventListener("input", changed);
discard.addEventListener("click", () => put(saved));
byId("versions", HTMLElement).addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("button");
  if (button?.dataset.version) void take(button.dataset.version);
});
window.addEventListener("beforeunload", (event) => {
  if (dirty()) event.preventDefault();
});
