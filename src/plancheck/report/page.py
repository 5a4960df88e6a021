"""The report as one HTML page that needs nothing else: no network, no framework; it prints, and works by keyboard and on a phone."""

from __future__ import annotations

from collections import Counter
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from plancheck.model.finding import WORST_FIRST
from plancheck.report.page_file import file_section
from plancheck.report.terminal import severity_word
from plancheck.report.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plancheck.model.finding import Report

_ASSETS = Path(__file__).with_name("assets")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"


def page_text(report: Report, lang: str = "vi") -> str:
    """The whole page: an index when there are several files, then every file."""
    _ = words(lang)
    title = _("Kết quả kiểm tra kế hoạch")
    script = (_ASSETS / "page.js").read_text(encoding="utf-8")
    verdict = ("bad", _("Không đạt")) if report.exit_code else ("good", _("Đạt"))
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><title>{escape(title)}</title><style>{style()}</style></head><body>',
        f'<a class="skip" href="#noi-dung">{escape(_("Đến nội dung"))}</a>',
        f'<header class="top"><h1>{escape(title)}</h1><p><span class="verdict {verdict[0]}">{escape(verdict[1])}</span> {escape(_counts(report, lang))}</p></header>',
        '<main id="noi-dung">',
        *(_index(report, lang) if len(report.files) > 1 else ()),
        *(file_section(file, number, lang, open_=len(report.files) == 1) for number, file in enumerate(report.files)),
        "</main>",
        f'<footer class="end facts"><p>plancheck {escape(report.version)} · {escape(_("bộ quy tắc"))} {report.rules_sha256[:16]}</p></footer>',
        f"<script>{script}</script></body></html>",
    ]
    return "\n".join(parts) + "\n"


def style() -> str:
    """The style sheet of our pages."""
    return (_ASSETS / "page.css").read_text(encoding="utf-8")


def _counts(report: Report, lang: str) -> str:
    counts = [f"{report.count(s)} {severity_word(s, lang)}" for s in WORST_FIRST if report.count(s)]
    _ = words(lang)
    return " · ".join([*(counts or [_("không có phát hiện")]), _("{n} tệp").format(n=len(report.files))])


def _index(report: Report, lang: str) -> Iterator[str]:
    """Totals by file and by rule."""
    _ = words(lang)
    heads = "".join(f'<th scope="col">{escape(h)}</th>' for h in (_("Tệp"), *(severity_word(s, lang) for s in WORST_FIRST)))
    yield f'<h2>{escape(_("Các tệp"))}</h2><div class="scroll" tabindex="0"><table><thead><tr>{heads}</tr></thead><tbody>'
    for number, file in enumerate(report.files):
        counts = "".join(f'<td class="n">{file.count(s) if file.error is None else ""}</td>' for s in WORST_FIRST)
        yield f'<tr><td><a href="#tep-{number}">{escape(file.path)}</a></td>{counts}</tr>'
    yield "</tbody></table></div>"
    tally = Counter((f.code, f.name) for file in report.files for f in file.findings)
    if tally:
        yield f'<h2>{escape(_("Theo quy tắc"))}</h2><div class="scroll" tabindex="0"><table><tbody>'
        yield from (f'<tr><td>{c}</td><td>{escape(n)}</td><td class="n">{k}</td></tr>' for (c, n), k in tally.most_common())
        yield "</tbody></table></div>"
