"""One file on the page: the plan as it reads with the findings marked in place, their list, and what was understood of it."""

from __future__ import annotations

import itertools
from html import escape
from typing import TYPE_CHECKING

from plancheck.model.finding import SEVERITIES, WORST_FIRST
from plancheck.report.excused import excused_lines
from plancheck.report.page_tables import citations_table, matrix_table
from plancheck.report.place import finding_place
from plancheck.report.since import since_lines
from plancheck.report.terminal import by_reason, severity_word, source_text
from plancheck.report.timeline_svg import timeline_svg
from plancheck.report.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plancheck.model.comparison import Comparison
    from plancheck.model.detail import Detail
    from plancheck.model.document import Block
    from plancheck.model.finding import FileReport, Finding


def file_section(file: FileReport, number: int, lang: str, *, open_: bool) -> str:
    """Everything about one file."""
    _ = words(lang)
    head = f'<section class="file" id="tep-{number}"><h2>{escape(file.path)}</h2>'
    if file.error is not None:
        return f'{head}<p class="verdict bad">{escape(file.error)}</p></section>'
    facts = _facts(file, lang)
    inner = [
        *([] if file.detail is None else _timeline(file.detail, number, lang)),
        *([] if file.comparison is None else _since(file.comparison, lang)),
        '<div class="pair">',
        *([] if file.detail is None else _paper(file.detail, file, number, lang)),
        f'<aside aria-label="{escape(_("Danh sách phát hiện"))}: {escape(file.path)}" tabindex="0">',
        _filter(file, lang),
        '<ol class="findings">',
        *(_finding(file, f, f"p{number}-{n}", lang) for n, f in enumerate(file.findings)),
        "</ol></aside></div>",
        *([] if file.detail is None else (matrix_table(file.detail, lang), citations_table(file.detail, lang))),
        *_excused(file, lang),
        *_unjudged(file, lang),
    ]
    body = "\n".join(inner)
    if not open_:
        count = _("{n} phát hiện").format(n=len(file.findings))
        body = f"<details><summary>{escape(count)}</summary>{body}</details>"
    return f"{head}{facts}{body}</section>"


def _facts(file: FileReport, lang: str) -> str:
    _ = words(lang)
    facts = [_("SHA-256 của tệp: {hash}").format(hash=file.sha256)]
    if file.detail is not None:
        plan = file.detail.plan
        regimes = "; ".join(r.title for r in plan.regimes) or _("không rõ quy định nào có hiệu lực")
        facts.append(_("Quy định áp dụng: {regimes}").format(regimes=regimes))
        if plan.family_evidence:
            facts.append(_("Vì: {evidence}").format(evidence="; ".join(plan.family_evidence)))
    return f'<p class="facts">{"<br>".join(escape(f) for f in facts)}</p>'


def _timeline(detail: Detail, number: int, lang: str) -> Iterator[str]:
    if detail.timeline is not None:
        heading = escape(words(lang)("Tiến độ"))
        yield f'<h3>{heading}</h3><figure tabindex="0" aria-label="{heading}">{timeline_svg(detail.timeline, lang, name=f"t{number}")}</figure>'


def _since(comparison: Comparison, lang: str) -> Iterator[str]:
    head, *lines = since_lines(comparison, lang)
    yield f"<h3>{escape(head)}</h3><ul>"
    yield from (f"<li>{escape(line.strip())}</li>" for line in lines)
    yield "</ul>"


def _paper(detail: Detail, file: FileReport, number: int, lang: str) -> Iterator[str]:
    label = escape(words(lang)("Nội dung kế hoạch"))
    yield f'<article class="paper" lang="vi" aria-label="{label}">'
    by_block: dict[int, list[tuple[int, int, int, Finding]]] = {}
    for n, finding in enumerate(file.findings):
        if finding.span is not None:
            by_block.setdefault(finding.span.block, []).append((finding.span.start, finding.span.end, n, finding))
    seen: set[int] = set()
    for table, group in itertools.groupby(detail.document.blocks, key=lambda b: b.place.table):
        blocks = [(b, _paragraph(b, by_block.get(b.index, []), number, seen)) for b in group]
        yield from (text for _, text in blocks) if table is None else _cells(blocks)
    yield "</article>"


def _paragraph(block: Block, found: list[tuple[int, int, int, Finding]], number: int, seen: set[int]) -> str:
    return f'<p><span class="no">{block.index + 1}</span>{_marked(block, found, number, seen)}</p>'


def _cells(blocks: list[tuple[Block, str]]) -> Iterator[str]:
    """The paragraphs of a table in rows and cells; columns that the file leaves out are left out here too."""
    yield '<div class="scroll" tabindex="0"><table class="paper" role="presentation">'
    for _row, row in itertools.groupby(blocks, key=lambda entry: entry[0].place.row):
        cells = itertools.groupby(row, key=lambda entry: entry[0].place.column)
        yield "<tr>"
        yield from (f"<td>{''.join(text for _, text in cell)}</td>" for _column, cell in cells)
        yield "</tr>"
    yield "</table></div>"


def _marked(block: Block, found: list[tuple[int, int, int, Finding]], number: int, seen: set[int]) -> str:
    """The words of a paragraph, cut where findings begin and end; a piece carries the worst severity and all findings on it."""
    edges = sorted({0, len(block.text), *(e for start, end, _n, _f in found for e in (start, end))})
    parts = []
    for left, right in itertools.pairwise(edges):
        text = escape(block.text[left:right])
        here = [(n, f) for start, end, n, f in found if start <= left and right <= end]
        if not here or not text:
            parts.append(text)
            continue
        worst = max((f.severity for _, f in here), key=SEVERITIES.index)
        anchors = "".join(f'<span id="c{number}-{n}"></span>' for n, _ in here if n not in seen)
        seen.update(n for n, _ in here)
        title = escape(" · ".join(f"{f.code}: {f.message}" for _, f in here))
        of = " ".join(f"p{number}-{n}" for n, _ in here)
        parts.append(f'<mark class="{worst}" data-of="{of}" title="{title}">{anchors}{text}</mark>')
    return "".join(parts)


def _filter(file: FileReport, lang: str) -> str:
    _ = words(lang)
    boxes = "".join(
        f'<label><input type="checkbox" value="{s}" checked> {escape(severity_word(s, lang))} ({file.count(s)})</label>'
        for s in WORST_FIRST
    )
    groups = sorted({f.code[:2] for f in file.findings})
    options = "".join(f"<option>{g}</option>" for g in groups)
    shown = escape(_("đang hiện {n} phát hiện"))
    return (
        f'<form class="filter">{boxes}<label>{escape(_("Nhóm"))} <select><option value="">{escape(_("tất cả"))}</option>{options}</select></label>'
        f'<output data-text="{shown}">{shown.replace("{n}", str(len(file.findings)))}</output></form>'
    )


def _finding(file: FileReport, finding: Finding, ident: str, lang: str) -> str:
    _ = words(lang)
    place = escape(finding_place(file, finding, lang))
    linked = finding.span is not None and file.detail is not None
    where = f'<a href="#c{ident[1:]}">{place}</a>' if linked else place
    return (
        f'<li class="finding {finding.severity}" id="{ident}" data-severity="{finding.severity}" data-group="{finding.code[:2]}">'
        f'<p><span class="code">{finding.code}</span> {escape(finding.name)} · {escape(severity_word(finding.severity, lang))}</p>'
        f'<p class="where">{where}</p><p>{escape(finding.message)}</p><p>{escape(_("Cách sửa: {hint}").format(hint=finding.hint))}</p>'
        f'<p class="source">{escape(finding.why)} {escape(source_text(finding))}</p></li>'
    )


def _excused(file: FileReport, lang: str) -> Iterator[str]:
    lines = list(excused_lines(file, lang))
    if lines:
        yield f"<h3>{escape(words(lang)('Phát hiện được bỏ qua'))}</h3><ul>"
        yield from (f"<li>{escape(line)}</li>" for line in lines)
        yield "</ul>"


def _unjudged(file: FileReport, lang: str) -> Iterator[str]:
    _ = words(lang)
    if not file.not_evaluated:
        return
    yield f"<h3>{escape(_('Chưa đánh giá, và vì sao'))}</h3><ul>"
    yield from (f"<li>{escape(reason)}: {', '.join(codes)}</li>" for reason, codes in by_reason(file, lang).items())
    yield "</ul>"
