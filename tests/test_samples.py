"""The sample articles: what they must hold so that every part of the page meets it."""

import json
import unicodedata
from typing import Any

import pytest

from tests.live import ROOT

PATHS = sorted((ROOT / "samples").glob("*.json"))


def load(name: str) -> Any:
    return json.loads((ROOT / "samples" / f"{name}.json").read_text("utf-8"))


def test_there_are_three() -> None:
    assert [path.stem for path in PATHS] == ["oldenquay-lanterns", "saltmere-pier", "wadi-reem-dam"]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_each_is_a_whole_report(path: Any) -> None:
    article = load(path.stem)
    assert list(article) == ["id", "title", "text", "meta"]
    assert article["id"] == path.stem
    assert article["text"].split("\n")[0] == article["title"]
    assert 350 <= len(article["text"].split()) <= 700
    assert {"published", "byline", "language"} <= article["meta"].keys()
    assert all(isinstance(value, str) for value in article["meta"].values())
    assert unicodedata.is_normalized("NFC", article["text"])
    assert '"' not in article["text"], "quotes are curly"


def test_one_has_emoji_of_several_code_points() -> None:
    text = load("oldenquay-lanterns")["text"]
    for cluster in ("👩\u200d👩\u200d👧", "👍🏽", "🇮🇸", "❤\ufe0f", "🏮"):
        assert cluster in text


def test_one_runs_from_right_to_left() -> None:
    text = load("wadi-reem-dam")["text"]
    assert unicodedata.bidirectional(text[0]) == "AL"
    assert "Hydra Consult" in text
    assert "12.5" in text
