"""Articles of any length, and spans on them, the same at every run."""

import random
import uuid
from typing import Any

_WORDS = (  # noqa: SIM905 - read as a text
    "the ministry said on Tuesday that a new bridge could open before winter “perhaps” officials "
    "denied it’s late costs doubled according to two engineers familiar with the plan 🌉 reports"
).split()
_LABELS = ("claim", "speculation", "named_source", "anonymous_source")


def article(words: int, seed: int = 7) -> str:
    """A text of this many words in paragraphs of about 80, with emoji and curly quotes."""
    chance = random.Random(seed)
    paragraphs = []
    while words > 0:
        size = min(words, chance.randint(50, 110))
        paragraphs.append(" ".join(chance.choice(_WORDS) for _ in range(size)) + ".")
        words -= size
    return "\n\n".join(paragraphs)


def spans(text: str, count: int, seed: int = 7) -> list[dict[str, Any]]:
    """``count`` spans of 10 to 120 code points spread over the text."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        start = chance.randrange(len(text) - 121)
        end = start + chance.randint(10, 120)
        id_ = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        found.append({"id": id_, "label": chance.choice(_LABELS), "start": start, "end": end})
    return found


def line(number: int, text: str, count: int) -> dict[str, Any]:
    """A line of native JSONL: article ``a…`` with a layer of ``count`` spans."""
    return {
        "id": f"a{number:06}",
        "text": text,
        "layer": "bench",
        "spans": spans(text, count, seed=number),
    }
