/** The shapes that the annotation page's modules hand to each other. Read by tsc, never served. */

import type { ArticleText } from "./text.js";

/** Half-open, in code points of the article's text. */
export type Fragment = [number, number];
/** Half-open, in code points of the article's text. */
export type Stretch = { start: number; end: number };
export type Edge = "start" | "end";
export type Step = 1 | -1;
export type Unit = "grapheme" | "word";
/** One grapheme, word or sentence; `word` is false for blanks and punctuation. */
export type Cut = Stretch & { word: boolean };
/** A labelled stretch of a block and the classes that paint it. */
export type Segment = Stretch & { classes: string };
/** One fragment and its label's number. */
export type Painted = Stretch & { n: number };

/** One drawn block: a paragraph, or a part of a very long one. */
export type Block = Stretch & {
  element: HTMLElement;
  readonly text: string;
  /** Whether some character takes two UTF-16 units. */
  readonly wide: boolean;
  /** The paragraph's number, "" where it bears none. */
  number: string;
};

export type Span = { id: string; label: string; fragments: Fragment[]; note: string; flags: string[] };
export type Relation = { id: string; type: string; from: string; to: string };
export type Source = { id: string; name: string; role: string; kind: string; spans: string[] };
export type Label = {
  n: number;
  key: string;
  name: string;
  question: string;
  shortcut: string;
  retired: boolean;
};
export type RelationRule = { type: string; from: string[]; to: string[] };

export type Kind = "span" | "relation" | "source";
export type PutSpan = { put: "span" } & Span;
export type PutRelation = { put: "relation" } & Relation;
export type PutSource = { put: "source" } & Source;
/** In the form of the API's `changes`. */
export type Change = PutSpan | PutRelation | PutSource | { delete: Kind; id: string };

export type PageData = {
  article: string;
  me: string;
  /** Tells the outbox which project its rows are for. */
  project?: string;
  labels: Label[];
  relations: RelationRule[];
  /** From where the layer's history goes back; 0 when there is none yet. */
  history?: number;
  layer: { status: string; version: number; spans: Span[]; relations: Relation[]; sources: Source[] };
  /** Addresses of other articles, or "". */
  next: string;
  previous: string;
  /** The next one that this person has not submitted. */
  next_open?: string;
  headline: boolean;
  length: number;
};

/** What a person did, with its way back. */
export type Act = {
  /** Of its batch, which is that of the action in the journal. */
  id: string;
  /** Missing where only the server knows it. */
  inverse?: Change[];
  /** The acts that this one takes back; or the one that took them back. */
  undoes?: string[];
  redoes?: string[];
  /** What was done, for the announcement. */
  words: string;
  /** The id of the span it was about. */
  focus: string;
  /** Acts with the same non-empty word count as one for undo. */
  merge?: string;
  /** Work beside the layer: done, or (false) taken back. */
  toggle?: (done: boolean) => void;
};

/** One change of an action in the layer's history, the objects as the API shows them. */
export type ActionChange = { object: Kind; id: string; before: any; after: any };
/** One action of the layer's history: `changes` may be some of `count`. */
export type Action = {
  id: string;
  by: string;
  /** ISO 8601 in UTC. */
  at: string;
  undoes: string[];
  redoes: string[];
  restores: { id: string; at: string } | null;
  status: string;
  imported: Record<string, number> | null;
  /** On how many spans it gave, changed or withdrew a verdict. */
  judged: number;
  count: number;
  changes: ActionChange[];
};
/** An act with the action that it was read from, or one of this page. */
export type Past = Act & { action?: Action };

/** One act, not yet at the server. */
export type Row = {
  /** Its place in the queue, given by the shelf. */
  seq?: number;
  /** Project and annotator: only their own rows are sent and replayed. */
  owner: string;
  article: string;
  /** The last part of the address it goes to. */
  kind: "changes" | "status" | "reviews" | "settling";
  body: any;
  /** How to take it back. */
  act?: Act;
  /** Milliseconds since 1970. */
  at: number;
  /** Why the server refused it, a sentence. */
  reason?: string;
  /** Whether it was refused before: then it goes over what stands now. */
  again?: boolean;
};

/** Whose layer of which article; the owner is [project, name] as JSON. `article` is an id, `id/review/name`, or `id/settle`. */
export type Place = { owner: string; article: string };
/** Why rows are kept: no answer, signed out, somebody else is signed in, another project answers. */
export type Trouble = "" | "silent" | "signin" | "person" | "project";
export type Kept = { is: "kept"; trouble: Trouble; /** Milliseconds to wait at least. */ after?: number };
/** Broken: the server failed on it, which may pass. */
export type Verdict = { is: "stored"; version?: number } | Kept | { is: "refused" | "broken"; reason: string };
/** Fetched when something is tried again. */
export type Rebase = () => Promise<typeof import("./rebase.js")>;
export type OutboxHooks = {
  rebase: Rebase;
  onState(state: OutboxState): void;
  /** Another tab changed this article. */
  onRow(row: Pick<Row, "kind" | "body" | "act" | "again">): void;
  /**
   * Some acts, named by their ids, were refused; this is what the server has, and what waits to be sent over it.
   * Answers false where the page cannot show that yet, for what somebody is typing would go.
   */
  onLayer(layer: PageData["layer"], rows: Row[], refused: string[]): boolean | void;
};
export type OutboxState = {
  /** Rows that are not at the server. */
  waiting: number;
  refused: Row[];
  trouble: Trouble;
  durable: boolean;
  /** When this page last saw the server store something, "" for never. */
  savedAt: string;
  /** Rows that the server has stored since this page began. */
  sent: number;
};

/** In the window, px. */
export type Point = { x: number; y: number };
/** In the window or from the article's corner, px. */
export type Box = { left: number; right: number; top: number; bottom: number };
export type By = "mouse" | "touch" | "keys";
export type PickerHooks = {
  onPick(range: Stretch, by: By): void;
  /** Nothing is picked any more. */
  onDrop(): void;
  /** A press that selected nothing; the offset is that of the character under it. */
  onPress(offset: number | null): void;
};
export type CardHooks = {
  /** Does what the command of that name does. */
  run(command: string): void;
  focus(id: string): void;
};
export type RailParts = {
  list: HTMLElement;
  filter: HTMLSelectElement;
  count: HTMLElement;
  empty: HTMLElement;
  /** Buttons at the ends of a list that is drawn in part. */
  earlier: HTMLElement;
  later: HTMLElement;
};
/** One line of the rail, and what it was drawn from. */
export type RailEntry = { item: HTMLLIElement; head: HTMLButtonElement; span?: Span; sources: string };

/** Commands by name; false: there was nothing to do, so the key stays the browser's. */
export type Acts = Record<string, () => boolean | void>;
export type Shortcut = {
  group: string;
  words: string;
  /** As they are read, each part between blanks one keycap. */
  show: string;
  commands: string[];
};
export type { ArticleText };
/** What a source span's words tell by themselves. */
export type Said = {
  pronoun: boolean;
  /** In small letters, without an article and marks. */
  phrase: string;
  /** The words of the name at its end, if there is one. */
  run: string[];
};
/** One source span, for finding what may be gathered; `entry` is its entry's id, `all` that entry's spans. */
export type Mention = {
  id: string;
  entry: string;
  all: string[];
  alone: boolean;
  start: number;
  paragraph: number;
  kind: string;
  said: Said;
};
/** Mentions, by id, that may be gathered under an entry. */
export type Proposal = { into: string; mentions: string[] };
/** A source as the rail shows it: stored, or made of one span of which nothing is said yet. */
export type Entry = {
  id: string;
  stored?: Source;
  /** Read only when it is asked for: there may be thousands. */
  readonly name: string;
  role: string;
  kind: string;
  /** The kinds that its mentions are labelled as. */
  kinds: Set<string>;
  mentions: Span[];
};
/** What comes with the first move of a hand: how mentions may be gathered, and what somebody is quoted with. */
export type Tools = {
  pressAgain: (event: KeyboardEvent) => void;
  propose(mentions: Mention[], apart: ReadonlySet<string>): Proposal[];
  pairOf(a: string, b: string): string;
  quotedIn(block: Block): Stretch[];
};
/** What is read of a source span once, for it never changes: another state is another span. */
export type Reading = { name: string; said: Said; paragraph: number };
/** Something to look at before an article is done: a span, or words of the text. */
export type Finding = { start: number; span?: Span; words?: Stretch; entry?: Entry };
export type Findings = { one: string; many: string; items: Finding[] };
