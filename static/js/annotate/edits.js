// @ts-check
/** What is done to the span in focus, and how it is let go. */

/** @import { Acts, Span } from "./types" */
/** @import { Desk } from "./desk.js" */

/**
 * Does something with the focused span; without one the key is left to the browser.
 * @param {Desk} desk @param {(span: Span) => void} work
 */
const withSpan = (desk, work) => () => {
  const { span } = desk;
  if (span) work(span);
  return Boolean(span);
};

/** @param {Desk} desk @returns {Acts} */
export function makeEdits(desk) {
  const { card, commands } = desk;
  return {
    menu: () => desk.openMenu(true),
    letGo: () => letGo(desk),
    remove: withSpan(desk, (span) => {
      commands.remove(span);
      desk.run("toArticle");
    }),
    discuss: withSpan(desk, (span) => commands.flag(span, "discuss")),
    note: withSpan(desk, () => {
      if (!document.body.classList.contains("sheet-open")) desk.run("sheet");
      card.editNote();
    }),
  };
}

/** One thing at a time: the menu, the choice of a source, the selection, the span. @param {Desk} desk */
function letGo(desk) {
  const { menu, card, picker } = desk;
  const inMenu = menu.element.contains(document.activeElement);
  if (card.linking) card.attribution?.choose(false);
  else if (desk.takesPress) desk.takesPress(null);
  else if (picker.range) picker.drop();
  else if (menu.isOpen) menu.close();
  else desk.focus(null, false);
  if (inMenu || document.activeElement === document.body) desk.run("toArticle");
}
