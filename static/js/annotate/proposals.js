// @ts-check
/**
 * Which mentions may be of one source: the same words, the same surname, or a “he” soon after a
 * person. Only ever proposed; the person at the page says whether it is so.
 */

/** @import { Mention, Proposal } from "./types" */

/** How many paragraphs on a “he” is still taken for the person named last. */
const REACH = 1;
/** Of a great many people with one surname, only the first are compared. */
const MOST_ALIKE = 40;

/** The refusal of two mentions, whichever comes first. @param {string} a @param {string} b */
export const pairOf = (a, b) => (a < b ? `${a} ${b}` : `${b} ${a}`);

/**
 * @param {Mention[]} mentions in text order
 * @param {ReadonlySet<string>} apart pairs that a person has said are not the same
 * @returns {Proposal[]} one for each entry to gather under, and reason
 */
export function propose(mentions, apart) {
  /** @type {Map<string, Proposal>} */
  const groups = new Map();
  for (const [mention, into, why] of [...bySameWords(mentions), ...byPronoun(mentions)]) {
    if (!mention.alone || mention.entry === into.entry) continue;
    if (apart.size && into.all.some((id) => apart.has(pairOf(id, mention.id)))) continue;
    const key = `${why} ${into.entry}`;
    const group = groups.get(key) ?? { into: into.entry, mentions: [] };
    group.mentions.push(mention.id);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** @param {Mention[]} mentions @returns {[Mention, Mention, string][]} */
function bySameWords(mentions) {
  /** @type {Map<string, Mention>} the first of these words */
  const firsts = new Map();
  /** @type {Map<string, Map<string, Mention>>} by the last word of a name: the first of each full name */
  const names = new Map();
  const worded = mentions.filter(({ said }) => !said.pronoun);
  for (const mention of worded) {
    const { phrase, run } = mention.said;
    if (!firsts.has(phrase)) firsts.set(phrase, mention);
    if (run.length < 2) continue;
    const known = names.get(surname(run)) ?? new Map();
    const name = run.join(" ");
    if (!known.has(name) && known.size < MOST_ALIKE) known.set(name, mention);
    names.set(surname(run), known);
  }
  return worded.map((mention) => {
    const { phrase, run } = mention.said;
    const alike = [...(names.get(surname(run))?.values() ?? [])].filter(({ said }) => run.length === 1 || said.run[0] === run[0]);
    return [mention, fullest(alike, mention) ?? firsts.get(phrase) ?? mention, "words"];
  });
}

/** @param {string[]} run */
function surname(run) {
  return run.at(-1)?.toLowerCase() ?? "";
}

/** The one with the fullest name; of several the one named last before. @param {Mention[]} alike @param {Mention} mention */
function fullest(alike, mention) {
  const longest = Math.max(...alike.map(({ said }) => said.run.length));
  const full = alike.filter(({ said }) => said.run.length === longest);
  return full.findLast(({ start }) => start < mention.start) ?? full[0];
}

/** @param {Mention[]} mentions @returns {[Mention, Mention, string][]} */
function byPronoun(mentions) {
  /** @type {[Mention, Mention, string][]} */
  const found = [];
  /** @type {Mention | undefined} */
  let person;
  let reached = -Infinity;
  for (const mention of mentions) {
    const { said, paragraph, kind } = mention;
    const isPerson = said.run.length > 1 && kind !== "anonymous";
    if (isPerson) person = mention;
    else if (!said.pronoun || !person || paragraph - reached > REACH) continue;
    else found.push([mention, person, "pronoun"]);
    reached = paragraph;
  }
  return found;
}
