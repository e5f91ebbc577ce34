// @ts-check
/** The requests about a layer: each for the person and the project whose page it was made on. */

/** @import { PageData, Place, Rebase, Row, Verdict } from "./types" */

const PATIENCE_MS = 20_000;

/** @param {Place} place @param {string} [kind] @param {any} [body] */
function ask({ owner, article }, kind, body) {
  const [project, me] = JSON.parse(owner);
  // "id/review/name" is another's layer, under review, and "id/settle" everybody's: an id has no slash in it.
  const [id, what, layer = me] = article.split("/");
  const place = what === "settle" ? "/settling" : `/layers/${encodeURIComponent(layer)}${kind ?? (what ? "/reviews" : "")}`;
  return fetch(`/api/articles/${encodeURIComponent(id)}${place}`, {
    method: body ? "POST" : "GET",
    headers: { "Content-Type": "application/json", Accept: "application/json", "Annotator-Project": project },
    body: body && JSON.stringify(body),
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}

/** The layer as it is stored, if the server says. @param {Place} place @returns {Promise<PageData["layer"] | null>} */
export async function readLayer(place) {
  try {
    const answer = await ask(place);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** @param {Row} row @param {Rebase} rebase @returns {Promise<Verdict>} */
export async function deliver(row, rebase) {
  try {
    if (row.again && row.act) return await deliverAgain(row, rebase);
    return await verdictOf(await ask(row, `/${row.kind}`, row.body));
  } catch {
    return { is: "kept", trouble: "silent" };
  }
}

/** Sends a row that was refused once: over what stands now, not over what stood then. @param {Row} row @param {Rebase} rebase @returns {Promise<Verdict>} */
async function deliverAgain(row, rebase) {
  const fetched = await rebase().catch(() => null);
  if (!fetched) return { is: "refused", reason: "Reload this page, then try again." };
  const answer = await ask(row);
  if (!answer.ok) return verdictOf(answer);
  const { body, reason } = fetched.rebased(row, await answer.json());
  if (reason) return { is: "refused", reason };
  return body.changes?.length !== 0 ? verdictOf(await ask(row, `/${row.kind}`, body)) : { is: "stored" };
}

/** @param {Response} answer @returns {Promise<Verdict>} */
async function verdictOf(answer) {
  const { status } = answer;
  if (status === 401 || answer.type === "opaqueredirect") return { is: "kept", trouble: "signin" };
  if (status === 403) return { is: "kept", trouble: "person" };
  if (status === 421) return { is: "kept", trouble: "project" };
  const json = /json/.test(answer.headers.get("Content-Type") ?? "");
  if (answer.ok && (json || status === 204)) {
    const stored = await answer.text();
    return { is: "stored", version: json ? JSON.parse(stored).version : 0 };
  }
  if (json && (status === 500 || (status >= 400 && status < 500 && status !== 429))) {
    const { detail, title } = await answer.json();
    const reason = detail || title || `The server refused it (${status}).`;
    return { is: status === 500 ? "broken" : "refused", reason };
  }
  return { is: "kept", trouble: "silent", after: 1000 * Number(answer.headers.get("Retry-After")) || 0 };
}
