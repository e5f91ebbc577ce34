// @ts-check
// The annotation page's sender on the list of articles: it sends what that page left behind.
import { Outbox } from "./annotate/outbox.js";
import { rebased } from "./annotate/rebase.js";
import { RefusedList } from "./annotate/refused.js";
import { Status } from "./annotate/status.js";

/** An article in words, where the list shows it. @param {string} article */
function nameOf(article) {
  const id = CSS.escape(article.split("/")[0]);
  const row = document.querySelector(`[data-article="${id}"] :is(h2, .row-title) a`);
  const deleted = document.querySelector(`[data-deleted="${id}"]`);
  return (row ?? deleted)?.textContent?.trim() || article;
}

/**
 * @param {{project: string, me: string}} place
 * @param {() => Promise<void>} refresh run when the server has stored something
 */
export function send(place, refresh) {
  let shown = 0;
  const outbox = new Outbox(
    { ...place, article: "" },
    {
      onState(state) {
        status.show(state);
        if (state.waiting || state.sent === shown) return;
        shown = state.sent;
        refresh();
      },
      onRow() {},
      onLayer() {},
      rebase: async () => ({ rebased }),
    },
  );
  const status = new Status(outbox, async () => new RefusedList(outbox, nameOf), true);
  outbox.start();
}
