// @ts-check
/** Shows what is still to check at the head of the rail, and goes from one to the next. */

/** @import { Acts, Finding, Findings } from "./types" */
/** @import { Desk } from "./desk.js" */
/** @import { Check } from "./check.js" */

import { byId, figure, make } from "../basics.js";
import { button, say } from "./dom.js";
import { bringIntoView } from "./select.js";
import { startOf } from "./model.js";

/** So many places of one kind are shown; the others come with “next”. */
const MOST_PLACES = 3;
/** After every id. */
const LAST = "\uffff";

export class Checklist {
  /** The last one gone to, and where it was. */
  #at = { start: -1, key: "", one: "" };
  /** What is drawn now. */
  #drawn = " ";

  /** @param {Desk} desk @param {Check} check @param {(tab: string) => void} show a part of the sheet */
  constructor(desk, check, show) {
    this.desk = desk;
    this.check = check;
    this.show = show;
    this.list = byId("check-list", HTMLElement);
  }

  draw() {
    const { found } = this.check;
    const groups = found.map((group) => ({ ...group, first: group.items.slice(0, MOST_PLACES), count: group.items.length }));
    const drawn = JSON.stringify(groups.map(({ many, count, first }) => [many, count, first.map((item) => [placed(item, ""), this.#place(item)])]));
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const total = found.reduce((sum, { items }) => sum + items.length, 0);
    for (const place of document.querySelectorAll("[data-total=check]")) place.textContent = figure(total);
    byId("check-next", HTMLElement).hidden = !total;
    byId("check-none", HTMLElement).hidden = total > 0;
    this.list.replaceChildren(...groups.map((group) => this.#row(group, group.first)));
  }

  /** @param {Finding} item @returns {string} */
  #place({ start, entry }) {
    return entry ? entry.name : this.desk.model.paragraphAt(start);
  }

  /** @param {Findings} group @param {Finding[]} first those of which the place is shown */
  #row({ one, many, items }, first) {
    const links = make("span", "check-places");
    for (const item of first) {
      const link = button("link-button", [this.#place(item)], () => this.go(item, one));
      link.setAttribute("aria-label", `${this.#place(item)}: ${one}`);
      link.dataset.of = one + item.start;
      links.append(link);
    }
    const more = items.length - first.length;
    if (more > 0) links.append(make("span", "hint", `+${figure(more)}`));
    const row = make("li");
    row.append(make("b", "figure", figure(items.length)), make("span", "check-words", items.length === 1 ? one : many), links);
    return row;
  }

  /** @param {Finding} item @param {string} one what is found */
  go(item, one) {
    const { desk } = this;
    this.#at = placed(item, one);
    this.show("spans");
    // What was picked before must not take the next key.
    desk.picker.drop();
    if (item.span) desk.focus(item.span.id, true);
    else {
      const { start, end } = item.words ?? desk.text.blocks[desk.text.indexAt(item.start)];
      const range = desk.text.range(start, end);
      desk.focus(null, false);
      bringIntoView(range.getBoundingClientRect());
      // A quoted sentence is picked, so that a label's key is all that is needed.
      if (item.words) desk.picker.hold(item.words, "keys");
      else desk.picker.place(start);
      if (item.words && matchMedia("(pointer: coarse)").matches) desk.openMenu(false, true);
    }
    desk.text.article.focus({ preventScroll: true });
  }

  /** Goes to the next one in the text, after the last to the first. */
  next() {
    const all = this.check.found.flatMap(({ one, items }) => items.map((item) => ({ item, ...placed(item, one) })));
    all.sort(inOrder);
    const { span } = this.desk;
    const elsewhere = span && span.id !== this.#at.key;
    const at = elsewhere ? { start: startOf(span), key: LAST, one: "" } : this.#at;
    const next = all.find((each) => inOrder(each, at) > 0) ?? all[0];
    if (!next) return say("Nothing is left to check");
    this.go(next.item, next.one);
    say(`${next.one}, ${all.indexOf(next) + 1} of ${all.length}: ${this.#words(next.item)}`);
  }

  /** @param {Finding} item */
  #words(item) {
    const { text, commands } = this.desk;
    if (item.span) return commands.name(item.span);
    return item.words ? text.slice(item.words.start, item.words.end) : this.#place(item);
  }
}

/** The same words may be found for more than one reason. @param {Finding} item @param {string} one */
function placed({ start, span }, one) {
  return { start, key: span?.id ?? "", one };
}

/** @typedef {{start: number, key: string, one: string}} Placed */
/** @param {Placed} a @param {Placed} b */
function inOrder(a, b) {
  const rank = (/** @type {Placed} */ { key, one }) => key + one;
  return a.start - b.start || Number(rank(a) > rank(b)) - Number(rank(a) < rank(b));
}

/** @param {Checklist} checklist @param {() => void} refresh brings the list up to date @returns {Acts} */
export function checkActs(checklist, refresh) {
  return {
    nextCheck: () => {
      refresh();
      checklist.next();
    },
  };
}
