// @ts-check
/** Modules that are fetched when they are wanted: again, when they did not come. */

/** How often each failed. @type {Record<string, number>} */
const failed = {};

/** A module of this folder. Firefox keeps one that failed for good; by another address it asks again. @param {string} name */
export async function fetched(name) {
  const tries = failed[name];
  try {
    return await import(`./${name}.js${tries ? `?again=${tries}` : ""}`);
  } catch (error) {
    failed[name] = (tries ?? 0) + 1;
    throw error;
  }
}
