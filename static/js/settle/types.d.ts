/** The shapes that the settle page's modules hand to each other. Read by tsc, never served. */

import type { Fragment, Label, RelationRule } from "../annotate/types";
import type { Verdict } from "../review/types";

export type Reading = { label: string; fragments: Fragment[] };
/** In the form of the API's `decisions`, without what the reviewer saw. */
export type Decided = {
  layer: string;
  span: string;
  verdict: Exclude<Verdict, ""> | null;
  comment?: string;
  label?: string;
  fragments?: Fragment[];
};
export type LinkVerdict = "accepted" | "rejected" | "";
export type LinkDecided = { layer: string; relation: string; verdict: Exclude<LinkVerdict, ""> | null };
export type Pin = { id: string; label: string; holds: boolean; fragments: Fragment[]; reason: string };
/** One thing that may be chosen for a case: `reading` is its place, -1 nothing, -2 all. */
export type Choice = {
  key: string;
  people: { name: string; initials: string }[];
  words: string;
  reading: number;
  decisions: Decided[];
  links: LinkDecided[];
};
/** What a span may be linked to: the gold of this span. */
export type Target = { words: string; n: number; label: string; start: number; layer: string; span: string };
export type Drawn = { id: string; type: string; from: { layer: string; span: string }; to: { layer: string; span: string } };
/** A link that stands in gold; an end that came from no layer is not told. */
export type Own = { id: string; type: string; from: Drawn["from"] | null; to: Drawn["to"] | null };
/** What a case came to; `key` is that of the choice, "T" for what nobody had chosen. */
export type Outcome = { key: string; out: boolean; reading?: Reading };
export type Case = {
  members: [string, string][];
  relations: [string, string][];
  choices: Choice[];
  settled: boolean;
  /** Whether it goes into gold with the first decision. */
  by_itself: boolean | null;
  /** The key of the choice that the majority makes. */
  majority: string | null;
  readings: Reading[] | null;
  outcome: Outcome | null;
  /** Of links: what kind they are, and the label and the place of the span that they lead from. */
  type: string | null;
  label?: string | null;
  start?: number | null;
  /** The spans that somebody's links lead to. */
  leads?: [string, string][] | null;
  /** Links that a reviewer drew here. */
  own: Own[] | null;
  /** What was said of it. */
  why?: string | null;
};
/** A span as it stands; `gold` is how a changed one reads. */
export type Standing = Reading & {
  /** None where its author has deleted it. */
  version?: number;
  verdict: Verdict;
  comment: string;
  decided_at?: string;
  gold: Reading | null;
};
export type SettleData = {
  project: string;
  article: string;
  me: string;
  labels: Label[];
  next: string;
  /** Whose layers the page shows. */
  people?: string[];
  cases: Record<string, Case>;
  /** By "layer/id", as are the relations. */
  spans: Record<string, Standing>;
  relations: Record<string, LinkVerdict>;
  /** What is in gold or will be, for links to lead to. */
  targets?: Target[];
  rules?: Pick<RelationRule, "type" | "from" | "to">[];
};
export type Act = { decisions: Decided[]; links: LinkDecided[]; pins?: Pin[]; draws?: Drawn[]; gold?: { delete: "relation"; id: string }[] };
/** What a reviewer saw of each span and link of an act, in its order. */
export type Seen = {
  spans: { version?: number; was?: Verdict; decided_at?: string }[];
  links: { was: LinkVerdict }[];
};
/** An act, the one that takes it back, what stood after whichever of them came last, and the case that it was about. */
export type Done = { forth: Act; back: Act; after: Seen; pins: string[]; words: string; key: string };
export type { Fragment };
