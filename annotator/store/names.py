"""What people with an account may be called."""

from sqlalchemy import Connection, select

from annotator.domain.errors import Refused
from annotator.domain.text import check_annotator_name, is_legible
from annotator.store import people
from annotator.store.tables import Annotator

_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]


def check(name: str) -> None:
    """Refuses what nobody could be told by. Raises Refused."""
    try:
        check_annotator_name(name)
    except Refused as error:
        raise Refused(str(error), "name") from None
    if name != " ".join(name.split()) or name in {".", ".."}:
        raise Refused("a name has one blank between its words, and is not “.” or “..”", "name")
    if not is_legible(name):
        raise Refused("a name has no invisible signs and no marks of direction", "name")
    if name.casefold() == people.GOLD:
        raise Refused("“gold” is what review settles, and nobody's name; choose another", "name")


def like(connection: Connection, name: str) -> str:
    """Whom a new name differs from in case only, ``""`` if from nobody; few have names here.

    Names that are here already, as from imports, are let be: their owners are to come in.
    """
    there = set(connection.scalars(select(_ANNOTATORS.c.name)))
    alike = (one for one in there if one.casefold() == name.casefold())
    return "" if name in there else next(alike, "")
