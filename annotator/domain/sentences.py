"""What a model's check found, as a sentence for a person.

pydantic says “Input should be a valid string”; a person is told which field, and what to write
there instead.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Place = Sequence[str | int]

_KINDS = ("put span", "put relation", "put source", "delete")
"""Tags that a model puts behind the number of an entry, and that nobody wrote."""

_FIXED = {
    "missing": "is missing",
    "extra_forbidden": "is not known; take it out",
    "string_type": "must be text",
    "string_unicode": "has half of a surrogate pair, which is no character; write it as UTF-8",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "list_type": "must be a list",
    "tuple_type": "must be a list of two numbers",
    "dict_type": "must be an object, such as {…}",
    "model_type": "must be an object, such as {…}",
    "model_attributes_type": "must be an object, such as {…}",
    "dataclass_type": "must be an object, such as {…}",
    "union_tag_not_found": "must say “put” or “delete”, and of what: span, relation or source",
    "union_tag_invalid": "must say “put” or “delete”, and of what: span, relation or source",
}
_LIMITS = {
    "string_too_short": "needs {min_length:,} characters or more",
    "string_too_long": "may have {max_length:,} characters at most",
    "too_short": "needs {min_length:,} entries or more",
    "too_long": "may have {max_length:,} entries at most",
    "greater_than_equal": "must be {ge:,} or more",
    "less_than_equal": "must be {le:,} or less",
}
_WHOLE_NUMBER = ("int_type", "int_parsing", "int_parsing_size", "int_from_float")


def of(error: Mapping[str, Any], patterns: Mapping[str, str] | None = None) -> tuple[str, str]:
    """The sentence and the field of one of pydantic's errors.

    ``patterns`` say what a text that must match one has to look like.
    """
    place = _written(error["loc"])
    wrong = _wrong(error["type"], error.get("ctx", {}), error["msg"], patterns or {})
    return f"{_where(place)} {wrong}", ".".join(map(str, place))


def _written(place: Place) -> list[str | int]:
    """The place without what only the model knows of: which kind of change an entry is."""
    return [
        part
        for at, part in enumerate(place)
        if not (part in _KINDS and at > 0 and isinstance(place[at - 1], int))
    ]


def _where(place: Place) -> str:
    """The place in words: ``("spans", 1, "label")`` is “span 2: “label””."""
    words = [at for at, part in enumerate(place) if isinstance(part, str)]
    if not words:
        return "this"
    last = words[-1]
    before = [
        f"{str(part).removesuffix('s')} {int(place[at + 1]) + 1}: "
        for at, part in enumerate(place[:last])
        if isinstance(part, str) and isinstance(place[at + 1], int)
    ]
    entry = f"entry {int(place[last + 1]) + 1} of " if last + 1 < len(place) else ""
    return f"{''.join(before)}{entry}“{place[last]}”"


def _wrong(type_: str, facts: Mapping[str, Any], message: str, patterns: Mapping[str, str]) -> str:
    if type_ in _WHOLE_NUMBER:
        return "must be a whole number"
    if type_ == "string_pattern_mismatch":
        return patterns.get(facts["pattern"], f"must match {facts['pattern']}")
    if type_ == "literal_error":
        return f"must be {_quoted(str(facts['expected']))}"
    return _FIXED.get(type_) or _limit(type_, facts) or message[:1].lower() + message[1:]


def _limit(type_: str, facts: Mapping[str, Any]) -> str:
    """Of a value outside its bounds, ``""`` for anything else."""
    if type_ not in _LIMITS:
        return ""
    if facts.get("min_length") == 1:
        return "must not be empty"
    return _LIMITS[type_].format_map(facts)


def _quoted(expected: str) -> str:
    """pydantic's list of what is possible, such as ``'a', 'b' or ''``, as a person quotes."""
    parts = expected.split("'")
    quoted = [f"“{part}”" if at % 2 else part for at, part in enumerate(parts)]
    return "".join(quoted).replace("“”", "empty")
