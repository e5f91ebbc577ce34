"""What a reviewer may choose for a case: one reading, all of them, or none of them.

Each choice is the verdicts that it comes to, on the spans or links of everybody in the case. A
reading that is chosen is accepted as its authors made it; whoever read otherwise has their span
changed to it, and so hears what was decided.
"""

from typing import NamedTuple

from annotator.domain.reviews import LayerDecision, LinkDecision
from annotator.domain.settling import Case, LinkCase

NOTHING = -1
ALL = -2


class Choice(NamedTuple):
    """``reading`` is the one chosen by its place in the case, ``NOTHING`` or ``ALL``."""

    reading: int
    decisions: list[LayerDecision]
    links: list[LinkDecision]


def of_case(case: Case) -> list[Choice]:
    """The readings one by one, then none of them, then all where there are several."""
    readings = range(len(case.readings))
    found = [Choice(at, _reads(case, at), []) for at in readings]
    found.append(Choice(NOTHING, _judge(case, "rejected"), []))
    if len(readings) > 1:
        found.append(Choice(ALL, _judge(case, "accepted"), []))
    return found


def of_links(case: LinkCase) -> list[Choice]:
    """The same for links; a reading that has no link is none of them."""
    found = [
        Choice(at if reading.to else NOTHING, [], _lead(case, reading.to))
        for at, reading in enumerate(case.readings)
    ]
    if all(reading.to for reading in case.readings):
        found.append(Choice(NOTHING, [], _lead(case, ())))
    every = tuple(to for reading in case.readings for to in reading.to)
    if sum(bool(reading.to) for reading in case.readings) > 1:
        found.append(Choice(ALL, [], _lead(case, every)))
    return found


def _reads(case: Case, chosen: int) -> list[LayerDecision]:
    label, fragments, _ = case.readings[chosen]
    return [
        LayerDecision(layer=layer, span=span, verdict="accepted")
        if at == chosen
        else LayerDecision(
            layer=layer, span=span, verdict="changed", label=label, fragments=list(fragments)
        )
        for at, reading in enumerate(case.readings)
        for layer, span in reading.spans
    ]


def _judge(case: Case, verdict: str) -> list[LayerDecision]:
    said = {"verdict": verdict}
    return [
        LayerDecision.model_validate(said | {"layer": layer, "span": span})
        for layer, span in case.members
    ]


def _lead(case: LinkCase, to: tuple[int, ...]) -> list[LinkDecision]:
    """Links to these cases stand, the others do not."""
    return [
        LinkDecision(
            layer=layer, relation=relation, verdict="accepted" if target in to else "rejected"
        )
        for reading in case.readings
        for (layer, relation), target in reading.relations
    ]
