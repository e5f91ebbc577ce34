// @ts-check
// Looks whether changes wait on this computer. Only then is the sender fetched, for most days
// nothing waits.
import { byId, plural } from "./basics.js";

/** As annotate/kept.js has them. */
const NAME = "annotator";
const WAITING = "waiting";
const STORES = [WAITING, "refused"];
const AGAIN_MS = 5_000;

/** The store, if there is one: it is not made here. @returns {Promise<IDBDatabase | null>} */
function opened() {
  return new Promise((resolve) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.transaction?.abort();
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => resolve(null);
  });
}

/**
 * How many of this person's acts lie in each store.
 * @param {string} owner
 * @returns {Promise<Record<string, number>>}
 */
async function counts(owner) {
  const db = await opened();
  if (!db) return {};
  const count = (/** @type {string} */ name) =>
    new Promise((resolve, reject) => {
      const request = db.transaction(name).objectStore(name).index("owner").count(owner);
      request.onsuccess = () => resolve([name, request.result]);
      request.onerror = () => reject(request.error);
    });
  try {
    return Object.fromEntries(await Promise.all(STORES.map(count)));
  } finally {
    db.close();
  }
}

/** A page that fails to fetch a module never asks for it again, so this is asked before. */
function answers() {
  return fetch(import.meta.url, { method: "HEAD", cache: "no-store" }).then(() => true, () => false);
}

/** @param {number} waiting */
function sayKept(waiting) {
  if (!waiting) return;
  byId("net", HTMLElement).dataset.state = "trouble";
  byId("net-words", HTMLElement).textContent =
    `${plural(waiting, "change")} kept on this computer, not yet saved: the server does not answer`;
}

/**
 * Begins to send what waits, now or when the person comes back to this page.
 * @param {() => Promise<void>} refresh run when the server has stored something
 */
export function sendWhatWaits(refresh) {
  const place = JSON.parse(byId("page-data", HTMLElement).textContent ?? "");
  const owner = JSON.stringify([place.project, place.me]);
  let busy = false;
  let timer = 0;

  /** @returns {Promise<boolean>} whether the sender is at work */
  async function begin() {
    const { [WAITING]: waiting = 0, ...others } = await counts(owner);
    if (!waiting && !Object.values(others).some(Boolean)) return false;
    const sender = (await answers()) && (await import("./unsent.js").catch(() => null));
    if (sender) {
      sender.send(place, refresh);
      return true;
    }
    sayKept(waiting);
    timer = setTimeout(look, AGAIN_MS);
    return false;
  }

  async function look() {
    if (busy || document.hidden) return;
    clearTimeout(timer);
    busy = true;
    busy = await begin().catch(() => false);
  }

  for (const kind of ["focus", "online", "pageshow"]) addEventListener(kind, look);
  document.addEventListener("visibilitychange", look);
  look();
}
