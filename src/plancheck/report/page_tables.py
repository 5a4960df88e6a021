"""Tables of the page: who does what by when and gets the paper how, and which papers are cited."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from plancheck.report.cells import shortened
from plancheck.report.tree_report import differing_text
from plancheck.report.words import day_text, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plancheck.model.archive import Link
    from plancheck.model.detail import Detail

_LONGEST = 160


def matrix_table(detail: Detail, lang: str) -> str:
    """One row a unit: its tasks, deadlines, where it reports, and the recipient line that brings it the paper."""
    _ = words(lang)
    if not detail.matrix:
        return ""
    rows = []
    for row in detail.matrix:
        tasks = [shortened(d.task.located.text, _LONGEST) for d in row.duties]
        times = [d.located.text for d in row.deadlines]
        line = row.recipient.located.value if row.recipient is not None else _("trong cơ quan") if row.own else _("không thấy")
        reports = [a.text for a in row.reports_to]
        rows.append((row.unit.text, tasks, times, reports, [line]))
    heads = (_("Đơn vị"), _("Việc"), _("Thời hạn"), _("Báo cáo về"), _("Nơi nhận"))
    return _table(_("Đơn vị, việc, thời hạn, nơi nhận"), heads, rows)


def citations_table(detail: Detail, lang: str) -> str:
    """Cited papers, each once, in the order of the text, with what the archive and the lists of known documents say of them."""
    _ = words(lang)
    cited = detail.plan.cited()
    if not cited:
        return ""
    links = {told.reference.number: told for told in detail.relations.links}
    count = Counter(c.number.value.normal for c in detail.plan.citations)
    roles = {"basis": _("căn cứ"), "mention": _("viện dẫn"), "repeal": _("bị thay thế, bãi bỏ")}
    rows = [
        (
            number,
            [c.kind_word.text if c.kind_word else ""],
            [c.date.text if c.date else _("không ghi ngày")],
            [c.issuer.text if c.issuer else ""],
            [shortened(c.subject.text, _LONGEST) if c.subject else ""],
            [f"{roles[c.role]} · {count[number]}"],
            [_state(links.get(number), lang)],
        )
        for number, c in cited.items()
    ]
    heads = (_("Số, ký hiệu"), _("Tên loại"), _("Ngày"), _("Cơ quan"), _("Trích yếu"), _("Vai trò, số lần"), _("Tình trạng"))
    return _table(_("Văn bản được viện dẫn"), heads, rows)


def _state(told: Link | None, lang: str) -> str:
    """Whether a cited paper is the one at hand, what differs, and until when it was in force."""
    _ = words(lang)
    if told is None or told.record is None:
        return _("không có trong kho")
    said = _("khác văn bản: {what}").format(what=differing_text(told, lang)) if told.faults else _("khớp")
    if told.record.end is not None:
        said += "; " + _("hết hiệu lực sau {day}").format(day=day_text(told.record.end))
    return f"{said} ({told.record.path or _('danh mục văn bản')})"


def _table(title: str, heads: Iterable[str], rows: Iterable[tuple[str | list[str], ...]]) -> str:
    head = "".join(f'<th scope="col">{escape(h)}</th>' for h in heads)
    body = "".join(f"<tr>{''.join(_cell(c) for c in row)}</tr>" for row in rows)
    return (
        f'<h3>{escape(title)}</h3><div class="scroll" tabindex="0"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(content: str | list[str]) -> str:
    if isinstance(content, str):
        return f'<th scope="row">{escape(content)}</th>'
    return f"<td>{'<br>'.join(escape(c) for c in content)}</td>"
