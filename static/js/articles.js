// @ts-check
// The list of articles: adding, correcting, deleting and bringing back.
import { articlePath, call, sentenceOf } from "./api.js";
import { fillEdit, metaOf, wireMetaRows } from "./details.js";
import { byId } from "./basics.js";
import { fillPeople, savePeople } from "./given.js";
import { LargeText } from "./large-text.js";
import { refresh, stayFresh } from "./live.js";
import { closable, fieldError, toast } from "./page.js";
import { addFiles, addText, dropAnywhere } from "./upload.js";
import { sendWhatWaits } from "./waiting.js";

/** Draws the list again behind the person's back: the focus stays at its article. */
async function refreshQuietly() {
  const near = document.activeElement?.closest("#list [data-article]")?.getAttribute("data-article");
  await refresh().catch(() => {});
  if (near && document.activeElement === document.body) focusRow(near);
}

/**
 * Does something that may be refused, and says the refusal where nothing else shows it.
 * @param {() => Promise<unknown>} work
 */
async function attempt(work) {
  try {
    await work();
  } catch (error) {
    toast(sentenceOf(error), { failed: true });
  }
}

/** @param {HTMLElement} button */
async function removeArticle(button) {
  const id = button.dataset.delete ?? "";
  const title = button.dataset.title ?? "";
  await attempt(async () => {
    const near = nearRow(button);
    await call("DELETE", articlePath(id));
    await refresh();
    focusRow(near);
    toast(`Deleted “${title}”`, { undo: () => restoreArticle(id, title) });
  });
}

/** @param {string} id @param {string} title */
function restoreArticle(id, title) {
  return attempt(async () => {
    await call("POST", articlePath(id, "/restore"));
    await refresh();
    focusRow(id);
    toast(`“${title}” is back`);
  });
}

/** The article beside the one that goes. @param {HTMLElement} button */
function nearRow(button) {
  const row = button.closest("[data-article]");
  const near = row?.nextElementSibling ?? row?.previousElementSibling;
  return near?.getAttribute("data-article") ?? "";
}

/** Puts the focus on an article's link, or on the page's content. @param {string} id */
function focusRow(id) {
  const row = id && document.querySelector(`[data-article="${CSS.escape(id)}"] a`);
  const target = row instanceof HTMLElement ? row : byId("main", HTMLElement);
  target.focus({ preventScroll: !row });
}

/** @param {HTMLElement} button */
async function removeSamples(button) {
  const ids = JSON.parse(button.dataset.ids ?? "[]");
  await attempt(async () => {
    await call("POST", "/api/articles/remove", { ids });
    await refresh();
    byId("main", HTMLElement).focus();
    toast("The samples are removed", {
      undo: () =>
        attempt(async () => {
          await call("POST", "/api/articles/restore", { ids });
          await refresh();
          toast("The samples are back");
        }),
    });
  });
}

function wirePaste() {
  const dialog = byId("paste-dialog", HTMLDialogElement);
  const text = byId("paste-text", HTMLTextAreaElement);
  const title = byId("paste-title", HTMLInputElement);
  const published = byId("paste-published", HTMLInputElement);
  const url = byId("paste-url", HTMLInputElement);
  const fields = { text, title, meta: url };
  const pasted = new LargeText(text);
  closable(dialog);
  byId("paste-form", HTMLFormElement).addEventListener("submit", async (event) => {
    event.preventDefault();
    Object.values(fields).forEach((field) => fieldError(field, ""));
    try {
      const made = await addText({
        text: pasted.text,
        title: title.value.trim(),
        published: published.value,
        url: url.value.trim(),
      });
      dialog.close();
      for (const field of [title, published, url]) field.value = "";
      pasted.clear();
      await refresh();
      focusRow(made.id);
      toast(made.known ? `“${made.title}” is here already` : `Added “${made.title}”`);
    } catch (error) {
      showError(error, fields, text);
    }
  });
}

/**
 * Puts a refusal beside the field that it names.
 * @param {unknown} error
 * @param {Record<string, HTMLElement>} fields
 * @param {HTMLElement} otherwise
 */
function showError(error, fields, otherwise) {
  const named = /** @type {{field?: string}} */ (error).field ?? "";
  const field = fields[named.split(".")[0]] ?? otherwise;
  fieldError(field, sentenceOf(error));
  field.focus();
}

function wireEdit() {
  const dialog = byId("edit-dialog", HTMLDialogElement);
  const title = byId("edit-title", HTMLInputElement);
  const meta = byId("edit-meta", HTMLElement);
  closable(dialog);
  wireMetaRows(meta, byId("edit-more", HTMLButtonElement));
  byId("edit-form", HTMLFormElement).addEventListener("submit", async (event) => {
    event.preventDefault();
    fieldError(title, "");
    fieldError(meta, "");
    try {
      const id = dialog.dataset.id ?? "";
      await call("PATCH", articlePath(id), { title: title.value, meta: metaOf(meta) });
      await savePeople(id);
      dialog.close();
      await refresh();
      focusRow(id);
      toast("Saved");
    } catch (error) {
      showError(error, { title, meta, people: document.getElementById("edit-people") ?? title }, title);
    }
  });
}

/** @param {string} id */
async function openEdit(id) {
  await attempt(async () => {
    const article = await call("GET", articlePath(id));
    const dialog = byId("edit-dialog", HTMLDialogElement);
    dialog.dataset.id = id;
    fillEdit(article);
    await fillPeople(id);
    dialog.showModal();
  });
}

function wireFiles() {
  const input = byId("files", HTMLInputElement);
  /** @param {File[]} files */
  const take = (files) => void (files.length && addFiles(files, refresh));
  input.addEventListener("change", () => {
    take([...(input.files ?? [])]);
    input.value = "";
  });
  dropAnywhere(take);
}

document.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("button");
  if (!button) return;
  const { dataset } = button;
  if ("paste" in dataset) byId("paste-dialog", HTMLDialogElement).showModal();
  else if ("choose" in dataset) byId("files", HTMLInputElement).click();
  else if (dataset.edit !== undefined) void openEdit(dataset.edit);
  else if (dataset.delete !== undefined) void removeArticle(button);
  else if (dataset.restore !== undefined) void restoreArticle(dataset.restore, dataset.title ?? "");
  else if ("removeSamples" in dataset) void removeSamples(button);
});

wirePaste();
wireEdit();
wireFiles();
// A page that the browser kept from before is older than what was labelled since.
addEventListener("pageshow", (event) => event.persisted && refreshQuietly());
sendWhatWaits(refreshQuietly);
stayFresh(refreshQuietly);
