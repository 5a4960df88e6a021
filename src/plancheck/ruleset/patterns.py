"""Regular expressions and word lists of rules, compiled once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import ahocorasick

from plancheck.expressions import expression
from plancheck.vocabulary import patterns

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator, Sequence


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of a rule."""
    return expression(pattern)


@lru_cache(maxsize=64)
def phrase_finder(phrases: tuple[str, ...]) -> Callable[[str], Iterator[tuple[int, int, str]]]:
    """A function that finds whole-word phrases in a key as (start, end, phrase), at a cost that does not grow with their number."""
    automaton = ahocorasick.Automaton()
    for phrase in phrases:
        automaton.add_word(phrase, phrase)
    automaton.make_automaton()

    def find(text: str) -> Iterator[tuple[int, int, str]]:
        for last, phrase in automaton.iter(text):
            start, end = last + 1 - len(phrase), last + 1
            if not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum()):
                yield start, end, phrase

    return find


def alternatives(phrases: Sequence[str]) -> re.Pattern[str]:
    """A pattern that finds any of some phrases of the vocabulary as whole words in a key."""
    return _alternatives(tuple(phrases))


@lru_cache(maxsize=64)
def _alternatives(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return expression(rf"(?<!\w)(?:{patterns.alternatives(phrases)})(?!\w)")
