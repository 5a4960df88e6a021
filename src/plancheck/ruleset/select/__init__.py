"""Named selectors: what a rule speaks of. A selector is a pure function from the context to items, or says that it cannot know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plancheck.ruleset.select import citations, deadlines, header, language, layout, recipients, sections, tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from plancheck.ruleset.context import Context, Selected

SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    **header.SELECTORS,
    **sections.SELECTORS,
    **citations.SELECTORS,
    **deadlines.SELECTORS,
    **tasks.SELECTORS,
    **recipients.SELECTORS,
    **language.SELECTORS,
    **layout.SELECTORS,
}
