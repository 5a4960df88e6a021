"""Selectors of waivers by what became of them: what a reader of the report must know of the excuses in force."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from plancheck.ruleset.context import Item, Selected

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from plancheck.model.waiver import Outcome
    from plancheck.ruleset.context import Context


def _of_outcome(context: Context, outcome: Outcome) -> Selected:
    """The waivers with an outcome, where they stand: the words that a comment is at, nowhere for an entry of a file."""
    return tuple(
        Item(
            waiver.spans[0] if waiver.spans else None,
            context.document.text(waiver.spans[0]) if waiver.spans else waiver.text,
            {
                "codes": ", ".join(waiver.codes) or waiver.fingerprint,
                "until": waiver.until,
                "said": waiver.text,
                "where": f" ({said})" if (said := waiver.origin or waiver.by) else "",
            },
        )
        for waiver in (state.waiver for state in context.waivers if state.outcome == outcome)
    )


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    "waivers.unreasoned": partial(_of_outcome, outcome="unreasoned"),
    "waivers.unused": partial(_of_outcome, outcome="unused"),
    "waivers.expired": partial(_of_outcome, outcome="expired"),
    "waivers.unread": partial(_of_outcome, outcome="unread"),
}
