// @ts-check
// A queue, of reviews or of articles to settle: it follows what teammates submit, and sends what waits.
import { refresh, stayFresh } from "./live.js";
import { sendWhatWaits } from "./waiting.js";

stayFresh(refresh);
sendWhatWaits(async () => void (await refresh()));
