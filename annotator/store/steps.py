"""The steps from one schema to the next: what each program after the first added to the file."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import suppress

from annotator.store import search

Step = Callable[[sqlite3.Connection], None]

_IN = re.compile(r"CHECK \((\w+) IN \(('[^()]*)\)\)")


def _say_or(connection: sqlite3.Connection) -> None:
    """What ``columns.one_of`` says with OR was said with IN at first: no row is another for it."""

    def with_or(match: re.Match[str]) -> str:
        return f"CHECK ({' OR '.join(f'{match[1]} = {word}' for word in match[2].split(', '))})"

    tables_ = connection.execute("SELECT rowid, sql FROM sqlite_schema WHERE type = 'table'")
    changed = [(_IN.sub(with_or, sql), rowid) for rowid, sql in tables_ if _IN.search(sql)]
    connection.execute("PRAGMA writable_schema=ON")
    with suppress(sqlite3.DatabaseError):  # some builds forbid it; then the checks stay slower
        connection.executemany("UPDATE sqlite_schema SET sql = ? WHERE rowid = ?", changed)
    connection.execute("PRAGMA writable_schema=RESET")


def _add_passages(connection: sqlite3.Connection) -> None:
    """What was said of paragraphs by hand; and quicker checks."""
    _say_or(connection)
    connection.execute(
        """CREATE TABLE passage (
    article INTEGER NOT NULL,
    start INTEGER NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (article, start),
    CONSTRAINT kind_is_known CHECK (kind = 'body' OR kind = 'boilerplate'),
    FOREIGN KEY(article) REFERENCES article (number)
)
STRICT"""
    )


def _add_invites(connection: sqlite3.Connection) -> None:
    """The links by which people take a password."""
    connection.execute(
        """CREATE TABLE invite (
    hash TEXT NOT NULL,
    annotator INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    PRIMARY KEY (hash),
    FOREIGN KEY(annotator) REFERENCES account (annotator)
)
STRICT"""
    )
    connection.execute("CREATE INDEX ix_invite_annotator ON invite (annotator)")


def _add_teamwork(connection: sqlite3.Connection) -> None:
    """Whose work an article is; and of a verdict, what its author says of it."""
    _widen_verdicts(connection)
    connection.execute(
        """CREATE TABLE assignment (
    article INTEGER NOT NULL,
    annotator INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (article, annotator),
    FOREIGN KEY(article) REFERENCES article (number),
    FOREIGN KEY(annotator) REFERENCES annotator (number),
    FOREIGN KEY("by") REFERENCES annotator (number)
)
STRICT"""
    )
    connection.execute("CREATE INDEX ix_assignment_annotator ON assignment (annotator)")


def _widen_verdicts(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE verdict RENAME TO verdict_before")
    connection.execute(
        """CREATE TABLE verdict (
    span INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    reviewer INTEGER,
    comment TEXT NOT NULL,
    reply TEXT NOT NULL,
    created_at TEXT NOT NULL,
    contested INTEGER NOT NULL,
    seen_at TEXT,
    PRIMARY KEY (span),
    CONSTRAINT verdict_is_known CHECK (verdict = 'accepted' OR verdict = 'rejected'
      OR verdict = 'changed' OR verdict = ''),
    CONSTRAINT contested_is_known CHECK (contested IN (0, 1)),
    FOREIGN KEY(span) REFERENCES span (number),
    FOREIGN KEY(reviewer) REFERENCES annotator (number)
)
STRICT"""
    )
    connection.execute(
        "INSERT INTO verdict SELECT span, verdict, reviewer, comment, reply, created_at, 0, NULL"
        " FROM verdict_before"
    )
    connection.execute("DROP TABLE verdict_before")


def _add_settling(connection: sqlite3.Connection) -> None:
    """Verdicts on relations, and precedents with the index of their words."""
    connection.execute(
        """CREATE TABLE relation_verdict (
    relation INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    reviewer INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (relation),
    CONSTRAINT verdict_is_known CHECK (verdict = 'accepted' OR verdict = 'rejected'),
    FOREIGN KEY(relation) REFERENCES relation (number),
    FOREIGN KEY(reviewer) REFERENCES annotator (number)
)
STRICT"""
    )
    _add_precedents(connection)


def _add_precedents(connection: sqlite3.Connection) -> None:
    connection.execute(
        """CREATE TABLE precedent (
    number INTEGER NOT NULL,
    id TEXT NOT NULL,
    label TEXT NOT NULL,
    holds INTEGER NOT NULL,
    words TEXT NOT NULL,
    reason TEXT NOT NULL,
    article INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    deleted_at TEXT,
    PRIMARY KEY (number),
    CONSTRAINT start_before_end CHECK (0 <= start AND start < "end"),
    CONSTRAINT words_are_there CHECK (words <> ''),
    CONSTRAINT holds_is_known CHECK (holds IN (0, 1)),
    UNIQUE (id),
    FOREIGN KEY(label) REFERENCES label ("key"),
    FOREIGN KEY(article) REFERENCES article (number),
    FOREIGN KEY("by") REFERENCES annotator (number)
)
STRICT"""
    )
    connection.execute("CREATE INDEX ix_precedent_article ON precedent (article)")
    search.make_for_precedents(connection)


def _tell_of_links(connection: sqlite3.Connection) -> None:
    """Authors are told of their rejected links, of those of before too."""
    connection.execute("ALTER TABLE relation_verdict RENAME TO relation_verdict_before")
    connection.execute(
        """CREATE TABLE relation_verdict (
    relation INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    reviewer INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    seen_at TEXT,
    PRIMARY KEY (relation),
    CONSTRAINT verdict_is_known CHECK (verdict = 'accepted' OR verdict = 'rejected'),
    FOREIGN KEY(relation) REFERENCES relation (number),
    FOREIGN KEY(reviewer) REFERENCES annotator (number)
)
STRICT"""
    )
    connection.execute("INSERT INTO relation_verdict SELECT *, NULL FROM relation_verdict_before")
    connection.execute("DROP TABLE relation_verdict_before")


STEPS: tuple[Step, ...] = (
    _add_passages,
    search.make,
    _add_invites,
    _add_teamwork,
    _add_settling,
    _tell_of_links,
)
"""``STEPS[n]`` leads from schema n + 1 to n + 2."""
