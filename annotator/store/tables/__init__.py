"""The schema, a module a noun. Times are ISO 8601 text in UTC; JSON columns hold compact JSON.

Rows that people made are never deleted: ``deleted_at`` marks them, so that every delete can be
undone.
"""

from annotator.store.tables.articles import ARTICLE_TRIGGERS, Article, Assignment, Passage
from annotator.store.tables.journal import JOURNAL_TRIGGERS, Action, Journal
from annotator.store.tables.layers import Layer, Relation, RelationVerdict, Source, Span, Verdict
from annotator.store.tables.people import (
    Account,
    Annotator,
    ApiToken,
    Invite,
    Session,
    SigninKey,
)
from annotator.store.tables.precedents import Precedent
from annotator.store.tables.scheme import Label, Project, RelationRule

TRIGGERS = ARTICLE_TRIGGERS + JOURNAL_TRIGGERS

__all__ = [
    "TRIGGERS",
    "Account",
    "Action",
    "Annotator",
    "ApiToken",
    "Article",
    "Assignment",
    "Invite",
    "Journal",
    "Label",
    "Layer",
    "Passage",
    "Precedent",
    "Project",
    "Relation",
    "RelationRule",
    "RelationVerdict",
    "Session",
    "SigninKey",
    "Source",
    "Span",
    "Verdict",
]
