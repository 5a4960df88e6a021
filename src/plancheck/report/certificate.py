"""One page for the file that goes up for signature: what was checked and by what, what is left, and what was not judged."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from plancheck.model.finding import WORST_FIRST
from plancheck.model.value import Value
from plancheck.report.excused import excused_lines
from plancheck.report.page import style
from plancheck.report.place import finding_place
from plancheck.report.terminal import by_reason, severity_word
from plancheck.report.words import words

if TYPE_CHECKING:
    from datetime import date

    from plancheck.model.finding import FileReport, Report


class Certificate(Value):
    """The page as lines and tables, apart from how it is written. `caveat` says what the page does not say."""

    title: str
    facts: tuple[tuple[str, str], ...]
    verdict: str
    heads: tuple[str, ...]
    findings: tuple[tuple[str, ...], ...]
    excused: tuple[str, ...]
    excused_title: str
    unjudged: tuple[str, ...]
    unjudged_title: str
    caveat: str


def certificate(report: Report, file: FileReport, day: date, lang: str = "vi") -> Certificate:
    """What can be said of one file; it never says more than was evaluated. The report was made with detail."""
    _ = words(lang)
    detail = file.detail
    judged = len(detail.judged_by) if detail is not None else 0
    regimes = "; ".join(r.title for r in detail.plan.regimes) if detail is not None else ""
    subject = (detail.plan.header.subject_text or "") if detail is not None else ""
    facts = (
        (_("Tệp"), file.path),
        (_("Trích yếu"), subject or _("không đọc được")),
        (_("Mã băm SHA-256"), file.sha256 or ""),
        (_("Quy định áp dụng"), regimes or _("không rõ quy định nào có hiệu lực")),
        (_("Số quy tắc đã đánh giá"), str(judged)),
        (_("Số quy tắc chưa đánh giá được"), str(len({n.code for n in file.not_evaluated}))),
        (_("Phát hiện được bỏ qua"), str(len(file.waived)) if file.waived else _("không có")),
        (_("Công cụ"), f"plancheck {report.version}, {_('bộ quy tắc')} {report.rules_sha256[:16]}"),
        (_("Ngày kiểm tra"), f"{day.day:02d}/{day.month:02d}/{day.year}"),
    )
    return Certificate(
        title=_("PHIẾU KIỂM TRA DỰ THẢO KẾ HOẠCH"),
        facts=facts,
        verdict=_verdict(report, file, judged, lang),
        heads=(_("Mã"), _("Mức"), _("Chỗ"), _("Nội dung")),
        findings=tuple(
            (
                f.code,
                severity_word(f.severity, lang),
                finding_place(file, f, lang),
                f.message,
            )
            for f in file.findings
        ),
        excused=tuple(excused_lines(file, lang, whole=True)),
        excused_title=_("Phát hiện được bỏ qua"),
        unjudged=tuple(f"{reason}: {', '.join(codes)}" for reason, codes in by_reason(file, lang).items()),
        unjudged_title=_("Chưa đánh giá, và vì sao"),
        caveat=_(
            "Phiếu chỉ nói về các quy tắc đã đánh giá trên đúng tệp có mã băm ở trên; không thay cho việc thẩm định nội dung và thể thức của người có thẩm quyền."
        ),
    )


def _verdict(report: Report, file: FileReport, judged: int, lang: str) -> str:
    _ = words(lang)
    if not judged:
        return _("Không quy tắc nào đánh giá được trên tệp này.")
    counts = [(s, file.count(s)) for s in WORST_FIRST]
    left = ", ".join(f"{n} {severity_word(s, lang)}" for s, n in counts if n)
    if report.exit_code:
        return _("Chưa đạt: còn {left}.").format(left=left)
    if left:
        return _("Đạt ở ngưỡng đã đặt; còn {left}.").format(left=left)
    if file.waived:
        return _("Đạt vì {n} phát hiện được bỏ qua (kê dưới đây); ngoài ra không còn phát hiện nào.").format(n=len(file.waived))
    return _("Không có phát hiện nào trong {n} quy tắc đã đánh giá.").format(n=judged)


def certificate_html(page: Certificate, lang: str = "vi") -> str:
    """The page as HTML that needs nothing else."""
    facts = "".join(f'<tr><th scope="row">{escape(k)}</th><td>{escape(v)}</td></tr>' for k, v in page.facts)
    heads = "".join(f'<th scope="col">{escape(h)}</th>' for h in page.heads)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in row)}</tr>" for row in page.findings)
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""
    lists = "".join(
        f"<h2>{escape(title)}</h2><ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
        for title, lines in ((page.excused_title, page.excused), (page.unjudged_title, page.unjudged))
        if lines
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{escape(page.title)}</title><style>{style()}</style></head>'
        f"<body><main><h1>{escape(page.title)}</h1><table>{facts}</table><p><strong>{escape(page.verdict)}</strong></p>{table}{lists}"
        f'<p class="facts">{escape(page.caveat)}</p></main></body></html>\n'
    )
