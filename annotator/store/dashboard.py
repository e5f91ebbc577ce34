"""How far the project is, and what the labelled claims rest on.

Samples and deleted articles are left out. A layer counts for whoever may see it. What is said of
the labels of an article is counted in one layer: gold if it is there, else the one that was
changed last of those that were submitted and have labels.
"""

from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, case, exists, func, not_, or_, select

from annotator.domain.scheme import Scheme
from annotator.domain.standing import Footing
from annotator.store import rows, sight
from annotator.store.people import GOLD, Actor
from annotator.store.tables import Account, Annotator, Article, Assignment, Layer

_ACCOUNTS = Account.__table__  # type: ignore[attr-defined]
_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]
_ARTICLES = Article.__table__  # type: ignore[attr-defined]
_ASSIGNMENTS = Assignment.__table__  # type: ignore[attr-defined]
_LAYERS = Layer.__table__  # type: ignore[attr-defined]
_OWN = _LAYERS.alias("own_layer")
_SPANS, _RELATIONS, _SOURCES = rows.SPANS, rows.RELATIONS, rows.SOURCES

ANONYMOUS = "anonymous_source"
"""The label of sources without a name; a scheme without it has no such share."""

ATTRIBUTION = "attributed_to"
"""The links by which something rests on a source; a scheme may have links of other kinds."""

_ATTRIBUTES = and_(
    _RELATIONS.c.layer == _SPANS.c.layer,
    _RELATIONS.c.type == ATTRIBUTION,
    _RELATIONS.c.deleted_at.is_(None),
)

COUNTED = and_(_ARTICLES.c.deleted_at.is_(None), _ARTICLES.c.sample == 0)


class States(NamedTuple):
    """The articles by how far they are, each in one state only."""

    reviewed: int
    submitted: int
    open: int
    unopened: int
    unassigned: int
    """Of the unopened, those that were given to nobody."""


class Rested(NamedTuple):
    """An article and what its claims rest on."""

    id: str
    title: str
    footing: Footing


class Used(NamedTuple):
    """A source by the name that the register has, or else by its words, and the claims on it."""

    name: str
    label: str
    claims: int


def states(connection: Connection, actor: Actor) -> States:
    """How many articles are reviewed, wait for review, are begun, or not opened by anybody.

    One is reviewed if a layer of it is, and nothing is left: no layer waits for its review, gold
    is not open, and nobody to whom the article was given has still to submit.
    """
    article = _reached(actor)
    told = article.c
    state = case(
        (told.waits == 1, "submitted"),
        (and_(told.judged == 1, _left(article)), "open"),
        (and_(told.judged == 1, told.unsettled == 1), "submitted"),
        (told.judged == 1, "reviewed"),
        (told.begun == 1, "open"),
        else_="unopened",
    )
    given = exists().where(_ASSIGNMENTS.c.article == told.number)
    query = select(state, func.count(), func.count().filter(not_(given))).group_by(state)
    found = {name: counts for name, *counts in connection.execute(query)}
    counts = [found.get(name, (0, 0))[0] for name in States._fields[:4]]
    return States._make([*counts, found.get("unopened", (0, 0))[1]])


def _reached(actor: Actor) -> Any:
    """What there is of each article: 1 where it is so, else 0."""
    seen = and_(_LAYERS.c.article == _ARTICLES.c.number, sight.may_see(actor))
    status, of_gold = _LAYERS.c.status, _ANNOTATORS.c.name == GOLD
    return (
        select(_ARTICLES.c.number)
        .add_columns(_any(status == "submitted").label("waits"))
        .add_columns(_any(status == "reviewed").label("judged"))
        .add_columns(_any(and_(of_gold, status == "open")).label("unsettled"))
        .add_columns(_any(status.is_not(None)).label("begun"))
        .select_from(_ARTICLES.outerjoin(_LAYERS, seen))
        .outerjoin(_ANNOTATORS, _ANNOTATORS.c.number == _LAYERS.c.annotator)
        .where(COUNTED)
        .group_by(_ARTICLES.c.number)
        .subquery()
    )


def _any(condition: Any) -> Any:
    """1 if any row of a group meets the condition, else 0."""
    return func.max(case((condition, 1), else_=0))


def _left(article: Any) -> Any:
    """The condition that somebody with an account to whom the article was given has to submit."""
    done = exists().where(
        _OWN.c.article == article.c.number,
        _OWN.c.annotator == _ASSIGNMENTS.c.annotator,
        _OWN.c.status != "open",
    )
    return exists().where(
        _ASSIGNMENTS.c.article == article.c.number,
        _ACCOUNTS.c.annotator == _ASSIGNMENTS.c.annotator,
        _ACCOUNTS.c.disabled_at.is_(None),
        not_(done.correlate(article, _ASSIGNMENTS)),
    )


def _chosen(actor: Actor) -> Any:
    """The one layer of each article in which its labels are counted: its number and article."""
    labelled = exists().where(_SPANS.c.layer == _LAYERS.c.number, _SPANS.c.deleted_at.is_(None))
    first = (_ANNOTATORS.c.name == GOLD).desc(), labelled.desc()
    order = (*first, _LAYERS.c.updated_at.desc(), _LAYERS.c.number)
    place = func.row_number().over(partition_by=_LAYERS.c.article, order_by=order)
    ranked = (
        select(_LAYERS.c.number, _LAYERS.c.article, place.label("place"))
        .join(_ANNOTATORS, _ANNOTATORS.c.number == _LAYERS.c.annotator)
        .join(_ARTICLES, _ARTICLES.c.number == _LAYERS.c.article)
        .where(COUNTED, sight.may_see(actor))
        .where(or_(_ANNOTATORS.c.name == GOLD, _LAYERS.c.status != "open"))
        .subquery()
    )
    return select(ranked.c.number, ranked.c.article).where(ranked.c.place == 1).cte("chosen")


def labels(connection: Connection, actor: Actor) -> dict[str, int]:
    """How many spans each label has, by key."""
    chosen = _chosen(actor)
    query = (
        select(_SPANS.c.label, func.count())
        .join(chosen, chosen.c.number == _SPANS.c.layer)
        .where(_SPANS.c.deleted_at.is_(None))
        .group_by(_SPANS.c.label)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def rested(connection: Connection, actor: Actor, scheme: Scheme) -> list[Rested]:
    """What the claims of each article rest on, the most anonymous first."""
    claim = _claims(actor, scheme)
    named, anonymous = func.coalesce(claim.c.named, 0), func.coalesce(claim.c.anonymous, 0)
    kinds = named == 1, and_(named == 0, anonymous == 1), and_(named == 0, anonymous == 0)
    query = (
        select(_ARTICLES.c.id, _ARTICLES.c.title, *(func.count().filter(kind) for kind in kinds))
        .join(_ARTICLES, _ARTICLES.c.number == claim.c.article)
        .group_by(_ARTICLES.c.number)
    )
    rows_ = connection.execute(query)
    found = [Rested(id_, title, Footing(*counts)) for id_, title, *counts in rows_]
    return sorted(found, key=lambda one: (-(one.footing.share or 0), one.title, one.id))


def _claims(actor: Actor, scheme: Scheme) -> Any:
    """What can be attributed, each once: its article, and which kinds of source it has."""
    chosen, target = _chosen(actor), _SPANS.alias("target")
    link = and_(_ATTRIBUTES, _RELATIONS.c.from_span == _SPANS.c.id)
    end = and_(target.c.layer == _RELATIONS.c.layer, target.c.id == _RELATIONS.c.to_span)
    rules = [rule for rule in scheme.relations if rule.type == ATTRIBUTION]
    attributable = {label for rule in rules for label in rule.from_}
    return (
        select(
            chosen.c.article,
            func.max(target.c.label != ANONYMOUS).label("named"),
            func.max(target.c.label == ANONYMOUS).label("anonymous"),
        )
        .select_from(_SPANS.join(chosen, chosen.c.number == _SPANS.c.layer))
        .outerjoin(_RELATIONS, link)
        .outerjoin(target, end)
        .where(_SPANS.c.deleted_at.is_(None), _SPANS.c.label.in_(attributable))
        .group_by(_SPANS.c.number)
        .subquery()
    )


def sources(connection: Connection, actor: Actor, limit: int | None = None) -> list[Used]:
    """The sources on which most claims rest, each claim once however often it names them."""
    chosen = _chosen(actor)
    query = (
        select(_SPANS.c.layer, _SPANS.c.id, _SPANS.c.label, _SPANS.c.text, _RELATIONS.c.from_span)
        .join(chosen, chosen.c.number == _SPANS.c.layer)
        .join(_RELATIONS, and_(_ATTRIBUTES, _RELATIONS.c.to_span == _SPANS.c.id))
        .where(_SPANS.c.deleted_at.is_(None))
        .order_by(_SPANS.c.number)
    )
    names = _names(connection, chosen)
    shown: dict[tuple[str, str], str] = {}
    claims: dict[tuple[str, str], set[tuple[int, str]]] = {}
    for layer, id_, label, text, claim in connection.execute(query):
        name = names.get((layer, id_)) or text
        key = name.casefold(), label
        shown.setdefault(key, name)
        claims.setdefault(key, set()).add((layer, claim))
    used = [Used(shown[key], key[1], len(rest)) for key, rest in claims.items()]
    return sorted(used, key=lambda one: (-one.claims, one.name, one.label))[:limit]


def _names(connection: Connection, chosen: Any) -> dict[tuple[int, str], str]:
    """The name that the register gives a mention, by the layer's number and the span's id."""
    mention = func.json_each(_SOURCES.c.spans).table_valued("value")
    query = (
        select(_SOURCES.c.layer, mention.c.value, _SOURCES.c.name)
        .join(chosen, chosen.c.number == _SOURCES.c.layer)
        .where(_SOURCES.c.deleted_at.is_(None), _SOURCES.c.name != "")
        .join(mention, mention.c.value.is_not(None))
    )
    return {(layer, id_): name for layer, id_, name in connection.execute(query)}
