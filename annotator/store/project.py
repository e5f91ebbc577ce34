"""Facts about the project as a whole."""

import uuid

from sqlalchemy import Connection, bindparam, insert, select

from annotator.store.prepared import Prepared
from annotator.store.tables import Project

_FACTS = Project.__table__  # type: ignore[attr-defined]
_FACT = Prepared(select(_FACTS.c.value).where(_FACTS.c.key == bindparam("key")))


def name_anew(connection: Connection) -> None:
    """Gives a new project its identity, by which browsers tell it from others at one address."""
    connection.execute(insert(_FACTS), {"key": "id", "value": str(uuid.uuid4())})


def identity(connection: Connection) -> str:
    """The project's own UUID."""
    return str(_FACT.scalar(connection, key="id"))
