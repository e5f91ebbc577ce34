"""Every change, for ever: what was done, by whom, and what stood there before and after."""

from sqlalchemy import Index
from sqlmodel import SQLModel

from annotator.store.tables.columns import STRICT, own_number, ref, string


class Action(SQLModel, table=True):
    """One act of a person, however many rows it changed; ``id`` makes repeating it safe."""

    __tablename__ = "action"
    __table_args__ = (STRICT,)
    number: int | None = own_number()
    id: str = string(unique=True)
    annotator: int = ref("annotator.number")
    created_at: str = string()


class Journal(SQLModel, table=True):
    """One change of one object, as JSON before and after; append-only."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("journal_of_layer", "layer", "seq"),
        Index("journal_of_action", "action"),
        STRICT,
    )
    seq: int | None = own_number()
    action: int = ref("action.number")
    layer: int | None = ref("layer.number", default=None)
    object: str = string()
    object_id: str = string()
    before: str | None = string(default=None)
    after: str | None = string(default=None)


JOURNAL_TRIGGERS = (
    """CREATE TRIGGER journal_is_append_only_update BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_is_append_only_delete BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
)
