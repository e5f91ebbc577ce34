"""What the columns of an export are, for the ``datasets`` library."""

from typing import Any

from sqlalchemy import Connection

from annotator.domain.records import LINE_KEYS, RELATION_KEYS, SOURCE_KEYS, SPAN_KEYS
from annotator.store.exporting import Selection, meta_keys


def columns(connection: Connection, selection: Selection) -> dict[str, Any]:
    """The exact column types of this export, as the ``datasets`` library writes them down."""
    text, number = {"dtype": "string", "_type": "Value"}, {"dtype": "int64", "_type": "Value"}

    def listed(feature: Any) -> dict[str, Any]:
        return {"feature": feature, "_type": "List"}

    span: dict[str, Any] = dict.fromkeys(SPAN_KEYS, text)
    span |= {"start": number, "end": number, "fragments": listed(listed(number))}
    span |= {"flags": listed(text), "derived_from": listed({"layer": text, "span": text})}
    line: dict[str, Any] = dict.fromkeys(LINE_KEYS, text)
    line |= {"schema": number, "meta": dict.fromkeys(meta_keys(connection, selection), text)}
    line |= {"spans": listed(span), "relations": listed(dict.fromkeys(RELATION_KEYS, text))}
    line["sources"] = listed(dict.fromkeys(SOURCE_KEYS, text) | {"spans": listed(text)})
    return line
