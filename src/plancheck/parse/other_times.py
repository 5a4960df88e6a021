"""Times that are no calendar windows: durations, recurring, relative and vague ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plancheck.parse import offsets, phrases
from plancheck.vocabulary.wordings import wording

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from plancheck.model.document import Block
    from plancheck.model.plan import DeadlineType

_NEAR = 45


def other_times(block: Block) -> Iterator[tuple[DeadlineType, int, int]]:
    """Where times stand that are no calendar windows: durations, recurring, relative and vague ones; they may overlap."""
    kinds: tuple[tuple[DeadlineType, re.Pattern[str]], ...] = (
        ("relative", offsets.shape()),
        ("duration", wording("time-duration")),
        ("relative", wording("time-relative")),
        ("recurring", wording("time-recurring")),
        ("vague", phrases.pattern("vague")),
    )
    for kind, pattern in kinds:
        for match in pattern.finditer(block.key):
            if kind == "vague" and block.key[max(0, match.start() - _NEAR) : match.start()].rstrip().endswith(
                phrases.keys("vague-not-behind")
            ):
                continue
            yield kind, match.start(), match.end()
