// @ts-check
/** The other spans on the same words, in the menu of the focused one. */

/** @import { Acts, Span } from "./types" */
/** @import { Desk } from "./desk.js" */

import { make } from "../basics.js";
import { button } from "./dom.js";

/** More than these the list beside the article shows. */
const MOST = 6;

/** @param {Desk} desk @returns {Acts} */
export function makeStackMenu(desk) {
  const { menu, picker, model } = desk;
  const group = make("div", "menu-stack");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Also on these words");
  menu.element.querySelector(".menu-foot")?.before(group);
  menu.onOpen.push(() => {
    const { span } = desk;
    const others = span && !picker.range ? model.stackedWith(span) : [];
    group.hidden = !others.length;
    group.replaceChildren(...others.slice(0, MOST).map((other) => entry(desk, other)));
  });
  return {};
}

/** @param {Desk} desk @param {Span} span */
function entry(desk, span) {
  const label = desk.model.labelOf.get(span.label);
  const words = make("span", "words serif", desk.text.words(span.fragments));
  words.dir = "auto";
  return button("candidate", [make("i", `lane-swatch label-${label?.n}`), make("span", "visually-hidden", `${label?.name}: `), words], () => {
    desk.menu.close();
    desk.focus(span.id, false);
    desk.run("toArticle");
  });
}
