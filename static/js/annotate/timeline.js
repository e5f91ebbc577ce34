// @ts-check
/** The history of the layer, by days; and going back to any point of it. */

/** @import { Act, Action, Acts } from "./types" */
/** @import { Desk } from "./desk.js" */

import { ApiError, call, sentenceOf } from "../api.js";
import { make, plural } from "../basics.js";
import { newId } from "./commands.js";
import { button, say } from "./dom.js";
import { historyPath, mergeOf, readHistory } from "./history-actions.js";
import { QUOTE, dayOf, shownOf, timeOf } from "./history-words.js";
import { closeBySameKey } from "./same-key.js";

/** Where nothing had been done yet. */
const START = "start";
const PATIENCE_MS = 2_000;

/** @param {Desk} desk @returns {Acts} */
export function makeTimeline(desk) {
  /** @type {Timeline | undefined} */
  let timeline;
  return { history: () => void (timeline ??= new Timeline(desk)).open() };
}

class Timeline {
  /** The action that the last drawn one was merged with. @type {{action?: Action, merge: string}} */
  #last = { merge: "" };
  #day = "";
  /** Nothing is above it: it stands for now. */
  #first = true;
  /** Goes up when it is opened: an answer to an earlier opening is not drawn. */
  #opening = 0;

  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.dialog = make("dialog", "dialog timeline");
    this.dialog.setAttribute("aria-labelledby", "timeline-head");
    const title = make("h2", "", "History");
    title.id = "timeline-head";
    this.notice = make("p", "timeline-notice");
    this.notice.setAttribute("role", "status");
    this.days = make("div", "timeline-days");
    this.more = button("button", ["Show earlier"], () => this.#earlier());
    const head = make("header");
    head.append(title, button("button", ["Close ", make("kbd", "for-keys", "Esc")], () => this.dialog.close()));
    const hint = make("p", "hint", "Going back is an act of its own, which can be undone. Whether the article is submitted stays as it is.");
    this.dialog.append(head, hint, this.notice, this.days, this.more);
    this.dialog.addEventListener("click", ({ target }) => target === this.dialog && this.dialog.close());
    closeBySameKey(this.dialog, "history", desk.keys);
    document.body.append(this.dialog);
  }

  async open() {
    const opening = (this.#opening += 1);
    this.desk.card.flush();
    this.desk.menu.close();
    this.days.replaceChildren();
    this.notice.textContent = "";
    this.more.hidden = true;
    this.more.ariaDisabled = null;
    this.cursor = "";
    this.#last = { merge: "" };
    this.#day = "";
    this.#first = true;
    this.dialog.showModal();
    await this.#waited();
    if (opening === this.#opening) await this.#load();
  }

  /** Lets what is being sent arrive; what cannot stands in a line. */
  async #waited() {
    const { shelf, owner } = this.desk.outbox;
    const until = Date.now() + PATIENCE_MS;
    let waiting = await shelf.count(owner);
    while (waiting && navigator.onLine && Date.now() < until) {
      await new Promise((go) => setTimeout(go, 50));
      waiting = await shelf.count(owner);
    }
    if (waiting) this.notice.textContent = `${plural(waiting, "change")} not saved yet, newer than all of these`;
    return waiting;
  }

  async #earlier() {
    if (this.more.ariaDisabled === "true") return;
    this.more.ariaDisabled = "true"; // not disabled, which would lose the focus
    await this.#load();
  }

  async #load() {
    const opening = this.#opening;
    try {
      const { items, next } = await readHistory(this.desk, this.cursor ?? "");
      if (opening !== this.#opening) return;
      this.cursor = next ?? "";
      const held = document.activeElement === this.more;
      this.more.hidden = !next;
      const drawn = items.flatMap((item) => this.#draw(item));
      if (!next) this.#drawStart();
      if (held) drawn[0]?.querySelector("button")?.focus();
    } catch (error) {
      if (opening !== this.#opening) return;
      this.notice.textContent = "The server does not answer; the history is shown when it does";
      this.more.hidden = false;
    }
    this.more.ariaDisabled = null;
  }

  /** @param {Action} item @returns {HTMLElement[]} */
  #draw(item) {
    const merge = mergeOf(item, this.#last.action, this.#last.merge);
    const merged = merge && merge === this.#last.merge;
    this.#last = { action: item, merge };
    if (merged) return [];
    const others = item.by === this.desk.data.me ? "" : `${item.by}: `;
    return [this.#line(item.id, item.at, `${others}${shownOf(this.desk, item)}`, Boolean(item.undoes.length))];
  }

  /** The line below all others, if there are any. */
  #drawStart() {
    if (!this.#first) return void this.#line(START, "", "the beginning, before the first act", false);
    const empty = make("p", "timeline-empty");
    empty.append(make("span", "serif", "Nothing was done here yet. "), "Each act will stand here with its time, and you can go back to any of them.");
    this.days.replaceChildren(empty);
  }

  /** @param {string} id @param {string} at @param {string} words @param {boolean} faint */
  #line(id, at, words, faint) {
    const line = make("li", faint ? "faint" : "");
    const said = make("span", "timeline-words");
    said.append(...words.split(QUOTE).map((part, at) => (at % 2 ? ownWords(part) : part)));
    const time = make("time", "", at && timeOf(at));
    time.dateTime = at;
    line.append(time, said);
    if (this.#first) line.append(make("span", "hint", "as it is now"));
    else line.append(this.#backButton(line, id, words, at));
    this.#first = false;
    this.#listOf(at).append(line);
    return line;
  }

  /** @param {HTMLElement} line @param {string} id @param {string} words @param {string} at */
  #backButton(line, id, words, at) {
    const back = button("button small", ["Go back to here"], () => this.#ask(line, id, at));
    back.setAttribute("aria-label", `Go back to here: ${words.replaceAll(QUOTE, "")}`);
    return back;
  }

  /** The list of that day, made where it is new. @param {string} at */
  #listOf(at) {
    const day = at ? dayOf(at) : this.#day;
    if (day !== this.#day || !this.days.lastElementChild) {
      this.#day = day;
      this.days.append(make("h3", "over-head", day), make("ol"));
    }
    return /** @type {HTMLElement} */ (this.days.lastElementChild);
  }

  /** Says how much would change, before anything does. @param {HTMLElement} line @param {string} id @param {string} at */
  async #ask(line, id, at) {
    this.days.querySelector(".timeline-ask")?.remove();
    const box = make("div", "timeline-ask");
    line.append(box);
    if (await this.#waited()) return void (box.textContent = "Some changes are not saved yet; go back when they are.");
    const act = { id: newId(), words: `went back to ${at ? `${dayOf(at)}, ${timeOf(at)}` : "the beginning"}`, focus: "" };
    try {
      const counts = await call("GET", historyPath(this.desk, `/${id}/restore`));
      const words = make("p", "", changed(counts));
      const leave = button("button small", ["Leave it"], () => {
        box.remove();
        line.querySelector("button")?.focus();
      });
      const go = button("button primary small", ["Go back"], () => this.#goBack(box, id, act, leave));
      const nothing = words.textContent === changed({});
      box.replaceChildren(words, ...(nothing ? [leave] : [go, leave]));
      (nothing ? leave : go).focus();
    } catch (error) {
      box.textContent = sentenceOf(error);
    }
  }

  /** Asked again with the same id it is done once, also where the answer was lost. @param {HTMLElement} box @param {string} id @param {Act} act @param {HTMLElement} leave */
  async #goBack(box, id, act, leave) {
    const { words } = act;
    box.replaceChildren(make("p", "", "Going back …"));
    try {
      await call("POST", historyPath(this.desk, `/${id}/restore`), { id: act.id });
    } catch (error) {
      return this.#failed(box, error, leave, () => this.#goBack(box, id, act, leave));
    }
    this.desk.commands.acts.push(act);
    this.desk.outbox.changed(act);
    this.dialog.close();
    say(`${words[0].toUpperCase()}${words.slice(1)}. Ctrl + Z undoes it`);
  }

  /** @param {HTMLElement} box @param {unknown} error @param {HTMLElement} leave @param {() => void} retry */
  #failed(box, error, leave, retry) {
    const unknown = !(error instanceof ApiError) || !error.status;
    const sentence = unknown ? "No answer came: it may have been done. Tried again, it is done once." : sentenceOf(error);
    const again = button("button primary small", ["Try again"], retry);
    box.replaceChildren(make("p", "failed", sentence), ...(unknown ? [again, leave] : [leave]));
    (unknown ? again : leave).focus();
    if (unknown) this.desk.outbox.changed();
  }
}

/** @param {string} part of the article */
function ownWords(part) {
  const words = make("bdi", "serif", part);
  words.dir = "auto";
  return words;
}

/** "3 spans come back, 1 link goes" @param {Record<string, Record<string, number>>} counts */
function changed(counts) {
  const nouns = { spans: "span", relations: "link", sources: "source" };
  const parts = Object.entries(nouns).flatMap(([list, noun]) => {
    const { added = 0, changed = 0, removed = 0 } = counts[list] ?? {};
    const verb = (/** @type {number} */ count, /** @type {string} */ one, /** @type {string} */ many) =>
      count ? [`${plural(count, noun)} ${count === 1 ? one : many}`] : [];
    return [...verb(added, "comes back", "come back"), ...verb(changed, "changes", "change"), ...verb(removed, "goes", "go")];
  });
  return parts.length ? `${parts.join(", ")}.` : "All is as it was then: there is nothing to change.";
}
