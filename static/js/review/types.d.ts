/** The shapes that the review page's modules hand to each other. Read by tsc, never served. */

import type { Change, Fragment, Label, PutSpan, Relation, RelationRule, Source, Span } from "../annotate/types";

export type Verdict = "accepted" | "rejected" | "changed" | "";
/** A span of the author, with what a reviewer says of it. */
export type Judged = Span & { version: number; verdict: Verdict; reviewer: string; comment: string; reply: string };
export type GoldSpan = Span & { derived_from: { layer: string; span: string }[] };
/** In the form of the API's `decisions`; offsets are code points. */
export type Decided = {
  span: string;
  verdict: Exclude<Verdict, ""> | null;
  comment?: string;
  label?: string;
  fragments?: Fragment[];
};
export type GoldChange = PutSpan | { delete: "span"; id: string };
export type Body = { id: string; by?: string; decisions: (Decided & { version?: number; was?: Verdict; decided_at?: string })[]; gold: GoldChange[] };
/** A layer under review as the server has it. */
export type Sheet = {
  status: string;
  version: number;
  spans: Judged[];
  relations: Relation[];
  sources: Source[];
  gold: GoldSpan[];
  contested: string[];
  /** When each verdict was given, by the span's id: ISO 8601 in UTC. */
  decided_at: Record<string, string>;
  /** Spans that their author changed after they were judged. */
  again: string[];
};
export type ReviewData = {
  project: string;
  article: string;
  me: string;
  author: string;
  /** The author's, the reviewer's. */
  initials: [string, string];
  labels: Label[];
  relations: RelationRule[];
  layer: Sheet;
  next: string;
  /** Whether any precedents are there to be looked up. */
  precedents: boolean;
  length: number;
};
/** An act and the one that takes it back. */
export type Done = { forth: Pick<Body, "decisions" | "gold">; back: Pick<Body, "decisions" | "gold">; words: string; focus: string };
export type { Change };
