"""`substitute`: words that should be other words. The pairs are data of the rule; a hit carries the right form."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from plancheck.model.span import Span
from plancheck.ruleset.context import Hit, Item
from plancheck.ruleset.patterns import phrase_finder
from plancheck.text.fold import key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.ruleset.context import Subject


def check(params: Mapping[str, Any], subject: Subject) -> tuple[Hit, ...]:
    """One hit a place where one of the wrong forms stands as a whole word."""
    exact = params["exact"]
    pairs, abbreviations = _forms(tuple(params["pairs"].items()), exact=exact)
    finder = phrase_finder(tuple(pairs))
    hits = []
    for item in subject.of:
        if item.span is None:
            continue
        for start, end, wrong in finder(item.text if exact else item.value("key") or key(item.text)):
            text = item.text[start:end]
            right = pairs[wrong] if exact else _in_case_of(text, pairs[wrong], abbreviation=wrong in abbreviations)
            span = Span(item.span.block, item.span.start + start, item.span.start + end)
            hits.append(Hit(Item(span, text, {"right": right})))
    return tuple(hits)


@lru_cache(maxsize=64)
def _forms(pairs: tuple[tuple[str, str], ...], *, exact: bool) -> tuple[Mapping[str, str], frozenset[str]]:
    """The right form of every wrong one, and which of the wrong ones are abbreviations; as keys unless capitals count."""
    right_of = {wrong if exact else key(wrong): right for wrong, right in pairs}
    return right_of, frozenset(key(wrong) for wrong, _right in pairs if wrong.isupper())


def _in_case_of(text: str, right: str, *, abbreviation: bool) -> str:
    """The right form in the capitals of what it replaces; the capitals of an abbreviation say nothing."""
    if abbreviation:
        return right
    if len(text) > 1 and text.isupper():
        return right.upper()
    return right[:1].upper() + right[1:] if text[:1].isupper() else right
