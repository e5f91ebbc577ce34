// @ts-check
/** The paragraphs of the article, of which a long one is drawn in several blocks. */

/** @import { Stretch } from "./types" */
/** @import { ArticleText } from "./text.js" */

/** The paragraph, or the paragraphs, in which a stretch begins and ends. @param {ArticleText} text @param {Stretch} range @returns {Stretch} */
export function paragraph(text, range) {
  const { blocks } = text;
  const goesOn = (/** @type {number} */ index) => blocks[index]?.element.classList.contains("more");
  let first = text.indexAt(range.start);
  let last = text.indexAt(range.end - 1);
  while (goesOn(first)) first -= 1;
  while (goesOn(last + 1)) last += 1;
  return { start: blocks[first].start, end: blocks[last].end };
}
