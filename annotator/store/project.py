"""Facts about the project as a whole."""

import uuid

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from annotator.store.prepared import Prepared
from annotator.store.tables import Project

_FACTS = Project.__table__  # type: ignore[attr-defined]
_FACT = Prepared(select(_FACTS.c.value).where(_FACTS.c.key == bindparam("key")))
_STATE = Prepared(
    upsert(_FACTS).on_conflict_do_update(
        index_elements=["key"], set_={"value": upsert(_FACTS).excluded.value}
    ),
    *("key", "value"),
)


def name_anew(connection: Connection) -> None:
    """Gives a new project its identity, by which browsers tell it from others at one address."""
    connection.execute(insert(_FACTS), {"key": "id", "value": str(uuid.uuid4())})


def identity(connection: Connection) -> str:
    """The project's own UUID."""
    return str(_FACT.scalar(connection, key="id"))


def fact(connection: Connection, key: str) -> str | None:
    """What was stated under this key, or None."""
    value: str | None = _FACT.scalar(connection, key=key)
    return value


def state(connection: Connection, key: str, value: str) -> None:
    """States a fact, in place of what stood under its key."""
    _STATE.run(connection, key=key, value=value)
