// @ts-check
/**
 * Sends what a person did to the server, in order, each act once, however long that takes. A row
 * leaves the queue only when the server has answered that it is stored, or has refused it.
 */

/** @import { Change, Kept, OutboxState, Row, Shelf, Trouble, Verdict } from "./types" */

import { clock } from "../page.js";
import { openShelf } from "./kept.js";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;
const PATIENCE_MS = 20_000;
const STAY_MS = 3_000;
const POLL_MS = 100;
const LOCK = "annotator-outbox";

export class Outbox {
  #sending = false;
  #again = false;
  #failures = 0;
  #timer = 0;
  #savedAt = "";
  #atRisk = false;
  #leaving = false;
  /** @type {Promise<void>} */
  #kept = Promise.resolve();
  /** @type {Trouble} */
  #trouble = "";
  #channel = new BroadcastChannel(LOCK);

  /**
   * @param {{owner: string, article: string}} place
   * @param {(state: OutboxState) => void} onState
   * @param {(changes: Change[]) => void} onOthers another tab changed this article
   */
  constructor({ owner, article }, onState, onOthers) {
    this.owner = owner;
    this.article = article;
    this.onState = onState;
    /** @type {Promise<Shelf>} */
    this.shelf = openShelf();
    this.#channel.onmessage = ({ data }) => {
      if (data.owner !== owner) return;
      if (data.changes && data.article === article) onOthers(data.changes);
      this.#tell();
    };
  }

  /** Begins to send, and sends again whenever it may work again. */
  start() {
    addEventListener("online", () => this.wake());
    document.addEventListener("visibilitychange", () => document.hidden || this.wake());
    addEventListener("beforeunload", (event) => {
      if (this.#atRisk) event.preventDefault();
      this.#leave();
    });
    this.wake();
  }

  /**
   * From here on the next page may already be drawn. A row that is answered now stays, for that
   * page to replay and to send again: a batch that the server knows changes nothing.
   */
  #leave() {
    this.#leaving = true;
    setTimeout(() => {
      this.#leaving = false;
      this.wake();
    }, STAY_MS);
  }

  /** The acts on this article that the server does not have yet, oldest first. @returns {Promise<Row[]>} */
  async unsent() {
    const rows = await (await this.shelf).waiting(this.owner);
    return rows.filter((row) => row.article === this.article);
  }

  /**
   * Keeps one act; resolves when it is safe on this computer.
   * @param {"changes" | "status"} kind @param {any} body
   */
  async add(kind, body) {
    const shelf = await this.shelf;
    const { owner, article } = this;
    this.#kept = shelf.add({ owner, article, kind, body, at: Date.now() });
    await this.#kept;
    this.#channel.postMessage({ owner, article, changes: body.changes });
    this.#tell();
    this.wake();
  }

  /** Resolves when the page may be left: all is on the disk, here or at the server. */
  async safe() {
    const shelf = await this.shelf;
    await this.#kept;
    while (!shelf.durable && (await shelf.count(this.owner))) await new Promise((go) => setTimeout(go, POLL_MS));
  }

  /** Drops the refused acts, once the person has them. */
  async forget() {
    await (await this.shelf).forget(this.owner);
    this.#tellAll();
  }

  /** Sends now, whatever the back-off says. */
  wake() {
    clearTimeout(this.#timer);
    this.#send();
  }

  async #send() {
    this.#again = true;
    if (this.#sending) return;
    this.#sending = true;
    while (this.#again) {
      this.#again = false;
      await alone(() => this.#drain()).catch(() => this.#later({ is: "kept", trouble: "silent", after: 0 }));
    }
    this.#sending = false;
  }

  async #drain() {
    const shelf = await this.shelf;
    for (;;) {
      const [row] = await shelf.waiting(this.owner, 1);
      if (!row) break;
      const verdict = await deliver(row);
      if (this.#leaving) return;
      if (verdict.is === "kept") return this.#later(verdict);
      if (verdict.is === "refused") await shelf.refuse(row, verdict.reason);
      else await shelf.remove(row);
      if (verdict.is === "stored") this.#savedAt = clock();
      this.#failures = 0;
      this.#trouble = "";
      this.#tellAll();
    }
    this.#trouble = "";
    this.#tell();
  }

  /** @param {Kept} verdict */
  #later({ trouble, after }) {
    this.#trouble = trouble;
    this.#again = false;
    const wait = Math.min(FIRST_WAIT_MS * 2 ** this.#failures, LONGEST_WAIT_MS);
    this.#failures += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), Math.max(wait, after));
    this.#tell();
  }

  #tellAll() {
    this.#channel.postMessage({ owner: this.owner });
    this.#tell();
  }

  async #tell() {
    const shelf = await this.shelf;
    const [waiting, refused] = await Promise.all([shelf.count(this.owner), shelf.refused(this.owner)]);
    this.#atRisk = !shelf.durable && waiting > 0;
    this.onState({ waiting, refused, trouble: waiting ? this.#trouble : "", durable: shelf.durable, savedAt: this.#savedAt });
  }
}

/** One sender in all tabs, where the browser can promise that. @param {() => Promise<void>} work */
function alone(work) {
  return navigator.locks ? navigator.locks.request(LOCK, work) : work();
}

/** @param {Row} row @returns {Promise<Verdict>} */
async function deliver(row) {
  try {
    const answer = await fetch(`/api/articles/${encodeURIComponent(row.article)}/layers/me/${row.kind}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(row.body),
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return await verdictOf(answer);
  } catch {
    return { is: "kept", trouble: "silent", after: 0 };
  }
}

/** @param {Response} answer @returns {Promise<Verdict>} */
async function verdictOf(answer) {
  const { status } = answer;
  if (status === 401 || answer.type === "opaqueredirect") return { is: "kept", trouble: "signin", after: 0 };
  const json = /json/.test(answer.headers.get("Content-Type") ?? "");
  if (answer.ok && (json || status === 204)) {
    await answer.text();
    return { is: "stored" };
  }
  if (status >= 400 && status < 500 && status !== 429 && json) {
    const { detail, title } = await answer.json();
    return { is: "refused", reason: detail || title || `The server refused it (${status}).` };
  }
  return { is: "kept", trouble: "silent", after: 1000 * Number(answer.headers.get("Retry-After") ?? 0) };
}
