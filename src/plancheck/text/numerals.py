"""Numerals as labels write them: Roman numbers, the letters of the Vietnamese alphabet."""

from __future__ import annotations

import itertools

LETTERS = "abcdđeghiklmnopqrstuvxy"
"""Letters that number points, in their order (NĐ 30/2020, Phụ lục I.II.6đ): đ stands behind d; f, j, w and z are not among them."""

_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"),
          (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


def roman(number: int) -> str:
    """A number from 1 to 4999 as a Roman numeral."""
    found = ""
    for worth, letters in _ROMAN:
        while number >= worth:
            found += letters
            number -= worth
    return found


def roman_value(text: str) -> int:
    """Value of a Roman numeral in capitals, 0 when it is none or not written in the one right way («IIII»)."""
    worths = {letters: worth for worth, letters in _ROMAN}
    total = 0
    for one, after in itertools.pairwise(f"{text} "):
        worth = worths.get(one, 0)
        total += -worth if worth < worths.get(after, 0) else worth
    return total if total > 0 and roman(total) == text else 0


def letter(number: int) -> str:
    """The letter at a place counted from 1; «?» beyond the alphabet."""
    return LETTERS[number - 1] if 0 < number <= len(LETTERS) else "?"


def letter_value(text: str) -> int:
    """The place of a letter, counted from 1; 0 when it is none of the alphabet."""
    return LETTERS.index(text) + 1 if text in LETTERS else 0


def written(style: str, value: tuple[int, ...]) -> str:
    """The value of a label in its style, without its mark: «III», «2», «1.1», «a»."""
    if style in {"roman", "part"}:
        return roman(value[0])
    if style in {"letter", "bracketed_letter"}:
        return letter(value[0])
    if style == "capital":
        return letter(value[0]).upper()
    return ".".join(str(v) for v in value)
