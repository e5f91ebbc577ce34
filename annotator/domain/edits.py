"""What a person asks to be changed in a layer: one edit, or a batch of them.

A field that is None is not part of the edit and stays as it is.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag

from annotator.domain.records import Flag, Id, Kind, Note, Offset

Object = Literal["span", "relation", "source"]
UUID = r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
Uuid = Annotated[str, StringConstraints(pattern=UUID)]


class _Edit(BaseModel):
    model_config = ConfigDict(frozen=True, populate_by_name=True)


class SpanEdit(_Edit):
    """A span as it shall be. ``fragments`` are ``[start, end]`` in code points, half-open,
    ascending and apart; ``text``, if given, must be the words that stand there."""

    label: Annotated[str, StringConstraints(max_length=40)]
    fragments: Annotated[list[tuple[Offset, Offset]], Field(min_length=1, max_length=1000)]
    note: Note | None = None
    flags: list[Flag] | None = None
    text: str | None = None


class RelationEdit(_Edit):
    """A relation as it shall be: from one span of the layer to another, by their ids."""

    type: Annotated[str, StringConstraints(max_length=40)]
    from_: Annotated[Id, Field(alias="from")]
    to: Id


class SourceEdit(_Edit):
    """A register entry as it shall be; ``spans`` are the ids of the spans that mention it."""

    name: Annotated[str, StringConstraints(max_length=500)] | None = None
    role: Annotated[str, StringConstraints(max_length=500)] | None = None
    kind: Kind | None = None
    spans: Annotated[list[Id], Field(max_length=10_000)] | None = None


class PutSpan(SpanEdit):
    """One change of a batch."""

    put: Literal["span"]
    id: Id


class PutRelation(RelationEdit):
    """One change of a batch."""

    put: Literal["relation"]
    id: Id


class PutSource(SourceEdit):
    """One change of a batch."""

    put: Literal["source"]
    id: Id


class Delete(_Edit):
    """One change of a batch."""

    delete: Object
    id: Id


def _kind_of(value: Any) -> str | None:
    if isinstance(value, dict):
        return f"put {value['put']}" if "put" in value else "delete" if "delete" in value else None
    return f"put {value.put}" if hasattr(value, "put") else "delete"


Change = Annotated[
    Annotated[PutSpan, Tag("put span")]
    | Annotated[PutRelation, Tag("put relation")]
    | Annotated[PutSource, Tag("put source")]
    | Annotated[Delete, Tag("delete")],
    Discriminator(_kind_of),
]


Uuids = Annotated[list[Uuid], Field(max_length=10_000)]


class Batch(BaseModel):
    """Changes that are one act of a person: all or nothing, repeatable by ``id``.

    One that takes back earlier acts says so by their ids: ``undoes`` names acts, ``redoes`` the
    act that undid them. Without that, an undo would look like an act to be undone next.
    """

    id: Uuid
    changes: Annotated[list[Change], Field(max_length=10_000)]
    undoes: Uuids = []
    redoes: Uuids = []

    @property
    def takes_back(self) -> list[str]:
        """The ids of all acts that this one takes back."""
        return list(dict.fromkeys([*self.undoes, *self.redoes]))
