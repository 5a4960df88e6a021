"""Reports for people: `full` shows every finding with its words underlined, `concise` is one line a finding."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol

from plancheck.model.finding import WORST_FIRST
from plancheck.model.value import Value
from plancheck.report.cells import width
from plancheck.report.excused import excused_lines
from plancheck.report.place import human
from plancheck.report.since import since_lines
from plancheck.report.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plancheck.model.finding import FileReport, Finding, Report, Severity
    from plancheck.model.span import Span

_COLORS = {"error": "red", "warning": "yellow", "info": "cyan"}
_MARGIN = 3
_LEAST = 40


class Style(Protocol):
    """Puts a text in a colour; the plain one gives it back."""

    def __call__(self, text: str, *, fg: str | None = None, bold: bool = False) -> str:
        """The text with its style."""


def plain(text: str, *, fg: str | None = None, bold: bool = False) -> str:
    """No style at all."""
    del fg, bold
    return text


class View(Value):
    """How a report is shown: language, least severity, width of the terminal, colours, and details on wish."""

    lang: str = "vi"
    show: str = "info"
    columns: int = 100
    style: Style = plain
    verbose: bool = False
    quiet: bool = False
    statistics: bool = False


def severity_word(severity: str, lang: str) -> str:
    """«lỗi», «cảnh báo», «gợi ý»."""
    _ = words(lang)
    return {"error": _("lỗi"), "warning": _("cảnh báo"), "info": _("lưu ý")}[severity]


def _shown(file: FileReport, view: View) -> Iterator[Finding]:
    order = ("info", "warning", "error")
    return (f for f in file.findings if order.index(f.severity) >= order.index(view.show))


def full(report: Report, view: View) -> Iterator[str]:
    """The report with every finding in a block of its own, in the order of the text, piece by piece."""
    told = _Told()
    for file in report.files:
        told.see(file)
        parts = list(_of_file(file, view))
        yield "".join(f"{part}\n" for part in parts)
    if view.statistics:
        yield _statistics(told, view) + "\n"
    if view.verbose:
        yield from (f"{text}\n" for file in report.files if (text := _unjudged(file, view)))
    yield _summary(report, told, view)


def _of_file(file: FileReport, view: View) -> Iterator[str]:
    if file.error is not None:
        yield view.style(file.error, fg="red") + "\n"
    if view.quiet:
        return
    yield from (_block(file, finding, view) for finding in _shown(file, view))
    yield from (f"{file.path}: {line}\n" for line in excused_lines(file, view.lang))
    if file.comparison is not None:
        yield "\n".join(since_lines(file.comparison, view.lang)) + "\n"


class _Told:
    """What the closing lines need of all files, gathered on the way."""

    def __init__(self) -> None:
        self.read = self.unread = self.passed = self.unjudged = 0
        self.tally: Counter[tuple[str, str, Severity]] = Counter()

    def see(self, file: FileReport) -> None:
        """Take in one file."""
        self.read += file.error is None
        self.unread += file.error is not None
        self.passed += len(file.waived)
        self.unjudged += len({u.code for u in file.not_evaluated if not u.optional})
        self.tally.update((f.code, f.name, f.severity) for f in file.findings)


def _block(file: FileReport, finding: Finding, view: View) -> str:
    _ = words(view.lang)
    color = _COLORS[finding.severity]
    head = f"{view.style(finding.code, fg=color, bold=True)} {finding.name} · {view.style(severity_word(finding.severity, view.lang), fg=color)}"
    lines = [head]
    if finding.span is None:
        lines.append(f"   {file.path}")
        lines.append(f"   {finding.message}")
    else:
        place = human(file.passages[finding.span.block], finding.span, view.lang)
        where = _("{place} (ký tự {a}–{b})").format(place=place, a=finding.span.start + 1, b=finding.span.end)
        lines.append(f"   {file.path} · {where}")
        lines.extend(_excerpt(file, finding, finding.span, view))
    lines.append(f"   {_label(_('gợi ý'))}{finding.hint}")
    if view.verbose:
        lines.append(f"   {_label(_('căn cứ'))}{source_text(finding)}")
        lines.append(f"   {_label(_('dấu vân'))}{finding.fingerprint}")
    return "\n".join(lines) + "\n"


def _label(word: str) -> str:
    return word + " " * max(1, 10 - width(word))


def source_text(finding: Finding) -> str:
    """The clause with its regulation, or the practice."""
    source = finding.source
    if source.practice:
        return source.practice
    return f"{source.regulation}: {source.clause}" if source.regulation else source.clause or ""


def _excerpt(file: FileReport, finding: Finding, span: Span, view: View) -> Iterator[str]:
    here = [r for r in finding.related if r.span.block == span.block and not r.span.touches(span)]
    number_width = max(len(str(s.block + 1)) for s in (span, *(r.span for r in finding.related)))
    gutter = " " * _MARGIN + " " * number_width
    for other in (r for r in finding.related if r.span.block != span.block):
        start, text = _window(file.passages[other.span.block].text, (other.span,), view.columns - len(gutter) - 3)
        yield f"{' ' * _MARGIN}{other.span.block + 1:>{number_width}} │ {text}"
        yield f"{gutter} │ {_marks(text, start, other.span, (), other_only=True)}"
    start, text = _window(file.passages[span.block].text, (span, *(r.span for r in here)), view.columns - len(gutter) - 3)
    yield f"{' ' * _MARGIN}{span.block + 1:>{number_width}} │ {text}"
    marks = _marks(text, start, span, tuple(r.span for r in here), other_only=False)
    color = _COLORS[finding.severity]
    if width(marks) + 1 + width(finding.message) + len(gutter) + 3 <= view.columns:
        yield f"{gutter} │ {view.style(marks, fg=color)} {finding.message}"
    else:
        yield f"{gutter} │ {view.style(marks, fg=color)}"
        yield f"{gutter} │ {finding.message}"


def _window(text: str, spans: tuple[Span, ...], columns: int) -> tuple[int, str]:
    """(offset of the first character shown, text) of a paragraph: all of it when it fits, else a piece around the first span."""
    columns = max(columns, _LEAST)
    text = text.replace("\n", " ")
    if width(text) <= columns:
        return 0, text
    main = spans[0]
    length = min(main.end - main.start, columns - 6)
    lead = min(main.start, max(8, (columns - length) // 2))
    start = main.start - lead
    inside = [s for s in spans[1:] if s.start < main.start and main.end - s.start <= columns - 4]
    if inside:
        start = max(0, min(s.start for s in inside) - 2)
    cut = text[start : start + columns - 2]
    left = "…" if start > 0 else ""
    right = "…" if start + len(cut) < len(text) else ""
    return start - len(left), left + cut + right


def _marks(text: str, start: int, main: Span, others: tuple[Span, ...], *, other_only: bool) -> str:
    """The line below the text: `^` under the words of the finding, `-` under those that belong to it."""
    line = [" "] * (width(text) + 1)
    for spans, mark in ((others, "-"), ((main,), "-" if other_only else "^")):
        for span in spans:
            left = width(text[: max(0, span.start - start)])
            right = width(text[: max(0, min(span.end - start, len(text)))])
            for cell in range(left, max(right, left + 1)):
                if cell < len(line):
                    line[cell] = mark
    return "".join(line).rstrip()


def concise(report: Report, view: View) -> Iterator[str]:
    """One greppable line a finding: `tệp:đoạn:cột: lỗi TH103[thoi-gian-dao-nguoc] …`."""
    told = _Told()
    for file in report.files:
        told.see(file)
        yield "".join(f"{line}\n" for line in _lines(file, view))
    if view.statistics:
        yield _statistics(told, view)


def _lines(file: FileReport, view: View) -> Iterator[str]:
    if file.error is not None:
        yield file.error
    for finding in _shown(file, view):
        place = f"{finding.span.block + 1}:{finding.span.start + 1}" if finding.span else "0:0"
        word = severity_word(finding.severity, view.lang)
        yield f"{file.path}:{place}: {word} {finding.code}[{finding.name}] {finding.message}"
    yield from (f"{file.path}: {line}" for line in excused_lines(file, view.lang))
    if file.comparison is not None:
        yield from (f"{file.path}: {line.strip()}" for line in since_lines(file.comparison, view.lang))


def _summary(report: Report, told: _Told, view: View) -> str:
    """The closing lines: how much was found, whether it passes, and where to go on."""
    _ = words(view.lang)
    counts = {s: report.count(s) for s in WORST_FIRST}
    total = sum(counts.values())
    seconds = f"{report.seconds:.1f}".replace(".", "," if view.lang == "vi" else ".")
    detail = ", ".join(f"{n} {severity_word(s, view.lang)}" for s, n in counts.items() if n)
    head = _("{n} phát hiện").format(n=total) + (f": {detail}" if detail else "")
    skipped = " · " + _("{n} tệp không đọc được").format(n=told.unread) if told.unread else ""
    skipped += " · " + _("{n} phát hiện được bỏ qua").format(n=told.passed) if told.passed else ""
    lines = [f"{head} · {_('{n} tệp').format(n=told.read)}{skipped} · {_('{s} giây').format(s=seconds)}"]
    if told.unjudged and not view.verbose:
        lines.append(_("{n} quy tắc không đánh giá được (xem lý do: thêm -v)").format(n=told.unjudged))
    if report.interrupted:
        lines.append(_("Đã dừng theo lệnh; kết quả trên là của các tệp đã kiểm tra xong."))
    failed = report.exit_code != 0
    verdict = _("Không đạt") if failed else _("Đạt")
    threshold = severity_word(report.fail_on, view.lang) if report.fail_on != "never" else _("không bao giờ")
    first = next((code for s in WORST_FIRST for code, _name, severity in told.tally if severity == s), None)
    tail = _(" Xem thêm: plancheck explain {code}").format(code=first) if first else ""
    lines.append(
        view.style(verdict, fg="red" if failed else "green", bold=True) + " " + _("(ngưỡng: {t}).").format(t=threshold) + tail
    )
    return "\n".join(lines) + "\n"


def by_reason(file: FileReport, lang: str) -> dict[str, tuple[str, ...]]:
    """The codes of the rules that could not be judged, by the reason in words."""
    _ = words(lang)
    found: dict[str, list[str]] = {}
    for entry in file.not_evaluated:
        found.setdefault(_(entry.reason), []).append(entry.code)
    return {reason: tuple(sorted(set(codes))) for reason, codes in found.items()}


def _unjudged(file: FileReport, view: View) -> str:
    if not file.not_evaluated:
        return ""
    _ = words(view.lang)
    lines = [_("{path}: chưa đánh giá").format(path=file.path)]
    lines.extend(f"   {reason}: {', '.join(codes)}" for reason, codes in by_reason(file, view.lang).items())
    return "\n".join(lines) + "\n"


def _statistics(told: _Told, view: View) -> str:
    _ = words(view.lang)
    lines = [_("Thống kê theo quy tắc")]
    lines.extend(
        f"   {n:>5}  {code} {name} · {severity_word(severity, view.lang)}"
        for (code, name, severity), n in told.tally.most_common()
    )
    return "\n".join(lines) + "\n"
