"""A finding in a few lines, for the margin of the drafter's own document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plancheck.report.terminal import severity_word, source_text
from plancheck.report.words import words

if TYPE_CHECKING:
    from plancheck.model.finding import Finding


def lines(finding: Finding, lang: str = "vi") -> tuple[str, ...]:
    """Severity and code, what is wrong, why with the clause, and how to mend it."""
    _ = words(lang)
    head = f"{severity_word(finding.severity, lang).upper()} {finding.code} ({finding.name})"
    what = finding.message[:1].upper() + finding.message[1:]
    why = _("Vì sao: {why} Căn cứ: {source}").format(why=finding.why, source=source_text(finding))
    return head, what, why, _("Cách sửa: {hint}").format(hint=finding.hint)
