// @ts-check
/**
 * Where unsent work lies: in IndexedDB, shared by all tabs and articles, on the disk before a
 * promise resolves. Where that is refused (a private window), in memory, and it says so.
 */

/** @import { Row, Shelf } from "./types" */

const NAME = "annotator";
const WAITING = "waiting";
const REFUSED = "refused";

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    for (const name of [WAITING, REFUSED]) {
      const store = request.result.createObjectStore(name, { keyPath: "seq", autoIncrement: true });
      store.createIndex("owner", "owner");
    }
  };
  return done(request);
}

/** @implements {Shelf} */
class DiskShelf {
  durable = true;

  /** @param {IDBDatabase} db */
  constructor(db) {
    this.db = db;
    db.onversionchange = () => db.close();
  }

  /**
   * Runs one transaction; resolves when its work is on the disk.
   * @param {(waiting: IDBObjectStore, refused: IDBObjectStore) => void} work
   * @returns {Promise<void>}
   */
  #write(work) {
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

  /** @param {Row} row */
  add(row) {
    return this.#write((waiting) => waiting.add(row));
  }

  /** @param {string} owner @param {number} [most] @returns {Promise<Row[]>} */
  waiting(owner, most) {
    return done(this.#index(WAITING).getAll(owner, most));
  }

  /** @param {string} owner */
  count(owner) {
    return done(this.#index(WAITING).count(owner));
  }

  /** @param {Row} row */
  remove(row) {
    return this.#write((waiting) => waiting.delete(/** @type {number} */ (row.seq)));
  }

  /** @param {Row} row @param {string} reason */
  refuse(row, reason) {
    return this.#write((waiting, refused) => {
      waiting.delete(/** @type {number} */ (row.seq));
      refused.put({ ...row, reason });
    });
  }

  /** @param {string} owner @returns {Promise<Row[]>} */
  refused(owner) {
    return done(this.#index(REFUSED).getAll(owner));
  }

  /** @param {string} owner */
  async forget(owner) {
    const rows = await this.refused(owner);
    await this.#write((_, refused) => {
      for (const row of rows) refused.delete(/** @type {number} */ (row.seq));
    });
  }
}

/** @implements {Shelf} */
class MemoryShelf {
  durable = false;
  /** @type {Row[]} */
  rows = [];
  /** @type {Row[]} */
  dead = [];

  /** @param {Row} row */
  async add(row) {
    this.rows.push(row);
  }

  /** @param {string} _owner @param {number} [most] */
  async waiting(_owner, most) {
    return this.rows.slice(0, most);
  }

  async count() {
    return this.rows.length;
  }

  /** @param {Row} row */
  async remove(row) {
    this.rows = this.rows.filter((other) => other !== row);
  }

  /** @param {Row} row @param {string} reason */
  async refuse(row, reason) {
    await this.remove(row);
    this.dead.push({ ...row, reason });
  }

  async refused() {
    return this.dead;
  }

  async forget() {
    this.dead = [];
  }
}

/** @returns {Promise<Shelf>} */
export async function openShelf() {
  try {
    return new DiskShelf(await open());
  } catch {
    return new MemoryShelf();
  }
}
