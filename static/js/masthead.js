// @ts-check
// The search field answers to "/", unless single keys are turned off or something is being typed.

/** The switch of the annotation page's help: "off" turns single keys off on every page. */
const SINGLE_KEYS = "annotate.single-keys";

function singleKeysOn() {
  try {
    return localStorage.getItem(SINGLE_KEYS) !== "off";
  } catch {
    return true;
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const target = /** @type {HTMLElement} */ (event.target);
  if (target.closest("input, textarea, select, dialog") || !singleKeysOn()) return;
  const search = document.getElementById("search");
  if (!search) return;
  event.preventDefault();
  search.focus();
});
