"""The texts. Offsets everywhere are code points of ``article.text``, half-open."""

from sqlalchemy import CheckConstraint
from sqlmodel import SQLModel

from annotator.store.tables.columns import STRICT, integer, one_of, own_number, ref, string


class Article(SQLModel, table=True):
    """One news text. ``text`` stands last, so that lists need not read it."""

    __tablename__ = "article"
    __table_args__ = (
        CheckConstraint("length(id) BETWEEN 1 AND 200", name="id_fits"),
        CheckConstraint("length(text_sha256) = 64", name="sha256_fits"),
        CheckConstraint("length > 0", name="not_empty"),
        CheckConstraint("sample IN (0, 1)", name="sample_is_known"),
        {"sqlite_autoincrement": True, **STRICT},
    )
    number: int | None = own_number()
    id: str = string(unique=True)
    title: str = string()
    meta: str = string(default="{}")
    text_sha256: str = string()
    length: int = integer()
    words: int = integer()
    sample: int = integer(default=0)
    created_at: str = string()
    deleted_at: str | None = string(default=None)
    text: str = string()


class Passage(SQLModel, table=True):
    """What somebody said of a paragraph by hand, for all; ``start`` is where it begins."""

    __tablename__ = "passage"
    __table_args__ = (one_of("kind", "body", "boilerplate"), STRICT)
    article: int = ref("article.number", primary_key=True)
    start: int = integer(primary_key=True)
    kind: str = string()


class Assignment(SQLModel, table=True):
    """Whose work an article is; ``by`` gave it to them."""

    __tablename__ = "assignment"
    __table_args__ = (STRICT,)
    article: int = ref("article.number", primary_key=True)
    annotator: int = ref("annotator.number", primary_key=True, index=True)
    by: int = ref("annotator.number")
    created_at: str = string()


ARTICLE_TRIGGERS = (
    """CREATE TRIGGER article_text_never_changes
    BEFORE UPDATE OF id, text, text_sha256, length ON article
    WHEN old.id <> new.id OR old.text <> new.text OR old.text_sha256 <> new.text_sha256
      OR old.length <> new.length
    BEGIN SELECT RAISE(ABORT, 'an article''s text never changes'); END""",
)
