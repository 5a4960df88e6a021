"""Regular expressions and word lists of rules, compiled once."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import ahocorasick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of a rule."""
    return re.compile(pattern)


@lru_cache(maxsize=64)
def phrase_finder(phrases: tuple[str, ...]) -> Callable[[str], Iterator[tuple[int, int, str]]]:
    """A function that finds whole-word phrases in a key as (start, end, phrase), at a cost that does not grow with their number."""
    automaton = ahocorasick.Automaton()
    for phrase in phrases:
        automaton.add_word(phrase, phrase)
    automaton.make_automaton()

    def find(key: str) -> Iterator[tuple[int, int, str]]:
        for last, phrase in automaton.iter(key):
            start, end = last + 1 - len(phrase), last + 1
            if not (start and key[start - 1].isalnum()) and not (end < len(key) and key[end].isalnum()):
                yield start, end, phrase

    return find
