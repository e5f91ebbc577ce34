// @ts-check
/** The cursor that keys move from word to word and from sentence to sentence. */

/** @import { Acts, Step, Stretch } from "./types" */
/** @import { ArticleText } from "./text.js" */
/** @import { Desk } from "./desk.js" */

import { sentenceAt } from "./sentences.js";
import { nearest, wordAt } from "./snap.js";

/** @param {Desk} desk @returns {Acts} */
export function makeCaret(desk) {
  const { picker, text } = desk;
  const go = (/** @type {typeof sentence} */ step, /** @type {Step} */ direction, extend = false) => () => {
    const from = picker.cursor;
    const reached = from ? (step(text, from, direction, extend) ?? from) : wordAt(text, picker.firstVisible());
    if (reached) picker.reach(reached, extend);
  };
  return {
    word: go(word, 1),
    wordBack: go(word, -1),
    sentence: go(sentence, 1),
    sentenceBack: go(sentence, -1),
    extendWord: go(word, 1, true),
    extendWordBack: go(word, -1, true),
    extendSentence: go(sentence, 1, true),
    extendSentenceBack: go(sentence, -1, true),
  };
}

/** So many blocks tell which way an article runs; the first alone may be a Latin name. */
const TELLING = 64;
/** @type {WeakMap<ArticleText, Step>} */
const running = new WeakMap();

/** Which way most of an article runs: 1 is to the right. @param {ArticleText} text @returns {Step} */
function runs(text) {
  const known = running.get(text);
  if (known) return known;
  const right = text.blocks.slice(0, TELLING).reduce((sum, { start, end }) => sum + (end - start) * text.along(start, 1), 0);
  const way = right < 0 ? -1 : 1;
  running.set(text, way);
  return way;
}

/**
 * The word beside one, as the eye sees it. Out of a paragraph the eye always goes on: to and fro
 * between two that run against each other nobody would come past them.
 * @param {ArticleText} text @param {Stretch} from @param {Step} eye 1 is to the right
 * @returns {Stretch | undefined}
 */
function word(text, { start, end }, eye) {
  const direction = text.along(start, eye);
  const here = text.indexAt(start);
  const beside = nearest(text, direction > 0 ? end : start, direction);
  if (beside && text.indexAt(beside.start) === here) return beside;
  const onwards = /** @type {Step} */ (eye * runs(text));
  for (let index = here + onwards; text.blocks[index]; index += onwards) {
    const words = text.cuts(index, "word").filter((cut) => cut.word);
    const entered = text.along(text.blocks[index].start, eye) > 0 ? words[0] : words[words.length - 1];
    if (entered) return entered;
  }
  return undefined;
}

/** @param {ArticleText} text @param {Stretch} from @param {Step} direction @param {boolean} extend @returns {Stretch | undefined} */
function sentence(text, from, direction, extend) {
  const here = sentenceAt(text, from.start);
  if (direction < 0) {
    const first = nearest(text, here.start, 1);
    const before = nearest(text, here.start, -1);
    return first && first.start < from.start ? first : before && wordAt(text, sentenceAt(text, before.start).start);
  }
  if (!extend) return nearest(text, here.end, 1);
  const last = nearest(text, here.end, -1);
  const after = nearest(text, here.end, 1);
  return last && last.end > from.end ? last : after && nearest(text, sentenceAt(text, after.start).end, -1);
}
