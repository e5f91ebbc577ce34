// @ts-check
/**
 * Where unsent work lies: in IndexedDB, shared by all tabs and articles, on the disk before a
 * promise resolves. What the disk does not take lies in memory, and `durable` says so.
 */

/** @import { Row } from "./types" */

const NAME = "annotator";
const WAITING = "waiting";
const REFUSED = "refused";
const PATIENCE_MS = 10_000;

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @returns {Promise<IDBDatabase>} */
async function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    for (const name of [WAITING, REFUSED]) {
      const store = request.result.createObjectStore(name, { keyPath: "seq", autoIncrement: true });
      store.createIndex("owner", "owner");
    }
  };
  return Promise.race([done(request), new Promise((_, reject) => setTimeout(reject, PATIENCE_MS))]);
}

class Disk {
  /** @param {IDBDatabase} db */
  constructor(db) {
    this.db = db;
  }

  /**
   * Runs one transaction; resolves when its work is on the disk.
   * @param {(waiting: IDBObjectStore, refused: IDBObjectStore) => void} work
   * @returns {Promise<void>}
   */
  write(work) {
    return new Promise((resolve, reject) => {
      const transaction = this.db.transaction([WAITING, REFUSED], "readwrite", { durability: "strict" });
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      work(transaction.objectStore(WAITING), transaction.objectStore(REFUSED));
      transaction.commit();
    });
  }

  /** @param {string} name */
  #index(name) {
    return this.db.transaction(name).objectStore(name).index("owner");
  }

  /** @param {string} name @param {string} owner @param {number} [most] @returns {Promise<Row[]>} */
  async rows(name, owner, most) {
    return done(this.#index(name).getAll(owner, most));
  }

  async keys() {
    return done(this.db.transaction(WAITING).objectStore(WAITING).getAllKeys());
  }

  /** @param {string} owner */
  async count(owner) {
    return done(this.#index(WAITING).count(owner));
  }
}

export const LOCK = "annotator-outbox";

/** One sender in all tabs, where the browser can promise that. @param {() => Promise<void>} work */
export const alone = (work) => (navigator.locks ? navigator.locks.request(LOCK, work) : work());

export class Shelf {
  /** What this page put on the disk: should the disk be lost, it goes there again. @type {Map<number, Row>} */
  #written = new Map();
  /** What the disk did not take. @type {Row[]} */
  #rows = [];
  /** @type {Row[]} */
  #dead = [];
  /** The newest row that this page knows of. */
  last = 0;
  /** @type {Promise<Disk | null>} */
  #disk;

  /** @param {() => void} onLost */
  constructor(onLost) {
    this.onLost = onLost;
    this.#disk = this.#open();
  }

  /** Whether all that waits is on the disk. */
  get durable() {
    return !this.#rows.length;
  }

  async #open() {
    const db = await open().catch(() => null);
    if (!db) return null;
    const opened = this.#disk;
    db.onclose = db.onversionchange = () => {
      db.close();
      this.#renew(opened);
    };
    return new Disk(db);
  }

  /** The disk was closed, deleted from another tab, or fails. @param {Promise<Disk | null>} opened */
  #renew(opened) {
    if (this.#disk !== opened) return;
    this.#disk = this.#reopen();
    this.onLost();
  }

  async #reopen() {
    const disk = await this.#open();
    let rows = [...this.#written.values()];
    try {
      const there = new Set(await disk?.keys());
      rows = rows.filter(({ seq = 0 }) => !there.has(seq));
      if (rows.length) await disk?.write((waiting) => rows.forEach((row) => waiting.put(row)));
      if (disk) return disk;
    } catch {}
    for (const { seq = 0 } of rows) this.#written.delete(seq);
    this.#rows.unshift(...rows);
    return disk;
  }

  /**
   * Works on the disk, which is opened again once if it fails; nothing where there is none.
   * @template T @param {(disk: Disk) => Promise<T>} work @returns {Promise<T | undefined>}
   */
  async #try(work) {
    for (let again = true; ; again = false) {
      const opened = this.#disk;
      const disk = await opened;
      if (!disk) return undefined;
      try {
        return await work(disk);
      } catch (error) {
        if (!again) throw error;
        this.#renew(opened);
      }
    }
  }

  /** Never fails. @param {Row} row */
  async add(row) {
    // Not the store's own numbers: they begin again after it was deleted.
    this.last = Math.max(this.last + 1, 1024 * Date.now() + Math.floor(1024 * Math.random()));
    const { seq } = Object.assign(row, { seq: this.last });
    const write = (/** @type {Disk} */ disk) => disk.write((waiting) => waiting.put(row)).then(() => true);
    const kept = this.durable && (await this.#try(write).catch(() => false));
    if (kept) this.#written.set(seq, row);
    else this.#rows.push(row);
  }

  /** Oldest first. @param {string} owner @param {number} [most] */
  async waiting(owner, most) {
    const rows = await this.#try((disk) => disk.rows(WAITING, owner, most)).catch(() => undefined);
    // What is done now comes after all that waits, also when the computer's clock was set back meanwhile.
    this.last = Math.max(this.last, rows?.at(-1)?.seq ?? 0);
    return [...(rows ?? this.#written.values()), ...this.#rows].slice(0, most);
  }

  /** @param {string} owner */
  async count(owner) {
    const count = await this.#try((disk) => disk.count(owner)).catch(() => undefined);
    return (count ?? this.#written.size) + this.#rows.length;
  }

  /** It is on the disk no more. @param {number} seq */
  gone(seq) {
    this.#written.delete(seq);
    this.#rows = this.#rows.filter((row) => row.seq !== seq);
  }

  /** @param {Row} row */
  async remove({ seq = 0 }) {
    await this.#try((disk) => disk.write((waiting) => waiting.delete(seq)));
    this.gone(seq);
  }

  /** Moves a row out of the queue, to the ones that could not be saved. @param {Row} row @param {string} reason */
  async refuse(row, reason) {
    const { seq = 0 } = row;
    const dead = { ...row, reason };
    const move = (/** @type {IDBObjectStore} */ waiting, /** @type {IDBObjectStore} */ refused) => {
      refused.put(dead);
      waiting.delete(seq);
    };
    const moved = await this.#try((disk) => disk.write(move).then(() => true));
    if (!moved) this.#dead.push(dead);
    this.gone(seq);
  }

  /** @param {string} owner */
  async refused(owner) {
    const rows = await this.#try((disk) => disk.rows(REFUSED, owner)).catch(() => undefined);
    return [...(rows ?? []), ...this.#dead];
  }

  /** Moves the refused ones back into the queue, or leaves them. Never fails. @param {string} owner */
  async retry(owner) {
    const rows = (await this.refused(owner)).map(({ reason, ...row }) => ({ ...row, again: true }));
    const move = (/** @type {IDBObjectStore} */ waiting, /** @type {IDBObjectStore} */ refused) => {
      for (const row of rows) {
        // First what may fail: a row lies in one of the two, whatever happens.
        waiting.put(row);
        refused.delete(row.seq ?? 0);
      }
    };
    try {
      const moved = await this.#try((disk) => disk.write(move).then(() => true));
      if (moved) for (const row of rows) this.#written.set(row.seq ?? 0, row);
      else this.#rows = [...rows, ...this.#rows].sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
      this.#dead = [];
    } catch {}
  }

  /** Drops refused ones. @param {Row[]} rows */
  async forget(rows) {
    const gone = new Set(rows.map(({ seq = 0 }) => seq));
    this.#dead = this.#dead.filter(({ seq = 0 }) => !gone.has(seq));
    await this.#try((disk) => disk.write((_, refused) => gone.forEach((seq) => refused.delete(seq))));
  }
}
