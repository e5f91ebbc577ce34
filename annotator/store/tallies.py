"""How much of a layer's spans is judged: what the queues of review and of settling count.

For a query over spans, joined by ``joined`` with their verdicts and grouped by layer or by article.
"""

from typing import Any

from sqlalchemy import Select, and_, func, or_

from annotator.store import rows
from annotator.store.tables import Layer

_LAYERS = Layer.__table__  # type: ignore[attr-defined]
_SPANS, _VERDICTS = rows.SPANS, rows.VERDICTS
_live = _SPANS.c.deleted_at.is_(None)
_gone = func.count().filter(~_live & _VERDICTS.c.verdict.in_(("accepted", "changed")))

ALL = func.count(_SPANS.c.number).filter(_live)
DECIDED = func.count().filter(_live & (_VERDICTS.c.verdict != ""))
CONTESTED = func.coalesce(func.sum(_VERDICTS.c.contested), 0)

CHANGED_SINCE = or_(and_(DECIDED > 0, DECIDED < ALL), _gone > 0, CONTESTED > 0)
"""An author changed or deleted a span since it was judged, or contests a verdict.

What was reviewed elsewhere and came by a file without verdicts is left alone.
"""


def joined(layers: Select[Any]) -> Select[Any]:
    """A query of layers with their spans and the verdicts on these."""
    return layers.outerjoin(_SPANS, _SPANS.c.layer == _LAYERS.c.number).outerjoin(
        _VERDICTS, _VERDICTS.c.span == _SPANS.c.number
    )
