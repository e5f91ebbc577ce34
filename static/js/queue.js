// @ts-check
// The queue of reviews: it follows what teammates submit.
import { refresh, stayFresh } from "./live.js";

stayFresh(refresh);
