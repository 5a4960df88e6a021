"""The timeline as one SVG picture: no script, no font of its own, nothing loaded; every bar has a title that is read aloud."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING

from plancheck.report.cells import shortened
from plancheck.report.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from plancheck.model.timeline import Arrow, Bar, Timeline, TimelineRow

_LABELS = 250
_PLOT = 760
_LANE = 17
_GAP = 9
_TOP = 46
_LIMIT = 15
_BAR = 14
_FEW_DAYS = 130
_MANY_MONTHS = 26
_LONGEST_NAME = 38
_LONGEST_TIME = 34
_TEXT_ROOM = 190
_RULES = {
    "text": "font:12px system-ui,'Segoe UI',sans-serif;fill:#1b1b1b",
    ".g": "font-weight:600;fill:#444",
    ".a": "fill:#444;font-size:11px",
    ".t": "font-size:10.5px;fill:#333",
    ".on": "font-size:10.5px;fill:#fff",
    ".off": "fill:#000000;fill-opacity:0.06",
    ".tet": "fill:#c9302c;fill-opacity:0.13",
    ".grid": "stroke:#000000;stroke-opacity:0.13",
    ".bar": "fill:#2f6f9f",
    ".wrong": "fill:#c0281f",
    ".issue": "stroke:#1b7a3d;stroke-width:2",
    ".issuetext": "fill:#1b7a3d;font-size:11px",
    ".limit": "stroke:#8a3ffc;stroke-width:1.5;stroke-dasharray:5 3",
    ".limittext": "fill:#6929c4;font-size:11px",
    ".arrow": "stroke:#555;fill:none",
    ".head": "fill:#555",
    ".back": "fill:#fff",
}
_DARK = {
    "text": "fill:#e8e8e8",
    ".g": "fill:#bbb",
    ".a": "fill:#bbb",
    ".t": "fill:#bbb",
    ".on": "fill:#101418",
    ".back": "fill:#16181c",
    ".off": "fill:#ffffff;fill-opacity:0.08",
    ".tet": "fill:#ff6b6b;fill-opacity:0.20",
    ".grid": "stroke:#ffffff;stroke-opacity:0.16",
    ".bar": "fill:#6fb1e0",
    ".wrong": "fill:#ff7a70",
    ".issue": "stroke:#58c987",
    ".issuetext": "fill:#58c987",
    ".limit": "stroke:#be95ff",
    ".limittext": "fill:#be95ff",
    ".arrow": "stroke:#bbb",
    ".head": "fill:#bbb",
}


def timeline_svg(timeline: Timeline, lang: str = "vi", title: str = "", name: str = "t0") -> str:
    """The picture, about 1000 units wide and as high as it has rows; `name` keeps several pictures on one page apart."""
    _ = words(lang)
    lines = list(_lines(timeline, lang))
    tops = [_TOP]
    for number, _text in lines:
        lanes = len(timeline.rows[number].bars) if number is not None else 1
        tops.append(tops[-1] + _LANE * lanes + _GAP)
    height = tops[-1] + 10 + _LIMIT * len(timeline.limits)
    place = {n: top for (n, _text), top in zip(lines, tops, strict=False) if n is not None}
    said = escape(title or _("Thời gian thực hiện kế hoạch"))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LABELS + _PLOT + 20} {height}" role="img" aria-label="{said}" class="timeline">',
        f"<title>{said}</title><style>{_style(name)}</style>",
        (
            f'<defs><linearGradient id="{name}-open"><stop offset="0" stop-color="#2f6f9f" stop-opacity="0.08"/>'
            f'<stop offset="1" stop-color="#2f6f9f"/></linearGradient><linearGradient id="{name}-wrongopen">'
            f'<stop offset="0" stop-color="#c0281f" stop-opacity="0.08"/><stop offset="1" stop-color="#c0281f"/></linearGradient>'
            f'<marker id="{name}-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
            '<path class="head" d="M0 0L8 4L0 8z"/></marker></defs>'
        ),
        f'<rect class="back" width="{_LABELS + _PLOT + 20}" height="{height}"/>',
        *_days(timeline, height),
        *_months(timeline, height),
        *_issue(timeline, height, _),
        *_limits(timeline, height, _),
        *(_label(text, top, n is None) for (n, text), top in zip(lines, tops, strict=False)),
        *(_bar(b, place[n] + _LANE * k, timeline) for n, row in enumerate(timeline.rows) for k, b in enumerate(row.bars)),
        *(_arrow(a, place, timeline, name) for a in timeline.arrows),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _style(name: str) -> str:
    """The style sheet of one picture, that reaches nothing outside it."""
    light, dark = ("".join(f".timeline {what}{{{how}}}" for what, how in rules.items()) for rules in (_RULES, _DARK))
    fades = "".join(f".timeline .{kind}{{fill:url(#{name}-{kind})}}" for kind in ("open", "wrongopen"))
    printed = ".timeline text{fill:#000}.timeline .back{fill:#fff}"
    return f"{light}{fades}@media(prefers-color-scheme:dark){{{dark}}}@media print{{{printed}}}"


def _lines(timeline: Timeline, lang: str) -> Iterator[tuple[int | None, str]]:
    """The lines of the picture: a heading for each level (row None), then its rows."""
    _ = words(lang)
    levels = {
        1: _("Dưới cơ sở"),
        2: _("Cấp cơ sở, cấp xã"),
        3: _("Cấp trên trực tiếp cơ sở, cấp huyện"),
        4: _("Cấp tỉnh"),
        5: _("Cấp trung ương"),
        None: _("Chưa rõ cấp, hoặc không nêu đơn vị"),
    }
    shown: list[int | None] = []
    for number, row in enumerate(timeline.rows):
        if row.level not in shown:
            shown.append(row.level)
            yield None, levels[row.level]
        yield number, _name(row, lang)


def _name(row: TimelineRow, lang: str) -> str:
    _ = words(lang)
    return shortened(row.unit or _("(không nêu đơn vị)"), _LONGEST_NAME)


def _x(day: date, timeline: Timeline) -> float:
    return round(_LABELS + _PLOT * (day - timeline.start).days / max((timeline.end - timeline.start).days, 1), 1)


def _days(timeline: Timeline, height: int) -> Iterator[str]:
    """Days on which offices are closed: holidays always, weekends where days are wide enough to be seen."""
    wide = (timeline.end - timeline.start).days <= _FEW_DAYS
    for day in sorted(timeline.closed if wide else timeline.holidays):
        left, right = _x(day, timeline), _x(day + timedelta(days=1), timeline)
        kind = "tet" if day in timeline.holidays else "off"
        yield f'<rect class="{kind}" x="{left}" y="{_TOP - 12}" width="{max(right - left, 1):.1f}" height="{height - _TOP}"/>'


def _months(timeline: Timeline, height: int) -> Iterator[str]:
    first = date(timeline.start.year, timeline.start.month, 1)
    months = (timeline.end.year - first.year) * 12 + timeline.end.month - first.month + 1
    step = max(1, -(-months // _MANY_MONTHS) * (3 if months > _MANY_MONTHS else 1))
    for n in range(0, months + 1, step):
        month = date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1)
        if timeline.start <= month <= timeline.end:
            x = _x(month, timeline)
            yield f'<line class="grid" x1="{x}" x2="{x}" y1="{_TOP - 12}" y2="{height - 8}"/>'
            shown = f"{month.month}/{month.year}" if months <= 14 or month.month == 1 else str(month.month)
            yield f'<text class="a" x="{x + 2}" y="{_TOP - 18}">{shown}</text>'


def _issue(timeline: Timeline, height: int, _: Callable[[str], str]) -> Iterator[str]:
    if timeline.issued is not None:
        x = _x(timeline.issued, timeline)
        yield f'<line class="issue" x1="{x}" x2="{x}" y1="{_TOP - 12}" y2="{height - 8}"/>'
        yield f'<text class="issuetext" x="{x + 3}" y="12">{escape(_("ban hành"))} {_shown(timeline.issued)}</text>'


def _limits(timeline: Timeline, height: int, _: Callable[[str], str]) -> Iterator[str]:
    """The days that superiors set: a dashed line each, its words below the rows."""
    for n, limit in enumerate(timeline.limits):
        x, y = _x(limit.day + timedelta(days=1), timeline), height - 8 - _LIMIT * (len(timeline.limits) - 1 - n)
        said = escape(_("hạn của {number}: {text}").format(number=limit.number, text=limit.text))
        anchor, gap = ("start", 4) if x < _LABELS + _PLOT / 2 else ("end", -4)
        yield f'<line class="limit" x1="{x}" x2="{x}" y1="{_TOP - 12}" y2="{y}"><title>{said}</title></line>'
        yield f'<text class="limittext" x="{x + gap}" y="{y}" text-anchor="{anchor}">{said}</text>'


def _label(text: str, y: int, heading: bool) -> str:
    kind, x = ("g", 4) if heading else ("r", 16)
    return f'<text class="{kind}" x="{x}" y="{y + _BAR - 2}">{escape(text)}</text>'


def _bar(bar: Bar, y: int, timeline: Timeline) -> str:
    deadline = bar.deadline
    right = max(_x(bar.last + timedelta(days=1), timeline), _LABELS + 3)
    begin = bar.first or timeline.issued or timeline.start
    left = max(min(_x(begin, timeline), right - 4), _LABELS)
    what = deadline.activity.text if deadline.activity else ""
    to = f" → {deadline.report_to.text}" if deadline.report_to else ""
    title = escape(f"{deadline.located.text}: {what}{to}".strip(": "))
    kind = ("wrongopen" if bar.wrong else "open") if bar.first is None else ("wrong" if bar.wrong else "bar")
    end = (
        f'<rect class="{"wrong" if bar.wrong else "bar"}" x="{right - 3:.1f}" y="{y}" width="3" height="{_BAR}"/>'
        if bar.first is None
        else ""
    )
    words_at, anchor = (right + 5, "start") if right < _LABELS + _PLOT - _TEXT_ROOM else (left - 5, "end")
    if anchor == "end" and left < _LABELS + _TEXT_ROOM:
        words_at = right - 8  # a long bar at the right edge carries its words
    shown = escape(shortened(deadline.located.text, _LONGEST_TIME))
    text = f'<text class="{"on" if anchor == "end" and words_at > left else "t"}" x="{words_at:.1f}" y="{y + _BAR - 3}" text-anchor="{anchor}">{shown}</text>'
    body = f'<rect class="{kind}" x="{left}" y="{y}" width="{right - left:.1f}" height="{_BAR}" rx="2"/>'
    return f"<g><title>{title}</title>{body}{end}{text}</g>"


def _arrow(arrow: Arrow, place: dict[int, int], timeline: Timeline, name: str) -> str:
    x = _x(timeline.rows[arrow.source].bars[arrow.bar].last + timedelta(days=1), timeline) - 1.5
    lanes = len(timeline.rows[arrow.target].bars)
    down = place[arrow.target] > place[arrow.source]
    y1 = place[arrow.source] + _LANE * arrow.bar + (_BAR if down else 0)
    y2 = place[arrow.target] - 2 if down else place[arrow.target] + _LANE * lanes
    return f'<path class="arrow" d="M{x:.1f} {y1}V{y2}" marker-end="url(#{name}-tip)"/>'


def _shown(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
