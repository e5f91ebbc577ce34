// @ts-check
/**
 * Sends what a person did to the server, in order, each act once, however long that takes. A row
 * leaves the queue only when the server has answered that it is stored, or has refused it.
 */

/** @import { Act, Kept, OutboxHooks, Row, Trouble, Verdict } from "./types" */

import { clock } from "../basics.js";
import { deliver, readLayer } from "./deliver.js";
import { alone, LOCK, Shelf } from "./kept.js";
import { tell } from "./told.js";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;
const STAY_MS = 3_000;
const POLL_MS = 100;
/** So often a row may break the server before it is set aside. */
const MOST_BREAKS = 5;

export class Outbox {
  #sending = false;
  #again = false;
  #failures = 0;
  #timer = 0;
  #savedAt = "";
  #sent = 0;
  #atRisk = false;
  #leaving = false;
  /** @type {Promise<any>} */
  #kept = Promise.resolve();
  /** The row that the server broke on last, and how often. */
  #broken = { seq: 0, times: 0 };
  /** The acts that were refused since the page last showed what the server has. @type {string[] | null} */
  #stale = null;
  /** @type {Trouble} */
  #trouble = "";
  #channel = new BroadcastChannel(LOCK);

  /** @param {{project: string, me: string, article: string}} place @param {OutboxHooks} hooks */
  constructor({ project, me, article }, hooks) {
    this.me = me;
    this.owner = JSON.stringify([project, me]);
    this.article = article;
    this.hooks = hooks;
    this.shelf = new Shelf(() => this.#tell());
    this.#channel.onmessage = ({ data }) => this.#hear(data);
  }

  /** Another tab kept a row, or took one from the queue. @param {any} data */
  #hear({ owner, article, row, gone, refused, again, merged }) {
    if (owner !== this.owner) return;
    if (gone) this.shelf.gone(gone);
    if (gone && !refused) this.#saved();
    if (again) this.#replay();
    if (article === this.article) {
      if (row) this.hooks.onRow(row);
      // At the server this page's own comes after what was done before it but is heard of only now.
      if (refused || merged || row?.seq < this.shelf.last) this.#spoil(refused ?? []);
    }
    this.#tell();
  }

  /** The page shows what was refused. @param {string[]} ids of acts */
  #spoil(ids) {
    this.#stale = [...(this.#stale ?? []), ...ids];
    this.wake();
  }

  /** Begins to send, and sends again whenever it may work again. */
  start() {
    addEventListener("online", () => this.wake());
    document.addEventListener("visibilitychange", () => document.hidden || this.wake());
    // A note that is being typed may have held back what the server has.
    addEventListener("focusout", () => this.#stale && this.wake());
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
    return (await this.shelf.waiting(this.owner)).filter((row) => row.article === this.article);
  }

  /**
   * Keeps one act; resolves when it is as safe as it can be on this computer.
   * @param {Row["kind"]} kind @param {any} body @param {Act} [act]
   */
  async add(kind, body, act) {
    const { owner, article } = this;
    /** @type {Row} */
    const row = { owner, article, kind, body, act, at: Date.now() };
    const adding = this.shelf.add(row);
    this.#kept = Promise.all([this.#kept, adding]);
    await adding;
    this.#post({ article, row: { kind, body, act, seq: row.seq } });
    this.wake();
  }

  /** Something was, or may have been, changed past the queue: all tabs are to show what the server has. @param {Act} [act] */
  changed(act) {
    this.#post({ article: this.article, row: act && { kind: "changes", body: { changes: [] }, act }, refused: [] });
    this.#spoil([]);
  }

  /** Resolves when the page may be left: all is on the disk, here or at the server. */
  async safe() {
    await this.#kept;
    while (!this.shelf.durable) await new Promise((go) => setTimeout(go, POLL_MS));
  }

  /** Sends the refused acts again, each in the place that it had: what was done after it stands over it. */
  async retry() {
    await (this.#kept = Promise.all([this.#kept, this.shelf.retry(this.owner)]));
    await this.#replay();
    this.#post({ again: true });
    this.wake();
  }

  /** Shows again what waits. */
  #replay() {
    return this.unsent().then((rows) => rows.forEach((row) => this.hooks.onRow(row)));
  }

  /** Drops refused acts, once the person has them. @param {Row[]} rows */
  forget(rows) {
    return this.shelf.forget(rows).then(() => this.#post({}));
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
      await alone(() => this.#drain()).catch(() => this.#later({ trouble: "silent" }));
    }
    this.#sending = false;
  }

  async #drain() {
    for (;;) {
      if (this.#stale) await this.#refresh().then(() => this.#tell());
      const [row] = await this.shelf.waiting(this.owner, 1);
      if (!row) break;
      const verdict = await deliver(row, this.hooks.rebase);
      if (this.#leaving) return;
      if (verdict.is === "kept") return this.#later(verdict);
      if (verdict.is === "broken" && this.#mayBreak(row)) return this.#later({ trouble: "silent" });
      await this.#settle(row, verdict);
    }
    this.#trouble = "";
    if (this.#stale) this.#later({ trouble: "" });
    else this.#tell();
  }

  /** @param {Row} row */
  #mayBreak({ seq = 0 }) {
    const times = this.#broken.seq === seq ? this.#broken.times + 1 : 1;
    this.#broken = { seq, times };
    return times < MOST_BREAKS;
  }

  /** Takes an answered row out of the queue. @param {Row} row @param {Exclude<Verdict, Kept>} verdict */
  async #settle(row, verdict) {
    const { article, body, seq: gone } = row;
    this.#failures = 0;
    this.#trouble = "";
    this.#broken = { seq: 0, times: 0 };
    const here = article === this.article;
    if (verdict.is === "stored") {
      tell(row, verdict.version);
      await this.shelf.remove(row);
      this.#saved();
      if (row.again && here) this.#spoil([]);
      return this.#post({ gone, article, merged: row.again });
    }
    await this.shelf.refuse(row, verdict.reason);
    const refused = body.id ? [body.id] : [];
    this.#channel.postMessage({ owner: this.owner, article, gone, refused });
    // Not said on this page before it has gone back to what the server has.
    here ? this.#spoil(refused) : this.#tell();
  }

  #saved() {
    this.#savedAt = clock();
    this.#sent += 1;
  }

  /** After a refusal the page shows what is stored, and over it what waits. Nothing is sent meanwhile. */
  async #refresh() {
    const [stale, layer] = [this.#stale, await readLayer(this)];
    if (!layer) return;
    let rows, kept;
    do {
      kept = this.#kept;
      await kept;
      rows = await this.unsent();
    } while (kept !== this.#kept);
    if (this.hooks.onLayer(layer, rows, this.#stale ?? []) !== false && this.#stale === stale) this.#stale = null;
  }

  /** @param {Omit<Kept, "is">} verdict */
  #later({ trouble, after = 0 }) {
    this.#trouble = trouble;
    this.#again = false;
    const wait = Math.min(FIRST_WAIT_MS * 2 ** this.#failures, LONGEST_WAIT_MS);
    this.#failures += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), Math.max(wait, after));
    this.#tell();
  }

  /** Tells the other tabs, and this page. @param {object} news */
  #post(news) {
    this.#channel.postMessage({ owner: this.owner, ...news });
    this.#tell();
  }

  async #tell() {
    const { shelf, owner } = this;
    const [waiting, refused] = await Promise.all([shelf.count(owner), shelf.refused(owner)]);
    const trouble = waiting ? this.#trouble : "";
    this.#atRisk = !shelf.durable;
    this.hooks.onState({ waiting, refused, trouble, durable: shelf.durable, savedAt: this.#savedAt, sent: this.#sent });
  }
}
