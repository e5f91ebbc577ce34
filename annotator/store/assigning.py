"""Whose work an article is: given to named people, spread over several, taken back.

Each act is one action of the journal, and ``undo`` takes all of it back. Assigning never touches
anybody's labels.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import orjson
from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, select, true

from annotator.domain import spreading
from annotator.domain.errors import NotFound, Refused
from annotator.store import articles, clock, journal, people
from annotator.store.prepared import Prepared
from annotator.store.tables import Account, Annotator, Article, Assignment, Journal, Layer

_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]
_ACCOUNTS = Account.__table__  # type: ignore[attr-defined]
_ARTICLES = Article.__table__  # type: ignore[attr-defined]
_ASSIGNMENTS = Assignment.__table__  # type: ignore[attr-defined]
_LAYERS = Layer.__table__  # type: ignore[attr-defined]
_JOURNAL = Journal.__table__  # type: ignore[attr-defined]

OBJECT = "assignment"
"""What the journal calls it; its id is the article's, and its state ``{"to": name}``."""

FEW = 500
"""So many articles are asked for by name; of more, all are read."""

_GIVE = Prepared(insert(_ASSIGNMENTS), "article", "annotator", "by", "created_at")
_TAKE = Prepared(
    delete(_ASSIGNMENTS).where(
        _ASSIGNMENTS.c.article == bindparam("article"),
        _ASSIGNMENTS.c.annotator == bindparam("annotator"),
    )
)

Pair = tuple[str, str]
"""An article's id and a person's name."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an act changed: the id of its action, ``""`` if it changed nothing."""

    action: str
    given: list[Pair]
    taken: list[Pair]


def assign(
    connection: Connection, by: int, ids: Collection[str] | None, names: Collection[str]
) -> Done:
    """Gives these articles, or all but the samples, to each of these people.

    Who has one already keeps it. Raises NotFound, Refused.
    """
    _check_people(connection, names)
    given = sorted({(id_, name) for id_ in _chosen(connection, ids) for name in names})
    return _carry_out(connection, by, given, [])


def spread(
    connection: Connection,
    by: int,
    ids: Collection[str] | None,
    names: Collection[str],
    each: int,
) -> Done:
    """Gives each of these articles, or of all, to as many of these people as it still lacks.

    Samples are left out, and whoever cannot sign in any more does not count. Raises NotFound,
    Refused.
    """
    _check_people(connection, names)
    spreading.check(each, names)
    held = _held(connection)
    wanted = held.keys() & set(_chosen(connection, ids))
    given = spreading.spread(held, names, each, wanted)
    return _carry_out(connection, by, [(one.article, one.person) for one in given], [])


def take_back(
    connection: Connection, by: int, ids: Collection[str] | None, names: Collection[str]
) -> Done:
    """Takes these articles from these people, or all that they have not submitted yet.

    Raises NotFound for an unknown article, Refused if nobody is named.
    """
    if not names:
        raise Refused("name at least one person", "people")
    for id_ in ids or ():
        articles.get(connection, id_)
    query = (
        select(_ARTICLES.c.id, _ANNOTATORS.c.name, _LAYERS.c.status)
        .select_from(_ASSIGNMENTS)
        .join(_ARTICLES, _ARTICLES.c.number == _ASSIGNMENTS.c.article)
        .join(_ANNOTATORS, _ANNOTATORS.c.number == _ASSIGNMENTS.c.annotator)
        .outerjoin(
            _LAYERS,
            (_LAYERS.c.article == _ASSIGNMENTS.c.article)
            & (_LAYERS.c.annotator == _ASSIGNMENTS.c.annotator),
        )
        .where(_ANNOTATORS.c.name.in_(names))
    )
    rows = connection.execute(query).all()
    if ids is None:
        taken = [(row.id, row.name) for row in rows if row.status in (None, "open")]
    else:
        wanted = set(ids)
        taken = [(row.id, row.name) for row in rows if row.id in wanted]
    return _carry_out(connection, by, [], sorted(taken))


def undo(connection: Connection, by: int, action: str) -> Done:
    """Takes back what the action of this id gave, and gives what it took; is an action itself.

    Raises NotFound if no such action assigned anything.
    """
    row = journal.find(connection, action)
    notes = select(_JOURNAL.c.object_id, _JOURNAL.c.before, _JOURNAL.c.after)
    notes = notes.where(_JOURNAL.c.action == (row.number if row else None))
    found = connection.execute(notes.where(_JOURNAL.c.object == OBJECT)).all()
    if not found:
        raise NotFound("there is no act of this id that gave out articles or took them back")
    given = [(id_, orjson.loads(before)["to"]) for id_, before, _ in found if before]
    taken = [(id_, orjson.loads(after)["to"]) for id_, _, after in found if after]
    return _carry_out(connection, by, given, taken)


def _check_people(connection: Connection, names: Collection[str]) -> None:
    """Raises Refused unless these are people who can sign in, and at least one."""
    if not names:
        raise Refused("name at least one person", "people")
    query = select(_ANNOTATORS.c.name).join(
        _ACCOUNTS, _ACCOUNTS.c.annotator == _ANNOTATORS.c.number
    )
    known = set(connection.scalars(query.where(_ACCOUNTS.c.disabled_at.is_(None))))
    for name in names:
        if name not in known:
            said = f"“{name[:64]}” has no account here"
            raise Refused(f"{said}; add them on the page People first", "people")


def _chosen(connection: Connection, ids: Collection[str] | None) -> list[str]:
    """These articles, each checked to be there, or all but the samples. Raises NotFound."""
    live = select(_ARTICLES.c.id, _ARTICLES.c.sample).where(_ARTICLES.c.deleted_at.is_(None))
    found = {row.id: row.sample for row in connection.execute(live.where(_among(ids)))}
    if ids is None:
        return [id_ for id_, sample in found.items() if not sample]
    for id_ in ids:
        if id_ not in found:
            articles.get(connection, id_)
    return list(ids)


def _held(connection: Connection) -> dict[str, set[str]]:
    """Who has each article that is neither deleted nor a sample, of those who can sign in."""
    live = _ARTICLES.c.deleted_at.is_(None) & (_ARTICLES.c.sample == 0)
    ids = connection.scalars(select(_ARTICLES.c.id).where(live))
    held: dict[str, set[str]] = {id_: set() for id_ in ids}
    query = (
        select(_ARTICLES.c.id, _ANNOTATORS.c.name)
        .select_from(_ASSIGNMENTS)
        .join(_ARTICLES, _ARTICLES.c.number == _ASSIGNMENTS.c.article)
        .join(_ANNOTATORS, _ANNOTATORS.c.number == _ASSIGNMENTS.c.annotator)
        .join(_ACCOUNTS, _ACCOUNTS.c.annotator == _ASSIGNMENTS.c.annotator)
        .where(live, _ACCOUNTS.c.disabled_at.is_(None))
    )
    for id_, name in connection.execute(query):
        held[id_].add(name)
    return held


def _carry_out(
    connection: Connection, by: int, given: Iterable[Pair], taken: Iterable[Pair]
) -> Done:
    """Gives and takes what is not so already, and writes it down as one action."""
    given, taken = list(given), list(taken)
    ids = {article for article, _ in (*given, *taken)}
    there = _there(connection, ids)
    given = [pair for pair in given if pair[1] not in there[pair[0]]]
    taken = [pair for pair in taken if pair[1] in there[pair[0]]]
    if not given and not taken:
        return Done("", [], [])
    id_, now = str(uuid.uuid4()), clock.now()
    action = journal.begin(connection, by, id_)
    numbers = select(_ARTICLES.c.id, _ARTICLES.c.number).where(_among(ids))
    number_of = {row.id: row.number for row in connection.execute(numbers)}
    who = {name: people.annotator(connection, name) for _, name in {*given, *taken}}
    for article, name in taken:
        _TAKE.run(connection, article=number_of[article], annotator=who[name])
    _GIVE.run_many(connection, [(number_of[id_], who[name], by, now) for id_, name in given])
    state = {name: orjson.dumps({"to": name}).decode() for name in who}
    notes: list[journal.Note] = [(article, state[name], None) for article, name in taken]
    notes += [(article, None, state[name]) for article, name in given]
    journal.note_each(connection, action, OBJECT, notes)
    return Done(id_, given, taken)


def _among(ids: Collection[str] | None) -> ColumnElement[bool]:
    """The articles of these ids; all, where they are not told or too many for a question."""
    return _ARTICLES.c.id.in_(ids) if ids is not None and len(ids) <= FEW else true()


def _there(connection: Connection, ids: Collection[str]) -> defaultdict[str, set[str]]:
    """Who has which of these articles now, deleted ones and those who were removed too."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    query = (
        select(_ARTICLES.c.id, _ANNOTATORS.c.name)
        .select_from(_ASSIGNMENTS)
        .join(_ARTICLES, _ARTICLES.c.number == _ASSIGNMENTS.c.article)
        .join(_ANNOTATORS, _ANNOTATORS.c.number == _ASSIGNMENTS.c.annotator)
        .where(_among(ids))
    )
    for id_, name in connection.execute(query):
        found[id_].add(name)
    return found
