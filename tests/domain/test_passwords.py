"""Which passwords are good enough."""

import pytest

from annotator.domain.errors import Refused
from annotator.domain.passwords import COMMON, LONGEST, SHORTEST, check_password


@pytest.mark.parametrize(
    "password",
    [
        "drei alte Kühe",
        "correct horse battery",
        "ab12cd34",
        " " * 7 + "x",
        "пароль из слов",
        "🐄🐄🐄🐄 🐖🐖🐖",
        "x y" * 300,
        "a" * (LONGEST - 1) + "b",
    ],
)
def test_a_long_one_is_good_whatever_it_is_made_of(password: str) -> None:
    assert check_password(password, "ann") == password


@pytest.mark.parametrize(
    "password",
    [
        *("", "short", "1234567", "🐄" * 7),
        *("password", "PassWord1", "12345678", "qwertyuiop", "annotator", "aaaaaaaaaaaa"),
        "b" * LONGEST + "a",
        "with a \0 in it",
        "half \ud800 a pair",
    ],
)
def test_a_poor_one_is_refused_in_a_sentence(password: str) -> None:
    with pytest.raises(Refused) as refused:
        check_password(password, "ann")
    assert refused.value.field == "password"
    assert len(str(refused.value)) > 20
    assert len(password) < 4 or password not in str(refused.value)


def test_nobodys_password_is_their_name() -> None:
    with pytest.raises(Refused):
        check_password("Anna Kowalska", "anna kowalska")


def test_the_common_ones_are_long_enough_to_matter() -> None:
    assert len(COMMON) > 200
    assert all(len(one) >= SHORTEST and one == one.casefold() for one in COMMON)
