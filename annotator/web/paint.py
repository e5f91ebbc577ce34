"""The stylesheet of a scheme: one rule for each label in each lane, from validated colours.

A mark's classes say which label lies in which lane (``a1 b3``); the fixed rule for ``mark``
stacks the lanes. So the rules grow with the labels, not with the sets of them that occur.
"""

from annotator.domain.scheme import Label, Pattern, Scheme
from annotator.domain.spans import LANES
from annotator.web.markup import STEP, STEPS

_LANES: dict[Pattern, tuple[str, str, str]] = {
    "solid": ("linear-gradient({c},{c})", "8px 3px", "3px"),
    "dashed": ("linear-gradient(90deg,{c} 62%,transparent 0)", "9px 3px", "3px"),
    "double": ("linear-gradient({c} 0 1.2px,transparent 0 2.4px,{c} 0)", "8px 4px", "4px"),
    "dotted": ("radial-gradient(circle,{c} 1.3px,transparent 1.6px)", "5px 3.4px", "3.4px"),
}
"""Each pattern's image, its size, and its height."""


def stylesheet(scheme: Scheme) -> str:
    """All rules that depend on the labels, and the stepped heights of sections."""
    rules = [_label(number, label) for number, label in enumerate(scheme.labels, 1)]
    rules += [_on_paper(number, label.pattern) for number, label in enumerate(scheme.labels, 1)]
    rules += [_height(step) for step in range(1, STEPS + 1)]
    return "\n".join(rules) + "\n"


def _label(number: int, label: Label) -> str:
    line = f"light-dark({label.line},{label.dark_line})"
    tint = f"light-dark({label.tint},{label.dark_tint})"
    image, size, height = _LANES[label.pattern]
    root = f":root{{--line-{number}:{line};--tint-{number}:{tint}}}"
    lane = image.format(c=f"var(--line-{number})")
    chip = (
        f".label-{number}{{--line:var(--line-{number});--tint-of:var(--tint-{number});"
        f"--lane:{lane};--lane-size:{size};--lane-height:{height}}}"
    )
    marks = [
        f".{letter}{number}{{--{letter}:{lane};--{letter}s:{size};--tint:var(--tint-{number})}}"
        for letter in LANES
    ]
    return "\n".join([root, chip, *marks])


def _on_paper(number: int, pattern: Pattern) -> str:
    """The two lowest lanes as lines of the same pattern: a browser takes 35 ms to print the images
    of one mark. Three labels on one word are rare; the third keeps its image."""
    line = f"{pattern} var(--line-{number})"
    return (
        f"@media print{{.a{number}{{--a:none;border-block-end:3px {line}}}"
        f".b{number}{{--b:none;text-decoration:underline 2px {line}}}}}"
    )


def _height(step: int) -> str:
    return f".s{step}{{contain-intrinsic-block-size:auto {step * STEP}px}}"
