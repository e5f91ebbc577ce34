// @ts-check
/** Code points and the browser's UTF-16 units. */

const PAIR = /[\ud800-\udbff][\udc00-\udfff]/g;

/**
 * UTF-16 units of ascending code point positions, found in one pass.
 * @param {string} text
 * @param {boolean} wide
 * @param {number[]} points
 * @returns {number[]}
 */
export function unitsOf(text, wide, points) {
  if (!wide) return points;
  let unit = 0;
  let point = 0;
  return points.map((wanted) => {
    for (; point < wanted; point += 1) unit += isPair(text, unit) ? 2 : 1;
    return unit;
  });
}

/** @param {string} text @param {number} unit */
const isPair = (text, unit) => (text.codePointAt(unit) ?? 0) > 0xffff;

/** Stored text has no halves of pairs. @param {string} text @returns {number} code points */
export function lengthOf(text) {
  return text.length - (text.match(PAIR)?.length ?? 0);
}

/** At most so many code points, and of several words whole ones. @param {string} words @param {number} most */
export function shortened(words, most) {
  const points = [...words.slice(0, 2 * most + 2)];
  if (points.length <= most) return words;
  const head = points.slice(0, most).join("");
  return `${head.replace(/(\s)\S*$/, "$1")}…`;
}
