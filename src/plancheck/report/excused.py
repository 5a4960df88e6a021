"""Excused findings in words: every report lists them, so that a reader sees what was passed over and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plancheck.report.place import finding_place
from plancheck.report.words import day_text, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plancheck.model.finding import FileReport, Finding


def excuse_text(finding: Finding, lang: str = "vi") -> str:
    """Why a finding is excused, by whom and until when; "" for one that stands."""
    _ = words(lang)
    waiver = finding.waived
    if waiver is None:
        return ""
    parts = [_(waiver.reason)]
    if waiver.by:
        parts.append(waiver.by)
    if waiver.until is not None:
        parts.append(_("đến {day}").format(day=day_text(waiver.until)))
    return " · ".join(parts)


def excused(file: FileReport) -> tuple[Finding, ...]:
    """The findings that a person excused one by one."""
    return tuple(f for f in file.waived if f.waived is not None and f.waived.kind != "baseline")


def accepted(file: FileReport) -> int:
    """How many findings the baseline took over."""
    return len(file.waived) - len(excused(file))


def excused_lines(file: FileReport, lang: str = "vi", *, whole: bool = False) -> Iterator[str]:
    """One line an excused finding; those of the baseline are only counted, unless the list is to be whole."""
    _ = words(lang)
    for finding in file.waived if whole else excused(file):
        place = finding_place(file, finding, lang)
        where = f" ({place})" if place else ""
        yield _("bỏ qua {code} {name}{where}: {message} — lý do: {excuse}").format(
            code=finding.code, name=finding.name, where=where, message=finding.message, excuse=excuse_text(finding, lang)
        )
    if accepted(file) and not whole:
        yield _("{n} phát hiện đã có trong hiện trạng").format(n=accepted(file))
