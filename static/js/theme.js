// @ts-check
// A plain script that runs before the first paint, so that a chosen theme never flashes.
// The choice is "auto" (nothing stored), "light" or "dark"; it stands as data-theme on <html>.
(function () {
  "use strict";
  const KEY = "theme";
  const ORDER = ["auto", "light", "dark"];
  const WORDS = { auto: "as the system", light: "light", dark: "dark" };
  const root = document.documentElement;

  /** @returns {string} the stored choice, "auto" where storage is refused */
  function stored() {
    try {
      const value = localStorage.getItem(KEY) || "auto";
      return ORDER.includes(value) ? value : "auto";
    } catch {
      return "auto";
    }
  }

  /** @param {string} choice */
  function apply(choice) {
    if (choice === "auto") delete root.dataset.theme;
    else root.dataset.theme = choice;
    const word = WORDS[/** @type {keyof typeof WORDS} */ (choice)];
    for (const button of document.querySelectorAll("[data-theme-button]")) {
      button.setAttribute("aria-label", `Theme: ${word}. Change`);
      button.setAttribute("title", `Theme: ${word}`);
    }
  }

  /** @param {string} choice */
  function keep(choice) {
    try {
      if (choice === "auto") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, choice);
    } catch {
      // Storage may be refused (private window): the choice then lasts for this page.
    }
  }

  apply(stored());
  document.addEventListener("DOMContentLoaded", () => apply(stored()));
  document.addEventListener("click", (event) => {
    const target = /** @type {Element | null} */ (event.target);
    if (!target || !target.closest("[data-theme-button]")) return;
    const current = root.dataset.theme || "auto";
    const next = ORDER[(ORDER.indexOf(current) + 1) % ORDER.length];
    keep(next);
    apply(next);
  });
  window.addEventListener("storage", (event) => {
    if (event.key === KEY) apply(stored());
  });
})();
