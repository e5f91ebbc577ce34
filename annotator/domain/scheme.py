"""The scheme: which labels a project has, how they look, and which of them a relation joins."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from annotator.domain import sentences
from annotator.domain.errors import Refused
from annotator.domain.text import check_string

Pattern = Literal["solid", "dashed", "double", "dotted"]
PATTERNS: tuple[Pattern, ...] = ("solid", "dashed", "double", "dotted")

_COLOUR = r"^#[0-9a-f]{6}$"
_KEY = r"^[a-z][a-z0-9_]{0,39}$"
_SHORTCUT = r"^[0-9]?$"
_WRITTEN = {
    _COLOUR: "is a colour, written like #082e61, in lower case",
    _KEY: "has small letters, digits and “_”, begins with a letter, and has 40 at most",
    _SHORTCUT: "is one digit, or empty",
}
"""What the patterns ask for."""

Colour = Annotated[str, StringConstraints(pattern=_COLOUR)]
Key = Annotated[str, StringConstraints(pattern=_KEY)]
Shortcut = Annotated[str, StringConstraints(pattern=_SHORTCUT)]

READABLE = 3.0
"""The least WCAG contrast of a label's line on its own tint."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Label(_Part):
    """One label: ``key`` is what exports say and never changes; the rest may."""

    key: Key
    name: Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
    question: Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)] = ""
    shortcut: Shortcut = ""
    pattern: Pattern = "solid"
    line: Colour
    tint: Colour
    dark_line: Colour
    dark_tint: Colour
    retired: bool = False


class RelationRule(_Part):
    """A type of relation, and the labels that it may lead from and to."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    type: Key
    from_: Annotated[list[Key], Field(alias="from")]
    to: list[Key]


class Scheme(_Part):
    """All labels, in their order, and all relation types."""

    labels: list[Label]
    relations: list[RelationRule] = []

    def allows(self, type_: str, from_label: str, to_label: str) -> bool:
        """Whether a relation of this type may lead from the one label to the other."""
        return any(
            rule.type == type_ and from_label in rule.from_ and to_label in rule.to
            for rule in self.relations
        )


def scheme_of(value: object) -> Scheme:
    """The scheme in a decoded JSON value. Raises Refused with the first thing that is wrong."""
    try:
        scheme = Scheme.model_validate(value)
    except ValidationError as error:
        raise Refused(*_said(error.errors(include_url=False)[0])) from None
    _check_labels(scheme.labels)
    _check_relations(scheme)
    return scheme


def _said(error: Mapping[str, Any]) -> tuple[str, str]:
    """The sentence of one of pydantic's errors, and the field that it is about."""
    sentence, field = sentences.of(error, _WRITTEN)
    if error["type"] == "string_too_short" and error["loc"][-1] == "name":
        sentence = f"label {error['loc'][1] + 1} has no name yet; give it one"
    return sentence, field


def _check_labels(labels: list[Label]) -> None:
    if not any(not label.retired for label in labels):
        raise Refused("a scheme needs at least one label that is not retired", "labels")
    for number, label in enumerate(labels):
        check_string(label.name + label.question, f"labels.{number}.name", "the label's name")
        for theme, line, tint in (
            ("light", label.line, label.tint),
            ("dark", label.dark_line, label.dark_tint),
        ):
            if contrast(line, tint) < READABLE:
                raise Refused(
                    f"{line} can hardly be seen on {tint} ({theme}); choose colours further apart",
                    f"labels.{number}.line",
                )
    for what, values in (
        ("key", [label.key for label in labels]),
        ("name", [label.name for label in labels if not label.retired]),
        ("shortcut", [label.shortcut for label in labels if label.shortcut and not label.retired]),
    ):
        value, times = Counter(values).most_common(1)[0] if values else ("", 0)
        if times > 1:
            field = f"labels.{_last_with(labels, what, value)}.{what}"
            raise Refused(f"two labels have the {what} “{value}”; change one of them", field)


def _last_with(labels: list[Label], what: str, value: str) -> int:
    return max(n for n, label in enumerate(labels) if getattr(label, what) == value)


def _check_relations(scheme: Scheme) -> None:
    keys = {label.key for label in scheme.labels}
    types = [rule.type for rule in scheme.relations]
    if len(types) != len(set(types)):
        raise Refused("two relations have the same type; make them one", "relations")
    for rule in scheme.relations:
        if not (rule.from_ and rule.to):
            raise Refused(f"“{rule.type}” leads from some label to some label", "relations")
        for key in [*rule.from_, *rule.to]:
            if key not in keys:
                raise Refused(f"“{rule.type}” names “{key}”, which is no label", "relations")


PALETTE: dict[str, tuple[str, str, str, str]] = {
    "navy": ("#082e61", "#d9e8fb", "#b5d4ff", "#1b3553"),
    "rust": ("#a63500", "#ffe3c7", "#f79a3e", "#4a2c10"),
    "pine": ("#006f4b", "#d2f1e6", "#63e2a6", "#0f3d33"),
    "magenta": ("#b300a9", "#f9dcf3", "#e07fee", "#452148"),
    "teal": ("#00606e", "#cfeff4", "#5fd7e8", "#0d3a42"),
    "plum": ("#5b2d90", "#e8dcf8", "#c5a3f5", "#35214f"),
    "olive": ("#565200", "#efeec0", "#d5ce5c", "#38360c"),
    "brick": ("#9b1c31", "#fbdcdf", "#ff9aa6", "#4a1c24"),
}
"""Colours measured on their own tint and on the page: line, tint, dark line, dark tint."""


def _label(key: str, name: str, question: str, shortcut: str, pattern: Pattern, hue: str) -> Label:
    line, tint, dark_line, dark_tint = PALETTE[hue]
    return Label(
        key=key,
        name=name,
        question=question,
        shortcut=shortcut,
        pattern=pattern,
        line=line,
        tint=tint,
        dark_line=dark_line,
        dark_tint=dark_tint,
    )


DEFAULT = Scheme(
    labels=[
        _label("claim", "Claim", "Does someone commit to this as true?", "1", "solid", "navy"),
        _label(
            "speculation", "Speculation", "Put forward without commitment?", "2", "dashed", "rust"
        ),
        _label(
            "named_source", "Named source", "Who told us, and exactly who?", "3", "double", "pine"
        ),
        _label(
            "anonymous_source",
            "Anonymous source",
            "Who told us, known only by kind?",
            "4",
            "dotted",
            "magenta",
        ),
    ],
    relations=[
        RelationRule.model_validate(
            {
                "type": "attributed_to",
                "from": ["claim", "speculation"],
                "to": ["named_source", "anonymous_source"],
            }
        )
    ],
)
"""The scheme of a new project."""

_HEX = re.compile("[0-9a-f]{2}")


def contrast(one: str, other: str) -> float:
    """The WCAG 2 contrast ratio of two ``#rrggbb`` colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(pair, 16) / 255 for pair in _HEX.findall(colour)]
    red, green, blue = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
