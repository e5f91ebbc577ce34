"""Who works on a project, and what lets them in. Of every secret only the SHA-256 is kept."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql
from sqlmodel import SQLModel

from annotator.store.tables.columns import STRICT, one_of, own_number, ref, string


class Annotator(SQLModel, table=True):
    """A name that layers belong to; ``gold`` is the one that review writes."""

    __tablename__ = "annotator"
    __table_args__ = (CheckConstraint("length(name) BETWEEN 1 AND 64", name="name_fits"), STRICT)
    number: int | None = own_number()
    name: str = string(unique=True)
    created_at: str = string()


class Account(SQLModel, table=True):
    """Lets an annotator sign in. No password yet means by one-time address only."""

    __tablename__ = "account"
    __table_args__ = (one_of("role", "labeller", "reviewer", "admin"), STRICT)
    annotator: int = ref("annotator.number", primary_key=True)
    role: str = string()
    password_hash: str = string(default="")
    created_at: str = string()
    disabled_at: str | None = string(default=None)


class Session(SQLModel, table=True):
    """A signed-in browser. Only the SHA-256 of its cookie is kept."""

    __tablename__ = "session"
    __table_args__ = (STRICT,)
    hash: str = string(primary_key=True)
    annotator: int = ref("account.annotator", index=True)
    created_at: str = string()
    seen_at: str = string()


class SigninKey(SQLModel, table=True):
    """The key of a one-time address. Only its SHA-256 is kept."""

    __tablename__ = "signin_key"
    __table_args__ = (STRICT,)
    hash: str = string(primary_key=True)
    annotator: int = ref("account.annotator")
    expires_at: str = string()
    used_at: str | None = string(default=None)


class Invite(SQLModel, table=True):
    """A link by which somebody takes a password and signs in, once. Only its SHA-256 is kept."""

    __tablename__ = "invite"
    __table_args__ = (STRICT,)
    hash: str = string(primary_key=True)
    annotator: int = ref("account.annotator", index=True)
    created_at: str = string()
    expires_at: str = string()
    used_at: str | None = string(default=None)


class ApiToken(SQLModel, table=True):
    """A script's key to the API. Only its SHA-256 is kept; names are unique among live ones."""

    __tablename__ = "api_token"
    __table_args__ = (
        one_of("scope", "read", "write"),
        Index("api_token_live_name", "name", unique=True, sqlite_where=sql("revoked_at IS NULL")),
        STRICT,
    )
    number: int | None = own_number()
    name: str = string()
    annotator: int = ref("account.annotator")
    scope: str = string()
    hash: str = string(unique=True)
    created_at: str = string()
    revoked_at: str | None = string(default=None)
