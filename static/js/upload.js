// @ts-check
// Files on their way in: one line each, with what came of it.
import { ask, sentenceOf, upload } from "./api.js";
import { byId, figure, make, plural } from "./basics.js";
import { toast } from "./page.js";

/** After so many milliseconds a file that is still being read says so. */
const QUIET_MS = 400;
/** So many refusals are shown at once; the rest opens on demand. */
const SHOWN_REFUSALS = 8;

/**
 * @typedef {{line: number, reason: string}} Refusal
 * @typedef {{articles: number, known?: number, spans: number, relations: number, sources?: number,
 *   refused: Refusal[], refused_total?: number, notes?: string[]}} Report
 */

/**
 * Sends the files one after the other and shows what came of each.
 * @param {Iterable<File>} files
 * @param {() => Promise<unknown>} afterwards run when articles may have come
 */
export async function addFiles(files, afterwards) {
  const list = byId("uploads", HTMLElement);
  byId("uploads-part", HTMLElement).hidden = false;
  const waiting = [...files].map((file) => ({ file, row: rowOf(file.name) }));
  list.prepend(...waiting.map(({ row }) => row));
  window.addEventListener("beforeunload", warn);
  for (const { file, row } of waiting) await addOne(file, row);
  window.removeEventListener("beforeunload", warn);
  await afterwards();
}

/** Leaving would cut the file that is on its way. @param {BeforeUnloadEvent} event */
function warn(event) {
  event.preventDefault();
}

/** @param {string} name */
function rowOf(name) {
  const row = make("li", "upload");
  row.append(make("span", "upload-name mono", name), make("span", "upload-state hint", "Waiting"));
  return row;
}

/** @param {File} file @param {HTMLElement} row */
async function addOne(file, row) {
  const state = /** @type {HTMLElement} */ (row.querySelector(".upload-state"));
  state.textContent = "";
  let share = 0;
  const still = () => {
    const sent = share < 1 ? `, ${Math.round(share * 100)} % sent` : "";
    state.textContent = `Still reading ${file.name}${sent}`;
  };
  let ticking = 0;
  const timer = window.setTimeout(() => {
    still();
    ticking = window.setInterval(still, QUIET_MS);
  }, QUIET_MS);
  try {
    // Spans that name no layer are the reader's own.
    const layer = byId("main", HTMLElement).dataset.me ?? "";
    const query = new URLSearchParams({ format: "auto", layer, name: file.name });
    const report = await upload(`/api/import?${query}`, file, (sent) => {
      share = sent;
    });
    showReport(row, state, file.name, report);
  } catch (error) {
    showRefusals(row, file.name, [{ line: 0, reason: sentenceOf(error) }]);
    state.textContent = "Nothing was added";
  } finally {
    window.clearTimeout(timer);
    window.clearInterval(ticking);
  }
}

/** @param {HTMLElement} row @param {HTMLElement} state @param {string} name @param {Report} report */
function showReport(row, state, name, report) {
  state.textContent = outcomeOf(report);
  for (const note of report.notes || []) row.append(make("p", "hint", note));
  if (report.refused.length) showRefusals(row, name, report.refused);
}

/**
 * The outcome in words. Importing the same file again adds nothing, and says so.
 * @param {Report} report
 */
function outcomeOf(report) {
  const parts = [];
  if (report.articles) parts.push(plural(report.articles, "article"));
  if (report.spans) parts.push(plural(report.spans, "span"));
  if (report.relations) parts.push(plural(report.relations, "link"));
  if (report.sources) parts.push(plural(report.sources, "source"));
  const count = report.refused_total ?? report.refused.length;
  const refused = count ? `, ${plural(count, "line")} refused` : "";
  const here = report.known ? `, ${plural(report.known, "line")} on articles already here` : "";
  if (parts.length) return `Added ${parts.join(", ")}${here}${refused}`;
  return report.refused.length ? "Nothing was added" : report.known ? "Already here, nothing added" : "Nothing is in it";
}

/** @param {HTMLElement} row @param {string} name @param {Refusal[]} refused */
function showRefusals(row, name, refused) {
  const list = make("ul", "refusals");
  refused.forEach((refusal, index) => {
    const item = make("li");
    item.hidden = index >= SHOWN_REFUSALS;
    const where = refusal.line ? `${name}:${refusal.line}` : name;
    item.append(make("span", "mono", where), make("span", "", refusal.reason));
    list.append(item);
  });
  row.append(list);
  if (refused.length > SHOWN_REFUSALS) row.append(moreButton(list, refused.length));
}

/** @param {HTMLElement} list @param {number} count */
function moreButton(list, count) {
  const text = `Show the other ${figure(count - SHOWN_REFUSALS)}`;
  const button = make("button", "link-button", text);
  button.type = "button";
  button.addEventListener("click", () => {
    for (const item of list.children) if (item instanceof HTMLElement) item.hidden = false;
    button.remove();
  });
  return button;
}

/**
 * Files may be dropped anywhere on the page.
 * @param {(files: File[]) => void} take
 */
export function dropAnywhere(take) {
  const root = document.documentElement;
  let depth = 0;
  /** @param {DragEvent} event */
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files") ?? false;
  /** @param {number} now */
  const mark = (now) => {
    depth = Math.max(0, now);
    root.toggleAttribute("data-dropping", depth > 0);
  };
  root.addEventListener("dragenter", (event) => hasFiles(event) && mark(depth + 1));
  root.addEventListener("dragleave", (event) => hasFiles(event) && mark(depth - 1));
  root.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
  root.addEventListener("drop", (event) => {
    if (!event.dataTransfer || !hasFiles(event)) return;
    event.preventDefault();
    mark(0);
    const { items, files } = event.dataTransfer;
    const entries = [...items].map((item) => item.webkitGetAsEntry());
    const folders = entries.flatMap((entry) => (entry?.isDirectory ? entry.name : []));
    if (folders.length) toast(`“${folders[0]}” is a folder. Open it and drop its files.`, { failed: true });
    take([...files].filter((file) => !folders.includes(file.name)));
  });
}

/**
 * Stores one text that a person pasted.
 * @param {{title: string, text: string, published: string, url: string}} entry
 * @returns {Promise<{id: string, title: string, known: boolean}>} known: it was here already
 */
export async function addText(entry) {
  /** @type {Record<string, string>} */
  const meta = {};
  if (entry.published) meta.published = entry.published;
  if (entry.url) meta.url = entry.url;
  // Browsers change line ends in a form, so they are folded to one kind before they are stored.
  const text = entry.text.replace(/\r\n?/g, "\n");
  /** @type {Record<string, unknown>} */
  const body = { text };
  if (entry.title) body.title = entry.title;
  if (Object.keys(meta).length) body.meta = meta;
  const { status, value } = await ask("POST", "/api/articles", body);
  return { id: value.id, title: value.title, known: status === 200 };
}
