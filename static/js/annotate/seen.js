// @ts-check
/** Which paragraphs a person has looked at: remembered for each article in this browser. */

/** @import { Block } from "./types" */
/** @import { Desk } from "./desk.js" */

import { byId, figure } from "../basics.js";

/** So long a paragraph stands in view before it counts. */
const MOMENT_MS = 800;
/** What the bars cover, px. */
const BAR = 56;

/** What a browser remembers for one person and article, under one heading. @param {Desk} desk @param {string} heading */
export function memory({ data }, heading) {
  const key = `annotate.${heading} ${JSON.stringify([data.project ?? "", data.me, data.article])}`;
  return {
    /** @returns {string[]} */
    read() {
      try {
        return JSON.parse(localStorage.getItem(key) ?? "[]");
      } catch {
        return [];
      }
    },
    /** @param {string[]} words */
    write(words) {
      try {
        if (words.length) localStorage.setItem(key, JSON.stringify(words));
        else localStorage.removeItem(key);
      } catch {
        // Storage may be refused or full: it is then remembered for as long as the page stands.
      }
    },
  };
}

/** @param {HTMLElement} element */
const isGrey = (element) => element.classList.contains("grey");

export class Seen {
  /** Paragraphs that stood in view when last looked. @type {Block[]} */
  #inView = [];
  #timer = 0;

  /** @param {Desk} desk @param {() => void} onMore */
  constructor(desk, onMore) {
    this.desk = desk;
    this.onMore = onMore;
    this.memory = memory(desk, "seen");
    /** Numbers of the paragraphs seen. */
    this.numbers = new Set(this.memory.read());
    /** The first block of each numbered paragraph, and its index. @type {[Block, number][]} */
    this.paragraphs = desk.text.blocks.flatMap((block, at) => (block.number ? [/** @type {[Block, number]} */ ([block, at])] : []));
    this.sections = [...desk.text.article.querySelectorAll(".sec")];
    const soon = () => this.#soon();
    addEventListener("scroll", soon, { passive: true });
    for (const kind of ["visibilitychange", "selectionchange"]) document.addEventListener(kind, soon);
    soon();
  }

  #soon() {
    this.#timer ||= setTimeout(() => this.#look(), MOMENT_MS);
  }

  /** What stood in view twice, a moment apart, has been looked at. */
  #look() {
    this.#timer = 0;
    if (document.visibilityState === "hidden") return;
    const before = this.#inView;
    this.#inView = this.#visible();
    const known = this.numbers.size;
    for (const { number } of this.#inView) if (before.some((block) => block.number === number)) this.numbers.add(number);
    const { cursor } = this.desk.picker;
    const under = cursor && this.desk.text.blocks[this.desk.text.indexAt(cursor.start)];
    if (under?.number) this.numbers.add(under.number);
    if (this.#inView.some(({ number }) => !this.numbers.has(number))) this.#soon();
    if (this.numbers.size === known) return;
    this.memory.write([...this.numbers]);
    this.onMore();
  }

  /** @returns {Block[]} paragraphs of which a good part is in the window; only sections in view are measured */
  #visible() {
    const floor = innerHeight - (innerWidth < 900 ? byId("sheet", HTMLElement).offsetHeight : 0);
    const reaches = (/** @type {Element} */ element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return Math.min(bottom, floor) - Math.max(top, BAR) > Math.min(bottom - top, floor - BAR) / 2;
    };
    const near = this.sections.filter((section) => {
      const { top, bottom } = section.getBoundingClientRect();
      return bottom > BAR && top < floor;
    });
    return near.flatMap((section) => [...section.querySelectorAll("[data-o]")]).flatMap((element) => {
      const block = this.desk.text.byElement.get(/** @type {HTMLElement} */ (element));
      return block?.number && reaches(element) ? [block] : [];
    });
  }

  /** The first blocks of paragraphs that nobody looked at and that have no span; lines greyed out are none. @returns {Block[]} */
  missing() {
    const { model } = this.desk;
    return this.paragraphs
      .filter(([{ number, element }, at]) => !this.numbers.has(number) && !model.inBlock.get(at)?.size && !isGrey(element))
      .map(([block]) => block);
  }

  /** Says beside the map how much has been read. @param {number} missing */
  show(missing) {
    const all = this.paragraphs.length - this.desk.text.article.querySelectorAll('.grey:not([data-n=""])').length;
    const place = byId("seen", HTMLElement);
    place.hidden = !all;
    place.textContent = `${figure(all - missing)} of ${figure(all)} ${all === 1 ? "paragraph" : "paragraphs"} read`;
  }
}
