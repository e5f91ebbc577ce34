/** The shapes that the settle page's modules hand to each other. Read by tsc, never served. */

import type { Fragment, Label } from "../annotate/types";
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
export type Target = { words: string; n: number; layer: string; span: string };
export type Drawn = { id: string; type: string; from: { layer: string; span: string }; to: { layer: string; span: string } };
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
  /** Of links. */
  type: string | null;
  targets: Target[] | null;
  /** Links that a reviewer drew here: ids in gold. */
  own: string[] | null;
  outcome: { key: string; out: boolean; reading?: Reading } | null;
};
/** A span as it stands; `gold` is how a changed one reads. */
export type Standing = Reading & {
  version: number;
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
  cases: Record<string, Case>;
  /** By "layer/id", as are the relations. */
  spans: Record<string, Standing>;
  relations: Record<string, LinkVerdict>;
};
export type Act = { decisions: Decided[]; links: LinkDecided[]; pins?: Pin[]; draws?: Drawn[]; gold?: { delete: "relation"; id: string }[] };
/** An act, the one that takes it back, and the case that it was about. */
export type Done = { forth: Act; back: Act; words: string; key: string };
export type { Fragment };
