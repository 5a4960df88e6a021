"""Where something stands, in the words by which people point: «Mục III.2, đoạn 17»."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.report.words import words

if TYPE_CHECKING:
    from plancheck.model.finding import FileReport, Finding
    from plancheck.model.passage import Passage
    from plancheck.model.span import Span


def human(passage: Passage, span: Span, lang: str = "vi") -> str:
    """The place of a span in its passage: part of the document, paragraph as in `plancheck text`, and the cell when in a table."""
    _ = words(lang)
    paragraph = _("đoạn {n}").format(n=span.block + 1)
    place, zone, path = passage.place, passage.zone, passage.path
    if place.table is not None and zone in {"body", "annex"}:
        cell = _("bảng {t}, hàng {r}, cột {c}").format(t=place.table, r=place.row, c=place.column)
        paragraph = f"{cell}, {paragraph}"
    if zone == "annex":
        part = path.capitalize() if path.isupper() else path
        return f"{_fixed_roman(part)}, {paragraph}"
    if path:
        return _("Mục {path}, {paragraph}").format(path=path, paragraph=paragraph)
    names = {
        "header": _("Phần đầu"),
        "subject": _("Tên loại, trích yếu"),
        "opening": _("Căn cứ"),
        "footer": _("Phần ký"),
        "recipients": _("Nơi nhận"),
    }
    return f"{names[zone]}, {paragraph}" if zone in names else paragraph


def finding_place(file: FileReport, finding: Finding, lang: str = "vi") -> str:
    """The place of a finding; nothing for what has none."""
    return human(file.passages[finding.span.block], finding.span, lang) if finding.span is not None else ""


def _fixed_roman(part: str) -> str:
    """«Phụ lục ii» is written «Phụ lục II»."""
    head, _, last = part.rpartition(" ")
    return f"{head} {last.upper()}" if head and set(last.lower()) <= set("ivx") else part


def location(passage: Passage, span: Span, lang: str = "vi") -> dict[str, Any]:
    """The location object of the JSON contracts."""
    return {
        "block": span.block,
        "start": span.start,
        "end": span.end,
        "path": passage.path,
        "human": human(passage, span, lang),
    }
