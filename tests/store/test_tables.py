"""The schema keeps its own order: each bad row is refused by SQLite itself."""

import sqlite3

import pytest

from tests.store.failing import raw_writer
from tests.store.project import uid

SPAN = {
    "layer": 1,
    "id": "s",
    "label": "claim",
    "start": 0,
    "end": 5,
    "fragments": "[[0,5]]",
    "text": "words",
    "note": "",
    "flags": "[]",
    "origin": "human",
    "derived_from": "[]",
    "created_at": "2026-01-01T00:00:00Z",
    "updated_at": "2026-01-01T00:00:00Z",
    "version": 1,
}
LAYER = {
    "article": 1,
    "annotator": 1,
    "status": "open",
    "version": 0,
    "created_at": "",
    "updated_at": "",
}
ARTICLE = {
    "id": "b",
    "title": "B",
    "meta": "{}",
    "text_sha256": "0" * 64,
    "length": 1,
    "words": 1,
    "sample": 0,
    "created_at": "",
    "text": "b",
}
RELATION = {
    "layer": 1,
    "id": "r",
    "type": "attributed_to",
    "from_span": uid(1),
    "to_span": uid(2),
    "version": 1,
}
SOURCE = {"layer": 1, "id": "q", "name": "", "role": "", "kind": "", "spans": "[]", "version": 1}
VERDICT = {
    "span": 1,
    "verdict": "accepted",
    "reviewer": 1,
    "comment": "",
    "reply": "",
    "created_at": "",
    "contested": 0,
}
PRECEDENT = {
    "id": uid(9),
    "label": "claim",
    "holds": 1,
    "words": "Prices 📈",
    "reason": "It says so.",
    "article": 1,
    "start": 1,
    "end": 9,
    "by": 1,
    "created_at": "",
}
GOOD = {
    "span": SPAN,
    "layer": LAYER,
    "article": ARTICLE,
    "relation": RELATION,
    "source": SOURCE,
    "verdict": VERDICT,
    "relation_verdict": {"relation": 1, "verdict": "accepted", "reviewer": 1, "created_at": ""},
    "precedent": PRECEDENT,
    "annotator": {"name": "bob", "created_at": ""},
    "account": {"annotator": 1, "role": "admin", "password_hash": "", "created_at": ""},
    "assignment": {"article": 1, "annotator": 1, "by": 1, "created_at": ""},
    "api_token": {"name": "t", "annotator": 2, "scope": "read", "hash": "h", "created_at": ""},
    "session": {"hash": "h", "annotator": 2, "created_at": "", "seen_at": ""},
    "signin_key": {"hash": "h", "annotator": 2, "expires_at": ""},
    "action": {"id": "x", "annotator": 1, "created_at": ""},
    "journal": {"action": 1, "layer": 1, "object": "span", "object_id": "s"},
    "relation_rule": {"type": "t", "from_label": "claim", "to_label": "claim", "position": 9},
}
BAD = [
    ("span", {"start": -1}, "CHECK"),
    ("span", {"start": 5}, "CHECK"),
    ("span", {"start": 6}, "CHECK"),
    ("span", {"fragments": "0-5"}, "CHECK"),
    ("span", {"fragments": "[]"}, "CHECK"),
    ("span", {"flags": "discuss"}, "CHECK"),
    ("span", {"derived_from": ""}, "CHECK"),
    ("span", {"text": ""}, "CHECK"),
    ("span", {"origin": "robot"}, "CHECK"),
    ("span", {"id": uid(1)}, "UNIQUE"),
    ("span", {"layer": 99}, "FOREIGN KEY"),
    ("span", {"label": "lie"}, "FOREIGN KEY"),
    ("span", {"label": None}, "NOT NULL"),
    ("span", {"start": "zero"}, "cannot store TEXT"),
    ("span", {"end": 5.5}, "cannot store REAL"),
    ("span", {"text": b"words"}, "cannot store BLOB"),
    ("layer", {"annotator": 2}, "UNIQUE"),
    ("layer", {"status": "done"}, "CHECK"),
    ("layer", {"article": 99}, "FOREIGN KEY"),
    ("layer", {"annotator": 99}, "FOREIGN KEY"),
    ("article", {"id": "a"}, "UNIQUE"),
    ("article", {"id": ""}, "CHECK"),
    ("article", {"id": "x" * 201}, "CHECK"),
    ("article", {"text_sha256": "0"}, "CHECK"),
    ("article", {"length": 0}, "CHECK"),
    ("article", {"sample": 2}, "CHECK"),
    ("article", {"text": b"b"}, "cannot store BLOB"),
    ("article", {"text": None}, "NOT NULL"),
    ("relation", {"from_span": uid(2)}, "CHECK"),
    ("relation", {"to_span": "nobody"}, "FOREIGN KEY"),
    ("relation", {"layer": 99}, "FOREIGN KEY"),
    ("source", {"kind": "secret"}, "CHECK"),
    ("source", {"spans": ""}, "CHECK"),
    ("source", {"layer": 99}, "FOREIGN KEY"),
    ("verdict", {"verdict": "maybe"}, "CHECK"),
    ("verdict", {"contested": 2}, "CHECK"),
    ("verdict", {"span": 99}, "FOREIGN KEY"),
    ("verdict", {"reviewer": 99}, "FOREIGN KEY"),
    ("relation_verdict", {"verdict": "changed"}, "CHECK"),
    ("relation_verdict", {"verdict": ""}, "CHECK"),
    ("relation_verdict", {"relation": 99}, "FOREIGN KEY"),
    ("relation_verdict", {"reviewer": 99}, "FOREIGN KEY"),
    ("relation_verdict", {"reviewer": None}, "NOT NULL"),
    ("precedent", {"start": -1}, "CHECK"),
    ("precedent", {"start": 9}, "CHECK"),
    ("precedent", {"words": ""}, "CHECK"),
    ("precedent", {"holds": 2}, "CHECK"),
    ("precedent", {"label": "lie"}, "FOREIGN KEY"),
    ("precedent", {"article": 99}, "FOREIGN KEY"),
    ("precedent", {"by": 99}, "FOREIGN KEY"),
    ("precedent", {"reason": None}, "NOT NULL"),
    ("annotator", {"name": "robin"}, "UNIQUE"),
    ("annotator", {"name": ""}, "CHECK"),
    ("annotator", {"name": "x" * 65}, "CHECK"),
    ("account", {"role": "king"}, "CHECK"),
    ("account", {"annotator": 99}, "FOREIGN KEY"),
    ("assignment", {"article": 99}, "FOREIGN KEY"),
    ("assignment", {"annotator": 99}, "FOREIGN KEY"),
    ("api_token", {"scope": "all"}, "CHECK"),
    ("api_token", {"annotator": 1}, "FOREIGN KEY"),
    ("session", {"annotator": 1}, "FOREIGN KEY"),
    ("signin_key", {"annotator": 1}, "FOREIGN KEY"),
    ("action", {"annotator": 99}, "FOREIGN KEY"),
    ("journal", {"action": 99}, "FOREIGN KEY"),
    ("journal", {"layer": 99}, "FOREIGN KEY"),
    ("relation_rule", {"from_label": "lie"}, "FOREIGN KEY"),
]


@pytest.fixture
def insert(project):
    project.article()
    project.put(uid(1))
    project.put(uid(2), label="named_source")
    project.relate(uid(3), uid(1), uid(2))
    raw = raw_writer(project)

    def insert_(table, row):
        columns = ", ".join(f'"{column}"' for column in row)
        values = ", ".join("?" * len(row))
        raw.execute("BEGIN")
        try:
            raw.execute(f"INSERT INTO {table} ({columns}) VALUES ({values})", list(row.values()))
        finally:
            raw.execute("ROLLBACK")

    return insert_


@pytest.mark.parametrize("table", GOOD)
def test_a_good_row_is_taken(insert, table):
    insert(table, GOOD[table])


@pytest.mark.parametrize(
    ("table", "wrong", "why"), BAD, ids=[f"{table} {wrong}" for table, wrong, _ in BAD]
)
def test_a_bad_row_is_refused(insert, table, wrong, why):
    with pytest.raises(sqlite3.IntegrityError, match=why):
        insert(table, GOOD[table] | wrong)


def test_every_table_is_strict(project):
    tables = project.rows("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'")
    loose = {name for name, strict in tables if not strict and "_words" not in name}
    assert loose <= {"sqlite_schema", "sqlite_sequence"}


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM span",
        "DELETE FROM layer",
        "DELETE FROM article",
        "DELETE FROM annotator",
        "DELETE FROM label WHERE key = 'claim'",
        "UPDATE span SET label = 'lie'",
        "UPDATE span SET start = 7",
        "UPDATE relation SET to_span = from_span",
    ],
)
def test_what_others_refer_to_cannot_be_taken_away(project, sql):
    project.article()
    project.put(uid(1))
    project.put(uid(2), label="named_source")
    project.relate(uid(3), uid(1), uid(2))
    with pytest.raises(sqlite3.IntegrityError):
        raw_writer(project).execute(sql)


def test_a_revoked_tokens_name_is_free_again_and_a_live_ones_is_not(project):
    raw = raw_writer(project)
    sql = (
        "INSERT INTO api_token (name, annotator, scope, hash, created_at, revoked_at)"
        " VALUES ('t', 2, 'read', ?, '', ?)"
    )
    raw.execute(sql, ("1", "2026"))
    raw.execute(sql, ("2", None))
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        raw.execute(sql, ("3", None))
