// @ts-check
// The live parts of a page, as the server draws them: taken anew after an act and while the page stands open.

const EVERY_MS = 20_000;

/** Takes the live parts of this page as they are now; what is the same stays. */
export async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const other = fresh.getElementById(part.id);
    if (other && !other.isEqualNode(part)) part.replaceChildren(...other.childNodes);
  }
}

/** Asks again and again while the page is looked at: teammates go on meanwhile. @param {() => Promise<unknown>} again */
export function stayFresh(again) {
  const look = () => void (document.hidden || again().catch(() => {}));
  setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
}
