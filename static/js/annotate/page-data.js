// @ts-check
/** What the server wrote into the page for its script. */

/** @import { PageData, Span } from "./types" */

import { byId } from "../basics.js";

/** Spans come as rows, which tell labels by number and leave out a note and flags that are empty. @returns {PageData} */
export function readPageData() {
  const data = JSON.parse(byId("page-data", HTMLElement).textContent ?? "");
  const keys = data.labels.map((/** @type {{key: string}} */ { key }) => key);
  /** @type {[string, number, Span["fragments"], string?, string[]?][]} */
  const rows = data.layer.spans;
  const spans = rows.map((row) => ({ id: row[0], label: keys[row[1] - 1], fragments: row[2], note: row[3] ?? "", flags: row[4] ?? [] }));
  return { ...data, layer: { ...data.layer, spans } };
}
