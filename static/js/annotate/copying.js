// @ts-check
/** What is copied from an article: plain words, with an empty line between paragraphs. */

/** @import { ArticleText } from "./text.js" */
/** @import { Picker } from "./select.js" */

/** @param {{text: ArticleText, picker: Picker}} desk */
export function copyPlainly({ text, picker }) {
  text.article.addEventListener("copy", (event) => {
    const selected = picker.selected();
    if (!selected || !event.clipboardData) return;
    event.clipboardData.setData("text/plain", text.slice(selected.start, selected.end, "\n\n"));
    event.preventDefault();
  });
}
