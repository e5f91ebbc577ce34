"""What was settled once, to go by: cases pinned to their label with a sentence."""

from sqlalchemy import CheckConstraint
from sqlmodel import SQLModel

from annotator.store.tables.columns import STRICT, integer, own_number, ref, string


class Precedent(SQLModel, table=True):
    """Words of an article that are, or (``holds`` 0) are not, an example of a label, and why.

    ``start`` and ``end`` are the hull of ``words`` in the article's text, in code points.
    """

    __tablename__ = "precedent"
    __table_args__ = (
        CheckConstraint('0 <= start AND start < "end"', name="start_before_end"),
        CheckConstraint("words <> ''", name="words_are_there"),
        CheckConstraint("holds IN (0, 1)", name="holds_is_known"),
        STRICT,
    )
    number: int | None = own_number()
    id: str = string(unique=True)
    label: str = string(foreign_key="label.key")
    holds: int = integer()
    words: str = string()
    reason: str = string()
    article: int = ref("article.number", index=True)
    start: int = integer()
    end: int = integer()
    by: int = ref("annotator.number")
    created_at: str = string()
    deleted_at: str | None = string(default=None)
