-- The schema of the first project files, as they were written: what every step leads on from.

CREATE TABLE project (
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY ("key")
)
 STRICT;

CREATE TABLE annotator (
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (number),
    CONSTRAINT name_fits CHECK (length(name) BETWEEN 1 AND 64),
    UNIQUE (name)
)
 STRICT;

CREATE TABLE label (
    "key" TEXT NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    question TEXT NOT NULL,
    shortcut TEXT NOT NULL,
    pattern TEXT NOT NULL,
    line TEXT NOT NULL,
    tint TEXT NOT NULL,
    dark_line TEXT NOT NULL,
    dark_tint TEXT NOT NULL,
    retired INTEGER NOT NULL,
    PRIMARY KEY ("key"),
    CONSTRAINT pattern_is_known CHECK (pattern = 'solid' OR pattern = 'dashed' OR pattern = 'double' OR pattern = 'dotted'),
    CONSTRAINT retired_is_known CHECK (retired IN (0, 1))
)
 STRICT;

CREATE TABLE article (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    meta TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    length INTEGER NOT NULL,
    words INTEGER NOT NULL,
    sample INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    deleted_at TEXT,
    text TEXT NOT NULL,
    CONSTRAINT id_fits CHECK (length(id) BETWEEN 1 AND 200),
    CONSTRAINT sha256_fits CHECK (length(text_sha256) = 64),
    CONSTRAINT not_empty CHECK (length > 0),
    CONSTRAINT sample_is_known CHECK (sample IN (0, 1)),
    UNIQUE (id)
)
 STRICT;

CREATE TABLE account (
    annotator INTEGER NOT NULL,
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    disabled_at TEXT,
    PRIMARY KEY (annotator),
    CONSTRAINT role_is_known CHECK (role = 'labeller' OR role = 'reviewer' OR role = 'admin'),
    FOREIGN KEY(annotator) REFERENCES annotator (number)
)
 STRICT;

CREATE TABLE relation_rule (
    type TEXT NOT NULL,
    from_label TEXT NOT NULL,
    to_label TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (type, from_label, to_label),
    FOREIGN KEY(from_label) REFERENCES label ("key"),
    FOREIGN KEY(to_label) REFERENCES label ("key")
)
 STRICT;

CREATE TABLE layer (
    number INTEGER NOT NULL,
    article INTEGER NOT NULL,
    annotator INTEGER NOT NULL,
    status TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (number),
    UNIQUE (article, annotator),
    CONSTRAINT status_is_known CHECK (status = 'open' OR status = 'submitted' OR status = 'reviewed'),
    FOREIGN KEY(article) REFERENCES article (number),
    FOREIGN KEY(annotator) REFERENCES annotator (number)
)
 STRICT;

CREATE INDEX ix_layer_annotator ON layer (annotator);

CREATE TABLE action (
    number INTEGER NOT NULL,
    id TEXT NOT NULL,
    annotator INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (number),
    UNIQUE (id),
    FOREIGN KEY(annotator) REFERENCES annotator (number)
)
 STRICT;

CREATE TABLE session (
    hash TEXT NOT NULL,
    annotator INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (hash),
    FOREIGN KEY(annotator) REFERENCES account (annotator)
)
 STRICT;

CREATE INDEX ix_session_annotator ON session (annotator);

CREATE TABLE signin_key (
    hash TEXT NOT NULL,
    annotator INTEGER NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    PRIMARY KEY (hash),
    FOREIGN KEY(annotator) REFERENCES account (annotator)
)
 STRICT;

CREATE TABLE api_token (
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    annotator INTEGER NOT NULL,
    scope TEXT NOT NULL,
    hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    revoked_at TEXT,
    PRIMARY KEY (number),
    CONSTRAINT scope_is_known CHECK (scope = 'read' OR scope = 'write'),
    FOREIGN KEY(annotator) REFERENCES account (annotator),
    UNIQUE (hash)
)
 STRICT;

CREATE UNIQUE INDEX api_token_live_name ON api_token (name) WHERE revoked_at IS NULL;

CREATE TABLE span (
    number INTEGER NOT NULL,
    layer INTEGER NOT NULL,
    id TEXT NOT NULL,
    label TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    fragments TEXT NOT NULL,
    text TEXT NOT NULL,
    note TEXT NOT NULL,
    flags TEXT NOT NULL,
    origin TEXT NOT NULL,
    derived_from TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    deleted_at TEXT,
    PRIMARY KEY (number),
    UNIQUE (layer, id),
    CONSTRAINT start_before_end CHECK (0 <= start AND start < "end"),
    CONSTRAINT fragments_is_a_list CHECK (fragments >= '[[' AND fragments < '[\'),
    CONSTRAINT flags_is_a_list CHECK (flags >= '[' AND flags < '\'),
    CONSTRAINT derived_from_is_a_list CHECK (derived_from >= '[' AND derived_from < '\'),
    CONSTRAINT text_is_there CHECK (text <> ''),
    CONSTRAINT origin_is_known CHECK (origin = 'human' OR origin = 'import' OR origin = 'suggestion'),
    FOREIGN KEY(layer) REFERENCES layer (number),
    FOREIGN KEY(label) REFERENCES label ("key")
)
 STRICT;

CREATE TABLE source (
    number INTEGER NOT NULL,
    layer INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    kind TEXT NOT NULL,
    spans TEXT NOT NULL,
    version INTEGER NOT NULL,
    deleted_at TEXT,
    PRIMARY KEY (number),
    UNIQUE (layer, id),
    CONSTRAINT kind_is_known CHECK (kind = 'named' OR kind = 'anonymous' OR kind = ''),
    CONSTRAINT spans_is_a_list CHECK (spans >= '[' AND spans < '\'),
    FOREIGN KEY(layer) REFERENCES layer (number)
)
 STRICT;

CREATE TABLE journal (
    seq INTEGER NOT NULL,
    action INTEGER NOT NULL,
    layer INTEGER,
    object TEXT NOT NULL,
    object_id TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT,
    PRIMARY KEY (seq),
    FOREIGN KEY(action) REFERENCES action (number),
    FOREIGN KEY(layer) REFERENCES layer (number)
)
 STRICT;

CREATE INDEX journal_of_layer ON journal (layer, seq);

CREATE INDEX journal_of_action ON journal (action);

CREATE TABLE relation (
    number INTEGER NOT NULL,
    layer INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    from_span TEXT NOT NULL,
    to_span TEXT NOT NULL,
    version INTEGER NOT NULL,
    deleted_at TEXT,
    PRIMARY KEY (number),
    UNIQUE (layer, id),
    FOREIGN KEY(layer, from_span) REFERENCES span (layer, id),
    FOREIGN KEY(layer, to_span) REFERENCES span (layer, id),
    CONSTRAINT not_to_itself CHECK (from_span <> to_span),
    FOREIGN KEY(layer) REFERENCES layer (number)
)
 STRICT;

CREATE TABLE verdict (
    span INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    reviewer INTEGER,
    comment TEXT NOT NULL,
    reply TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (span),
    CONSTRAINT verdict_is_known CHECK (verdict = 'accepted' OR verdict = 'rejected' OR verdict = 'changed' OR verdict = ''),
    FOREIGN KEY(span) REFERENCES span (number),
    FOREIGN KEY(reviewer) REFERENCES annotator (number)
)
 STRICT;

CREATE TRIGGER article_text_never_changes
    BEFORE UPDATE OF id, text, text_sha256, length ON article
    WHEN old.id <> new.id OR old.text <> new.text OR old.text_sha256 <> new.text_sha256
      OR old.length <> new.length
    BEGIN SELECT RAISE(ABORT, 'an article''s text never changes'); END;

CREATE TRIGGER journal_is_append_only_update BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER journal_is_append_only_delete BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

PRAGMA application_id=1097756276;
PRAGMA user_version=1;
