"""`substitute`: words that should be other words. The pairs are data of the rule; a hit carries the right form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.model.span import Span
from plancheck.ruleset.context import Hit, Item, Unknown
from plancheck.ruleset.patterns import phrase_finder
from plancheck.ruleset.select import SELECTORS
from plancheck.text.fold import key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.ruleset.context import Context


def check(params: Mapping[str, Any], context: Context) -> tuple[Hit, ...] | Unknown:
    """One hit a place where one of the wrong forms stands as a whole word."""
    found = SELECTORS[params["of"]](context)
    if isinstance(found, Unknown):
        return found
    pairs = {key(wrong): right for wrong, right in params["pairs"].items()}
    finder = phrase_finder(tuple(pairs))
    hits = []
    for item in found:
        if item.span is None:
            continue
        for start, end, wrong in finder(item.value("key") or key(item.text)):
            text = item.text[start:end]
            right = pairs[wrong]
            mended = right.capitalize() if text[:1].isupper() and not right[:1].isupper() else right
            span = Span(item.span.block, item.span.start + start, item.span.start + end)
            hits.append(Hit(Item(span, text, {"right": mended})))
    return tuple(hits)
