"""Named selectors: what a rule speaks of. A selector is a pure function from the context to items, or says that it cannot know."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from plancheck.ruleset.select import (
    agreement,
    bases,
    chains,
    citations,
    deadlines,
    excuses,
    generations,
    header,
    inherited,
    language,
    layout,
    lineage,
    links,
    mentions,
    network,
    recipients,
    reports,
    sections,
    tasks,
    units,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from plancheck.ruleset.context import Context, Select, Selected

SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    **header.SELECTORS,
    **sections.SELECTORS,
    **citations.SELECTORS,
    **mentions.SELECTORS,
    **bases.SELECTORS,
    **deadlines.SELECTORS,
    **chains.SELECTORS,
    **reports.SELECTORS,
    **network.SELECTORS,
    **agreement.SELECTORS,
    **tasks.SELECTORS,
    **units.SELECTORS,
    **recipients.SELECTORS,
    **language.SELECTORS,
    **layout.SELECTORS,
    **excuses.SELECTORS,
    **links.SELECTORS,
    **lineage.SELECTORS,
    **inherited.SELECTORS,
    **generations.SELECTORS,
}


def selections(context: Context) -> Select:
    """The selectors of one document, by name; each runs once, as several rules ask for the same items."""

    @cache
    def select(name: str) -> Selected:
        return SELECTORS[name](context)

    return select
