"""The lines of a text file: what each one is (blank, table bar, rule, words), and which belong together as a paragraph.

Text copies of plans are hard-wrapped, flattened or cut (corpus survey, 2.1 and 2.9); this module rebuilds paragraphs.
"""

from __future__ import annotations

import itertools
import re

from plancheck.expressions import expression
from plancheck.model.value import Value
from plancheck.text.fold import LOWER

LABEL = expression(
    r"[ \t>]*(?:#{1,6}\s|\*{0,3}_{0,2}(?:"
    r"[-–—+•]\s*\S|[*]\s|\(\d{1,2}\)|\d{1,2}(?:\.\d{1,2}){0,3}[.)]\*{0,2}(?:\s|$)|\d{1,2}(?:\.\d{1,2}){1,3}\*{0,2}\s"
    r"|[IVX]{1,7}\*{0,2}\s?[.\-–—/]|[A-Za-zĐđ]\*{0,2}[).]\s|(?:<[a-z]{1,6}>)?(?:Phụ lục|PHỤ LỤC)\b|Điều \d|(?:<[a-z]{1,6}>)?Nơi nhận|NƠI NHẬN|KẾ HOẠCH\W*$|Số\s*:|Lưu\b))"
)
RULE = expression(r"\s*(?:[-–—_=~*.•]\s*){3,}$")
_BOLD_BLANK = expression(r"\s*(?:\*\*\s+\*\*\s*)+")
_BAR = expression(r"\s*\|\s*$")
_ROW = expression(r"\s*\|.*\|\s*$")
_STARTS_LOWER = expression(rf"[\s*_(“\"]*[{LOWER}]")
_TERMINATED = expression(r"[.;:!?][\s*_”\")]*$")
_CELL_TAG = expression(r"</?t[dhr]\b", re.IGNORECASE)
_BREAK = expression(r"<br\s*/?>", re.IGNORECASE)
_FIRST_WORD = expression(r"\s*(\S+)")
_STRONG = expression(r"(?<!\\)\*\*")
_EMPHASIS = expression(r"(?<![\\*\w])\*(?=[^\s*])|(?<=[^\s*\\])\*(?![*\w])")
_PERCENTILE = 0.9
_CERTAIN = 12
_RUNNING = 25  # lines of table cells are shorter
_LONGEST_EMPHASIS = 40  # lines
_LONGEST_KIND = 30  # «KẾ HOẠCH» above a subject that begins in lower case (Party papers)


class Line(Value):
    """A physical line `[start, end)` of the file, without its line break."""

    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        """Whether nothing is on it, or only bold blanks (`** **`)."""
        return not self.text.strip() or _BOLD_BLANK.fullmatch(self.text) is not None

    @property
    def bar(self) -> bool:
        """Whether it is a lone `|`, the cell mark of flattened tables."""
        return bool(_BAR.match(self.text))

    @property
    def row(self) -> bool:
        """Whether it is a row of a Markdown table."""
        return bool(_ROW.match(self.text)) and not self.bar


Cells = list[tuple[int, int, tuple[Line, ...]]]


class Wrapping(Value):
    """How the file is wrapped: the usual width of a full line (None: not wrapped), and whether blank lines part paragraphs.

    `loose` is false inside the cells of headings and footers, where a short line is a line of its own (a list, a signature).
    """

    width: int | None
    blank_separated: bool
    loose: bool = True


def split(text: str) -> tuple[Line, ...]:
    """The physical lines of `text`."""
    lines: list[Line] = []
    position = 0
    for piece in text.splitlines(keepends=True):
        bare = piece.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        whole = Line(position, position + len(bare), bare)
        # A break that is typed in running text; in a row of a table it belongs to its cell.
        lines.extend(p for p in broken(whole, 0, len(bare)) if p.text) if _breaks(bare) else lines.append(whole)
        position += len(piece)
    return tuple(lines)


def _breaks(text: str) -> bool:
    return "<" in text and "|" not in text and _BREAK.search(text) is not None and _CELL_TAG.search(text) is None


def wrapping(lines: tuple[Line, ...]) -> Wrapping:
    """Tell from the lines that go on in lower case whether, and how wide, the text was wrapped."""
    lengths = sorted(
        len(line.text.rstrip())
        for line, after in itertools.pairwise(lines)
        if not line.blank and not line.bar and not LABEL.match(after.text) and _STARTS_LOWER.match(after.text)
    )
    filled = sum(not line.blank for line in lines) or 1
    blank = len(lines) - filled
    # Long tables of short cells must not hide that the paragraphs are wrapped.
    wrapped = len(lengths) >= _CERTAIN or (len(lengths) >= 4 and len(lengths) > 0.08 * filled)
    width = lengths[int(len(lengths) * _PERCENTILE) - 1] if wrapped else None
    running = sum(len(line.text) > _RUNNING for line in lines) or 1
    return Wrapping(width, blank > 0.15 * running)


def paragraphs(lines: tuple[Line, ...], how: Wrapping) -> tuple[tuple[int, int], ...]:
    """Ranges `[start, end)` of the file, one a paragraph. `lines` holds no bars and no table rows."""
    ranges: list[tuple[int, int]] = []
    current: list[Line] = []
    for line in lines:
        if line.blank:
            _flush(current, ranges)
        elif current and _continues(current, line, how):
            current.append(line)
        else:
            _flush(current, ranges)
            current.append(line)
    _flush(current, ranges)
    return tuple(ranges)


def _flush(current: list[Line], ranges: list[tuple[int, int]]) -> None:
    if current:
        ranges.append((current[0].start, current[-1].end))
        current.clear()


def _continues(current: list[Line], line: Line, how: Wrapping) -> bool:
    """Whether `line` goes on with the paragraph: not a new label, and wrapped, in open emphasis, or in lower case."""
    if RULE.match(line.text) or RULE.match(current[-1].text):
        return False
    if current[-1].text.endswith("  ") and not _STARTS_LOWER.match(line.text):
        return False
    if _emphasis_open(current) and not line.text.lstrip().startswith("#"):
        return True
    if LABEL.match(line.text) or current[-1].text.lstrip().startswith("#"):
        return False
    if _STARTS_LOWER.match(line.text):
        return not (len(current) == 1 and current[0].text.isupper() and len(current[0].text) < _LONGEST_KIND)
    if how.width is None:
        return False
    return _wraps(current, line, how)


def _wraps(current: list[Line], line: Line, how: Wrapping) -> bool:
    """Whether a line in a wrapped text, that begins with a capital or a digit, is the rest of the paragraph."""
    before = current[-1].text.rstrip()
    first = _FIRST_WORD.match(line.text)
    full = len(before) + 1 + (len(first.group(1)) if first else 0) > (how.width or 0)
    if _TERMINATED.search(before):
        return full and how.blank_separated
    if full:
        return True
    return how.blank_separated and not before.isupper() and (how.loose or line.text.lstrip()[:1].isdigit())


def _emphasis_open(current: list[Line]) -> bool:
    """Whether a `**` or `*` that began in the paragraph is not closed yet (copies wrap inside emphasis)."""
    joined = "\n".join(line.text for line in current[-_LONGEST_EMPHASIS:])
    if joined.count("*") == 0:
        return False
    if len(_STRONG.findall(joined)) % 2:
        return True
    return len(_EMPHASIS.findall(_STRONG.sub("", joined))) % 2 == 1


def broken(line: Line, start: int, end: int) -> tuple[Line, ...]:
    """A cell of one physical line as lines, cut at `<br>`; blank lines between keep the pieces apart."""
    pieces = []
    cursor = start
    for mark in (*_BREAK.finditer(line.text, start, end), None):
        stop = mark.start() if mark else end
        pieces.append(Line(line.start + cursor, line.start + stop, line.text[cursor:stop]))
        pieces.append(Line(line.start + stop, line.start + stop, ""))
        cursor = mark.end() if mark else end
    return tuple(pieces)
