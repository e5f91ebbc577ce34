// @ts-check
/** The guidelines beside the article, at the label that is meant. */

/** @import { Acts } from "./types" */
/** @import { Desk } from "./desk.js" */
/** @import { Keys } from "./keys.js" */

import { make } from "../basics.js";
import { button, say } from "./dom.js";
import { closeBySameKey } from "./same-key.js";
import { styled } from "./style.js";

const ADDRESS = "/guidelines";

/** @param {Desk} desk @returns {Acts} */
export function makeGuide(desk) {
  /** @type {Promise<HTMLDialogElement> | undefined} asked for once, however often the key is pressed */
  let making;
  /** @param {string} label its key, "" for the beginning */
  const open = async (label) => {
    let dialog;
    try {
      dialog = await (making ??= makeDialog(desk.keys));
    } catch {
      making = undefined;
      return say("The server does not answer; the guidelines open when it does");
    }
    if (!dialog.open) dialog.showModal();
    const place = label && dialog.querySelector(`#${CSS.escape(`for-label-${label}`)}`);
    if (place) place.scrollIntoView();
    else dialog.scrollTop = 0;
  };
  document.addEventListener("click", ({ target }) => {
    const asked = /** @type {Element} */ (target).closest("[data-guide]");
    if (asked) void open(asked.getAttribute("data-guide") ?? "");
  });
  return {
    guide: () => {
      const meant = document.activeElement?.getAttribute("data-label") ?? desk.span?.label ?? "";
      desk.menu.close();
      void open(meant);
    },
  };
}

/** @param {Keys | undefined} keys */
async function makeDialog(keys) {
  const dialog = make("dialog", "dialog guide");
  dialog.setAttribute("aria-labelledby", "guide-head");
  const [text] = await Promise.all([read(), styled("guidelines.css")]);
  const title = make("h2", "", "Guidelines");
  title.id = "guide-head";
  const page = make("a", "hint", "As a page");
  page.href = ADDRESS;
  page.target = "_blank";
  const close = button("button", ["Close ", make("kbd", "for-keys", "Esc")], () => dialog.close());
  close.autofocus = true;
  const head = make("div", "guide-head");
  head.append(title, page, close);
  dialog.append(head, text);
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  closeBySameKey(dialog, "guide", keys);
  document.body.append(dialog);
  return dialog;
}

/** The text as the guidelines' own page has it. */
async function read() {
  const answer = await fetch(ADDRESS);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const text = page.getElementById("guide-text");
  if (!text) throw new Error("no guidelines");
  return document.adoptNode(text);
}
