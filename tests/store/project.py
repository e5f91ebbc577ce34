"""A project as the tests use it: the store's own functions behind short names."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson

from annotator.domain import reading
from annotator.domain.edits import Batch, Object, RelationEdit, SourceEdit, SpanEdit
from annotator.domain.records import Entry
from annotator.domain.scheme import Scheme
from annotator.formats import jsonl
from annotator.store import articles, changes, exporting, layers, people, scheme
from annotator.store.database import Database
from annotator.store.exporting import Selection
from annotator.store.importing import Importer, Report
from annotator.store.people import Actor

ME = "robin"
TEXT = "“Prices 📈 rose,” an official said. “And fell,” Ana Ruiz said.\r\nשלום e\u0301 🇳🇱"

_EDITS: dict[str, Any] = {"span": SpanEdit, "relation": RelationEdit, "source": SourceEdit}


def uid(number: int) -> str:
    """A UUID that a person can read."""
    return f"00000000-0000-4000-8000-{number:012d}"


class Project:
    """An open project file and the actor who works in it."""

    def __init__(self, path: Path, *, server: bool = True) -> None:
        self.path = path
        self.database = Database.open(path, server=server)
        self.me = self.actor(ME, "admin")
        self._closed = False

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self.database.close()

    def write(self, function: Callable[..., Any], *args: Any) -> Any:
        return self.database.write_now(function, *args)

    def read(self, function: Callable[..., Any], *args: Any, **options: Any) -> Any:
        return self.database.read(function, *args, **options)

    def account(self, name: str) -> str:
        return str(self.write(people.ensure_account, name))

    def actor(self, name: str, role: str = "labeller") -> Actor:
        return Actor(self.write(people.annotator, name), name, role)

    def article(self, id_: str = "a", text: str = TEXT, **fields: Any) -> bool:
        new = articles.new(text, id_, **fields)
        return bool(self.write(articles.add, self.me, new))

    def put(
        self,
        id_: str,
        *,
        of: Object = "span",
        place: tuple[str, str] = ("a", ME),
        expected: int | None = None,
        by: Actor | None = None,
        **fields: Any,
    ) -> Any:
        """Puts a span (by default a claim on the first characters), a relation or a source."""
        if of == "span":
            fields = {"label": "claim", "fragments": [[0, 5]], **fields}
        edit = _EDITS[of].model_validate(fields)
        return self.write(changes.put, by or self.me, place, of, id_, edit, expected)

    def relate(
        self, id_: str, from_: str, to: str, *, type_: str = "attributed_to", **options: Any
    ) -> Any:
        return self.put(id_, of="relation", type=type_, from_=from_, to=to, **options)

    def delete(
        self,
        id_: str,
        *,
        of: Object = "span",
        place: tuple[str, str] = ("a", ME),
        expected: int | None = None,
        by: Actor | None = None,
    ) -> None:
        self.write(changes.delete, by or self.me, place, of, id_, expected)

    def batch(
        self,
        id_: str,
        *wanted: dict[str, Any],
        place: tuple[str, str] = ("a", ME),
        by: Actor | None = None,
        **takes_back: list[str],
    ) -> dict[str, Any]:
        batch = Batch.model_validate({"id": id_, "changes": list(wanted), **takes_back})
        answer: dict[str, Any] = self.write(changes.carry_out, by or self.me, place, batch)
        return answer

    def layer(self, article: str = "a", name: str = ME, by: Actor | None = None) -> dict[str, Any]:
        view: dict[str, Any] = self.read(layers.view, by or self.me, article, name)
        return view

    def set_status(
        self, status: str, article: str = "a", name: str = ME, by: Actor | None = None
    ) -> dict[str, Any]:
        answer: dict[str, Any] = self.write(layers.set_status, by or self.me, article, name, status)
        return answer

    def load_scheme(self, wanted: Scheme) -> None:
        self.write(scheme.load, self.me.number, wanted)

    def export(self, **selection: Any) -> bytes:
        return b"".join(self.lines(**selection))

    def lines(self, **selection: Any) -> list[bytes]:
        with self.database.snapshot() as connection:
            return list(exporting.lines(connection, Selection(**selection)))

    def exported(self, **selection: Any) -> list[dict[str, Any]]:
        return [orjson.loads(line) for line in self.lines(**selection)]

    def take(
        self,
        *values: dict[str, Any] | bytes,
        layer: str = "",
        labels: dict[str, str] | None = None,
        by: Actor | None = None,
    ) -> Report:
        """Imports these lines: objects, or the bytes of a whole file."""
        raw = [
            line
            for value in values
            for line in (value.splitlines() if isinstance(value, bytes) else [orjson.dumps(value)])
        ]
        return Importer(self.database, by or self.me, layer, labels).add(jsonl.read(raw, set()))

    def take_file(self, name: str, text: str) -> Report:
        """Imports a text file of this name."""
        entry = Entry(0, reading.line({"id": name, "text": text}))
        return Importer(self.database, self.me).add([entry])

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What an onlooker with a connection of their own sees."""
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(sql, values).fetchall()

    def execute(self, sql: str, *values: Any) -> None:
        """Raw SQL through the writer, past all that the store's functions check."""
        self.write(lambda connection: connection.exec_driver_sql(sql, values))

    def count(self, table: str) -> int:
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])

    def state(self) -> list[str]:
        """Every row of the project, as text: two states are equal if these are."""
        with closing(sqlite3.connect(self.path)) as connection:
            return list(connection.iterdump())
