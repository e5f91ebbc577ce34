"""Texts that break programs, and fragments inside them."""

from hypothesis import strategies as st

CLUSTERS = [
    "👩‍👩‍👧‍👦",
    "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "🇳🇱",
    "👍🏽",
    "❤️",
    "e\u0301",
    "a\u0308\u0323",
    "\u1112\u1161\u11ab",
    "\u0915\u094d\u0937",
]
"""What a reader sees as one character, and the program stores as several code points."""

PIECES = [
    *CLUSTERS,
    "The tax will rise, said an official. ",
    "“It could hurt growth,” Ana Ruiz said.",
    "שלום עולם",
    "\u202eمرحبا\u202c",
    "\r\n",
    "\r",
    "\n\n",
    "\u2028",
    "\x85",
    "\x0b",
    "\ufeff",
    "\t ",
    "𝔘",
]
"""Joined emoji, flags, marks, both directions, and line ends of all kinds, real and not."""

characters = st.characters(codec="utf-8", exclude_characters="\0")
strings = st.lists(st.sampled_from(PIECES) | st.text(characters, max_size=8), max_size=10).map(
    "".join
)
texts = strings.filter(lambda text: bool(text.strip()))


@st.composite
def fragments(draw: st.DrawFn, length: int, most: int = 3) -> list[tuple[int, int]]:
    """Up to ``most`` fragments, ascending and apart, inside a text of this length."""
    edges = sorted(
        draw(st.sets(st.integers(0, length), min_size=2, max_size=2 * min(most, (length + 1) // 2)))
    )
    return list(zip(edges[::2], edges[1::2], strict=False))
