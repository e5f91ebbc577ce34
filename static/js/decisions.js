// @ts-check
// Decisions on one's work: seeing them, answering, contesting.
import { articlePath, call, sentenceOf } from "./api.js";
import { toast } from "./page.js";

/** @param {HTMLFormElement} form @param {boolean} contested */
async function answer(form, contested) {
  const { article = "", span = "", verdict, at: decided_at } = /** @type {HTMLElement} */ (form.closest(".decision")).dataset;
  const field = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("reply"));
  // An answer may be taken back, by emptying it.
  if (!field.value.trim() && (contested || !field.defaultValue)) {
    toast(`${contested ? "Say in a sentence why" : "Write an answer first"}; the reviewer reads it`, { failed: true });
    return field.focus();
  }
  try {
    await call("PUT", articlePath(article, `/layers/me/replies/${encodeURIComponent(span)}`), { reply: field.value, contested, verdict: verdict || undefined, decided_at, was: form.dataset.was });
    form.dataset.was = field.defaultValue = field.value;
    said(form, `You ${contested ? "contested this" : "answered"}: ${field.value}`);
    name(form, contested);
    toast(contested ? "Contested: it goes back to the reviewers" : "Answered");
  } catch (error) {
    toast(sentenceOf(error), { failed: true });
  }
}

/** What the buttons do from here on: who has contested ends that by an answer. @param {HTMLFormElement} form @param {boolean} contested */
function name(form, contested) {
  const words = contested ? ["Contest no more", "Contest, as written"] : ["Answer", "Contest"];
  form.querySelectorAll("button").forEach((button, at) => (button.textContent = words[at]));
}

/** What the author said stands above the field. @param {HTMLFormElement} form @param {string} words */
function said(form, words) {
  const there = form.parentElement?.querySelector(".decision-reply");
  const line = there ?? document.createElement("p");
  line.className = "decision-reply hint";
  line.textContent = words;
  if (!there) form.parentElement?.querySelector(".facts")?.before(line);
}

for (const form of document.querySelectorAll("form.decision-answer")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { submitter } = /** @type {SubmitEvent} */ (event);
    answer(/** @type {HTMLFormElement} */ (form), submitter instanceof HTMLButtonElement && submitter.value === "contest");
  });
}

const seen = document.getElementById("seen");
seen?.addEventListener("click", async () => {
  try {
    const written = [...document.querySelectorAll("form.decision-answer textarea")].find((field) => field instanceof HTMLTextAreaElement && field.value !== field.defaultValue);
    if (written instanceof HTMLElement) {
      toast("This answer is not sent yet", { failed: true });
      return written.focus();
    }
    const shown = [...document.querySelectorAll(".decision")].map((line) => /** @type {HTMLElement} */ (line).dataset);
    const decisions = shown.flatMap(({ article, span, at }) => (span ? [{ article, span, decided_at: at }] : []));
    const links = shown.flatMap(({ article, relation, at }) => (relation ? [{ article, relation, decided_at: at }] : []));
    await call("POST", "/api/decisions/seen", { decisions, links });
    location.assign("/");
  } catch (error) {
    toast(sentenceOf(error), { failed: true });
  }
});
