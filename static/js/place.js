// @ts-check
// Where a person is on a page whose parts are drawn anew: what they opened, their focus, what they see.

/** What tells controls of the same row apart. */
const TOLD_BY = ["data-run", "data-choose", "data-case", "href"];

/** @param {ParentNode} root @param {string | undefined} key @returns {HTMLElement | undefined} */
function rowOf(root, key) {
  if (key === undefined) return undefined;
  return [...root.querySelectorAll("[data-key]")].filter((row) => row instanceof HTMLElement).find(({ dataset }) => dataset.key === key);
}

/**
 * Remembers the place; the answer brings it back once all is drawn.
 * @param {Document} root @returns {(draw: () => void) => void}
 */
export function placeIn(root) {
  const open = [...root.querySelectorAll("[data-live] details[open] [data-key]")].map((row) => row.getAttribute("data-key"));
  const focus = focusIn(root);
  const stay = anchorIn(root);
  const scroll = scrolledIn(root);
  return (draw) => {
    for (const details of root.querySelectorAll("[data-live] details:not([open])")) {
      const keys = [...details.querySelectorAll("[data-key]")].map((row) => row.getAttribute("data-key"));
      details.toggleAttribute("open", keys.some((key) => open.includes(key)));
    }
    draw();
    scroll();
    focus();
    stay();
  };
}

/** @param {Document} root */
function focusIn({ activeElement: held, body }) {
  const row = held?.closest("[data-key]");
  const key = row?.getAttribute("data-key") ?? undefined;
  const nth = held?.closest("[data-live]") && held.matches("summary") ? summaries().indexOf(held) : -1;
  return () => {
    if (!held || held === body || held.isConnected) return;
    const again = rowOf(document, key);
    const control = [...(again?.querySelectorAll(held.tagName) ?? [])].find((one) => TOLD_BY.every((name) => one.getAttribute(name) === held.getAttribute(name)));
    const alike = row === held ? again : (control ?? document.getElementById(held.id) ?? summaries()[nth] ?? again);
    if (alike instanceof HTMLElement) alike.focus({ preventScroll: true });
  };
}

const summaries = () => [...document.querySelectorAll("[data-live] summary")];

/** Keeps the first row that is seen, or the one with the focus, where it is in the window. @param {Document} root */
function anchorIn(root) {
  const rows = [...root.querySelectorAll("[data-live] [data-key]")];
  const held = root.activeElement?.closest("[data-live] [data-key]");
  const seen = held ?? rows.find((row) => row.getBoundingClientRect().bottom > 0);
  const key = seen?.getAttribute("data-key") ?? undefined;
  const before = seen?.getBoundingClientRect().top ?? 0;
  return () => {
    const now = rowOf(root, key)?.getBoundingClientRect().top;
    if (seen && now !== undefined && now !== before) scrollBy({ top: now - before, behavior: "instant" });
  };
}

/** How far each row's own passage was scrolled. @param {Document} root */
function scrolledIn(root) {
  const moved = [...root.querySelectorAll("[data-live] [data-scrolls]")].filter(({ scrollTop }) => scrollTop);
  const tops = moved.map((one) => /** @type {const} */ ([one.closest("[data-key]")?.getAttribute("data-key") ?? "", one.scrollTop]));
  return () => {
    for (const [key, top] of tops) rowOf(document, key)?.querySelector("[data-scrolls]")?.scrollTo({ top, behavior: "instant" });
  };
}
