"""Articles spread over people: all served, evenly, the same way each time."""

import random
from collections import Counter
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.errors import Refused
from annotator.domain.spreading import Given, spread

PEOPLE = ["ann", "ben", "Éva 📰", "dee", "eli"]
ARTICLES = st.text("abcé📰", min_size=1, max_size=4)
HELD = st.dictionaries(ARTICLES, st.sets(st.sampled_from([*PEOPLE, "gone"]), max_size=4))
TEAM = st.lists(st.sampled_from(PEOPLE), min_size=1, unique=True)


def after(held, given_):
    found = {article: set(names) for article, names in held.items()}
    for article, person in given_:
        assert person not in found[article], "nobody gets an article twice"
        found[article].add(person)
    return found


def loads(held, people):
    counted = Counter(name for names in held.values() for name in names)
    return [counted[name] for name in people]


@given(st.sets(ARTICLES, max_size=40), TEAM, st.data())
def test_new_articles_are_spread_evenly(articles, people, data):
    each = data.draw(st.integers(1, len(people)))
    found = after(dict.fromkeys(articles, ()), spread(dict.fromkeys(articles, ()), people, each))
    assert all(len(names) == each for names in found.values())
    assert max(loads(found, people)) - min(loads(found, people)) <= 1


@given(HELD, TEAM, st.data())
def test_only_what_is_missing_is_given(held, people, data):
    each = data.draw(st.integers(1, len(people)))
    found = after(held, spread(held, people, each))
    for article, before in held.items():
        could = min(max(len(before), each), len(before | set(people)))
        assert len(found[article]) == could
        assert found[article] >= before
        assert found[article] - before <= set(people)
    assert spread(found, people, each) == [], "a second time gives nothing"


@given(HELD, TEAM, st.randoms(use_true_random=False), st.data())
def test_the_order_of_the_input_does_not_matter(held, people, chance, data):
    each = data.draw(st.integers(1, len(people)))
    ids, names = list(held), list(people)
    chance.shuffle(ids)
    chance.shuffle(names)
    shuffled = {id_: sorted(held[id_], key=lambda _: chance.random()) for id_ in ids}
    assert spread(shuffled, names, each) == spread(held, people, each)


@given(
    st.dictionaries(st.sampled_from("abcd"), st.sets(st.sampled_from("xyzv")), max_size=4),
    st.sets(st.sampled_from("xyz"), min_size=1),
    st.data(),
)
def test_nothing_else_would_be_more_even(held, people, data):
    each = data.draw(st.integers(1, len(people)))
    found = loads(after(held, spread(held, people, each)), people)
    assert sum(n * n for n in found) == min(
        sum(n * n for n in loads(other, people)) for other in every_way(held, people, each)
    )


def every_way(held, people, each):
    """All that could be made of ``held``, by trying."""
    choices = []
    for before in held.values():
        free = sorted(people - before)
        missing = min(max(each - len(before), 0), len(free))
        choices.append([before | set(more) for more in combinations(free, missing)])
    for way in product(*choices):
        yield dict(zip(held, way, strict=True))


@given(HELD, TEAM, st.data())
def test_only_the_wanted_articles_are_given(held, people, data):
    wanted = data.draw(st.sets(st.sampled_from(sorted(held)))) if held else set()
    assert {one.article for one in spread(held, people, 1, wanted)} <= wanted


def test_what_somebody_has_already_counts():
    held = {"a": {"ann"}, "b": {"ann"}, "c": set(), "d": set()}
    assert spread(held, ["ann", "ben"], 1) == [Given("c", "ben"), Given("d", "ben")]
    assert spread(held, ["ben", "ann"], 1, ["d"]) == [Given("d", "ben")]


def test_everybody_meets_everybody():
    held: dict[str, set[str]] = {f"📰 {n}": set() for n in range(60)}
    found = after(held, spread(held, ["a", "b", "c", "d"], 2))
    together = Counter(tuple(sorted(names)) for names in found.values())
    assert len(together) == 6
    assert max(together.values()) - min(together.values()) <= 2


def test_a_large_project_is_spread_at_once():
    held = {f"📰 {n}": set(random.Random(n).sample(PEOPLE, n % 3)) for n in range(3_000)}
    found = loads(after(held, spread(held, PEOPLE, 3)), PEOPLE)
    assert max(found) - min(found) <= 1


@pytest.mark.parametrize(("people", "each"), [([], 1), (["a"], 2), (["a", "a"], 2), (["a"], 0)])
def test_what_cannot_be_is_refused(people, each):
    with pytest.raises(Refused):
        spread({"a 📰": set()}, people, each)
