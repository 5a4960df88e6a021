"""The body, headers and footers of a .docx as blocks, in the order in which Word shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plancheck.model.document import Block, Document, Page, Part, Piece, Place
from plancheck.read.docx.comments import comments
from plancheck.read.docx.names import MC, VAL, W, is_on
from plancheck.read.docx.numbering import Counter, integer, numbering_of
from plancheck.read.docx.package import Package
from plancheck.read.docx.runs import Runs, RunWalker
from plancheck.read.docx.styles import outline_level, paragraph_properties, styles_of
from plancheck.text.fold import key
from plancheck.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from plancheck.model.document import Source
    from plancheck.read.docx.styles import Styles
    from plancheck.read.limits import Limits

_MILLIMETRES_PER_TWIP = 25.4 / 1440
_CONTAINERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}smartTag", f"{MC}AlternateContent",
                         f"{MC}Choice"})  # fmt: skip
_DEEPEST = 60


class Paragraph(NamedTuple):
    """A block and where it comes from: the stretches of its text with their elements, and its (last) `w:p`."""

    block: Block
    runs: Runs
    element: etree._Element


class Stories(NamedTuple):
    """The main part, its paragraphs in the order in which Word shows them, and those of headers and footers."""

    root: etree._Element
    body: tuple[Paragraph, ...]
    furniture: tuple[Paragraph, ...]


def read_docx(data: bytes, source: Source, limits: Limits) -> Document:
    """Read a Word file. Raises ReadError when the package is damaged, locked or too large."""
    package = Package(data, source.path, limits)
    story = stories(package)
    return Document(
        source,
        tuple(p.block for p in story.body),
        tuple(p.block for p in story.furniture),
        tuple(_pages(story.root)),
        comments=comments(package, story.root, story.body),
    )


def stories(package: Package) -> Stories:
    """The main part of a package with its paragraphs, and those of headers and footers. Raises ReadError as `read_docx`."""
    relations = package.relations(package.main)
    by_type = {kind.rsplit("/", 1)[-1]: target for target, kind in relations.values()}
    root = package.xml(package.main)
    settings = package.xml(by_type["settings"]) if package.has(by_type.get("settings", "")) else None
    styles = styles_of(
        package,
        by_type.get("styles") if package.has(by_type.get("styles", "")) else None,
        by_type.get("theme") if package.has(by_type.get("theme", "")) else None,
        vietnamese_theme=_vietnamese_theme(settings),
    )
    numbering = package.xml(by_type["numbering"]) if package.has(by_type.get("numbering", "")) else None
    body = root.find(f"{W}body")
    walker = _Walker(styles, Counter(numbering_of(numbering)))
    paragraphs = tuple(walker.paragraphs(body, "body")) if body is not None else ()
    furniture = tuple(
        paragraph
        for target, kind in relations.values()
        for part, suffix in (("header", "/header"), ("footer", "/footer"))
        if kind.endswith(suffix) and package.has(target)
        for paragraph in _Walker(styles, Counter(numbering_of(numbering))).paragraphs(package.xml(target), part)  # type: ignore[arg-type]
    )
    return Stories(root, paragraphs, furniture)


def _vietnamese_theme(settings: etree._Element | None) -> bool:
    element = settings.find(f"{W}themeFontLang") if settings is not None else None
    return element is not None and (element.get(VAL) or "").lower().startswith("vi")


def _pages(root: etree._Element) -> Iterator[Page]:
    for section in root.iter(f"{W}sectPr"):
        size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        if size is None or margins is None:
            continue

        def millimetres(element: etree._Element, name: str) -> float:
            try:
                return round(float(element.get(f"{W}{name}", "0")) * _MILLIMETRES_PER_TWIP, 1)
            except ValueError:
                return 0.0

        yield Page(
            width=millimetres(size, "w"),
            height=millimetres(size, "h"),
            top=abs(millimetres(margins, "top")),
            bottom=abs(millimetres(margins, "bottom")),
            left=millimetres(margins, "left"),
            right=millimetres(margins, "right"),
            landscape=size.get(f"{W}orient") == "landscape",
        )


class _Walker:
    """One pass over a story (body, header or footer)."""

    def __init__(self, styles: Styles, counter: Counter) -> None:
        self._styles = styles
        self._counter = counter
        self._runs = RunWalker(styles)
        self._tables = 0
        self._index = 0
        self._carried: Runs | None = None

    def paragraphs(self, story: etree._Element, part: Part) -> Iterator[Paragraph]:
        """The paragraphs of a story; empty ones are left out."""
        yield from self._story(story, Place(part=part), 0)

    def _story(self, parent: etree._Element, place: Place, depth: int) -> Iterator[Paragraph]:
        if depth > _DEEPEST:
            return
        for element in parent:
            if element.tag == f"{W}p":
                yield from self._paragraph(element, place, depth)
            elif element.tag == f"{W}tbl":
                yield from self._table(element, place, depth)
            elif element.tag in _CONTAINERS:
                yield from self._story(element, place, depth + 1)

    def _table(self, table: etree._Element, place: Place, depth: int) -> Iterator[Paragraph]:
        self._tables += 1
        number = self._tables
        rows = [tuple(_cells(row)) for row in _children(table, f"{W}tr") if not _row_deleted(row)]
        merged = _merged_down(rows)
        for row_number, cells in enumerate(rows, start=1):
            for column, cell in cells:
                tall = merged.get((row_number, column), 1)
                inner = Place(place.part, number, row_number, column, place.text_box, tall)
                yield from self._story(cell, inner, depth + 1)

    def _paragraph(self, paragraph: etree._Element, place: Place, depth: int) -> Iterator[Paragraph]:
        ppr = paragraph.find(f"{W}pPr")
        named = ppr.find(f"{W}pStyle") if ppr is not None else None
        style = named.get(VAL) if named is not None else None
        runs = self._carried or Runs()
        self._carried = None
        self._runs.walk(paragraph, style, runs)
        if _mark_deleted(ppr):
            # A tracked deletion of the paragraph mark joins the paragraph with the next one.
            self._carried = runs
            return
        label = self._label(ppr, style)  # an empty paragraph of a list counts too, as in Word
        block = self._block(label, runs, place, style, ppr)
        if block is not None:
            yield Paragraph(block, runs, paragraph)
        for box in runs.boxes:
            yield from self._story(box, Place(place.part, place.table, place.row, place.column, text_box=True), depth + 1)

    def _label(self, ppr: etree._Element | None, style: str | None) -> str:
        number, level = self._styles.numbering(style)
        numpr = ppr.find(f"{W}numPr") if ppr is not None else None
        if numpr is not None:
            own_number, own_level = numpr.find(f"{W}numId"), numpr.find(f"{W}ilvl")
            number = own_number.get(VAL, number) if own_number is not None else number
            level = own_level.get(VAL, level) if own_level is not None else level
        return self._counter.label(number, integer(level, 0), style)

    def _block(self, label: str, runs: Runs, place: Place, style: str | None, ppr: etree._Element | None) -> Block | None:
        body = "".join(part.text for part in runs.parts)
        raw = label + body
        normal = normalise(raw)
        if not normal.text or not body.strip():
            return None
        locate = normal.offsets.locate
        pieces: list[Piece] = []
        cursor = len(label)
        for number, (text, look, _) in enumerate(runs.parts):
            left = 0 if number == 0 else locate(cursor)
            cursor += len(text)
            right = locate(cursor) if number + 1 < len(runs.parts) else len(normal.text)
            if left < right and pieces and pieces[-1].format == look:
                pieces[-1] = Piece(pieces[-1].start, right, look)
            elif left < right:
                pieces.append(Piece(left, right, look))
        block = Block(
            index=self._index,
            text=normal.text,
            key=key(normal.text),
            raw=raw,
            offsets=normal.offsets,
            place=place,
            label_end=len(label.strip()) if label.strip() else 0,
            heading=outline_level(ppr) or self._styles.outline(style),
            pieces=tuple(pieces),
            look=self._styles.look(style, paragraph_properties(ppr)),
            oddities=normal.oddities,
            gaps=normal.gaps,
        )
        self._index += 1
        return block


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows or cells, also inside content controls and tracked insertions."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _CONTAINERS:
            yield from _children(element, tag)


def _row_deleted(row: etree._Element) -> bool:
    properties = row.find(f"{W}trPr")
    return properties is not None and properties.find(f"{W}del") is not None


def _cells(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """The cells of a row with the grid column, counted from 1, in which each begins."""
    column = 1
    for cell in _children(row, f"{W}tc"):
        yield column, cell
        column += _span(cell)


def _merged_down(rows: list[tuple[tuple[int, etree._Element], ...]]) -> dict[tuple[int, int], int]:
    """How many rows a cell stands for, by (row, column), for cells that are merged downwards (`w:vMerge`)."""
    found: dict[tuple[int, int], int] = {}
    top: dict[int, tuple[int, int]] = {}
    for number, cells in enumerate(rows, start=1):
        for column, cell in cells:
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is None:
                top.pop(column, None)
            elif merge.get(VAL) == "restart":
                top[column] = (number, column)
            elif column in top:
                found[top[column]] = number - top[column][0] + 1
    return found


def _span(cell: etree._Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = span.get(VAL, "1") if span is not None else "1"
    return integer(value, 1)


def _mark_deleted(ppr: etree._Element | None) -> bool:
    mark = ppr.find(f"{W}rPr/{W}del") if ppr is not None else None
    return mark is not None and is_on(mark.get(VAL))
