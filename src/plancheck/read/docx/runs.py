"""The characters of a paragraph with their formats, in reading order: insertions kept, deletions and field codes left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field

from plancheck.read.docx.names import MC, SPACE, VAL, M, W
from plancheck.read.docx.styles import run_properties

if TYPE_CHECKING:
    from lxml import etree

    from plancheck.model.document import Format
    from plancheck.read.docx.styles import Properties, Styles

_SKIPPED = frozenset(
    {
        f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{W}delText", f"{W}delInstrText", f"{W}sdtPr",
        f"{W}sdtEndPr", f"{W}footnoteReference", f"{W}endnoteReference", f"{W}commentReference", f"{W}annotationRef",
        f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}proofErr", f"{W}commentRangeStart", f"{W}commentRangeEnd",
        f"{W}lastRenderedPageBreak", f"{W}softHyphen", f"{MC}Fallback", f"{W}customXmlPr", f"{W}smartTagPr", f"{W}rt",
    }
)  # fmt: skip
_LITERAL = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011"}
_SYMBOL_BULLETS = {"F0B7": "•", "F0A7": "▪", "F02D": "-", "F0FC": "✓"}
_DEEPEST = 120


class FieldState(Struct):
    """Complex fields may run over several paragraphs: True on the stack while a field's code (not its result) is read."""

    stack: list[bool] = field(default_factory=list)

    @property
    def in_code(self) -> bool:
        """Whether what is read now is a field code, which Word does not show."""
        return any(self.stack)


class Part(NamedTuple):
    """A stretch of text in one format, and the element that holds it (`w:t`, `w:tab`, …)."""

    text: str
    look: Format
    node: etree._Element


class Runs(Struct):
    """What a paragraph says: stretches of text with their format, and the text boxes anchored in it."""

    parts: list[Part] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)

    def add(self, text: str, look: Format, node: etree._Element) -> None:
        """Append text in one format."""
        if text:
            self.parts.append(Part(text.upper() if look.caps else text, look, node))


class RunWalker:
    """Walks paragraphs of one document; keeps the field state between them."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields = FieldState()

    def walk(self, paragraph: etree._Element, style: str | None, runs: Runs) -> None:
        """Add the visible text of `paragraph` to `runs`."""
        self._children(paragraph, style, runs, 0)

    def _children(self, element: etree._Element, style: str | None, runs: Runs, depth: int) -> None:
        if depth > _DEEPEST:
            return
        for child in element:
            tag = child.tag
            if tag in _SKIPPED or not isinstance(tag, str):
                continue
            if tag == f"{W}r":
                self._run(child, style, runs, depth)
            elif tag == f"{M}t":
                runs.add(child.text or "", self._styles.format(style, None, ()), child)
            elif tag != f"{W}p":
                self._children(child, style, runs, depth + 1)

    def _run(self, run: etree._Element, style: str | None, runs: Runs, depth: int) -> None:
        rpr = run.find(f"{W}rPr")
        direct: Properties = run_properties(rpr)
        run_style = None
        if rpr is not None:
            named = rpr.find(f"{W}rStyle")
            run_style = named.get(VAL) if named is not None else None
        key = tuple(sorted(direct.items(), key=lambda item: item[0]))
        if self._styles.hidden(style, run_style, key):
            return
        look = self._styles.format(style, run_style, key)
        self._content(run, style, look, runs, depth)

    def _content(self, run: etree._Element, style: str | None, look: Format, runs: Runs, depth: int) -> None:
        for child in run:
            tag = child.tag
            if tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType"))
            elif tag == f"{W}t":
                if not self._fields.in_code:
                    runs.add(_kept(child), look, child)
            elif tag in _LITERAL:
                runs.add(_LITERAL[tag], look, child)
            elif tag == f"{W}br":
                runs.add("\n", look, child)
            elif tag == f"{W}sym":
                runs.add(_SYMBOL_BULLETS.get(child.get(f"{W}char", "").upper(), ""), look, child)
            elif tag == f"{MC}AlternateContent":
                choice = child.find(f"{MC}Choice")
                self._content(choice if choice is not None else child, style, look, runs, depth + 1)
            elif tag in {f"{W}drawing", f"{W}pict", f"{W}object"}:
                runs.boxes.extend(child.iter(f"{W}txbxContent"))
            elif tag == f"{W}ruby":
                self._children(child, style, runs, depth + 1)

    def _field(self, kind: str | None) -> None:
        stack = self._fields.stack
        if kind == "begin":
            stack.append(True)
        elif kind == "separate" and stack:
            stack[-1] = False
        elif kind == "end" and stack:
            stack.pop()


def _kept(text: etree._Element) -> str:
    """The characters of a `w:t`: blanks at its ends count only with xml:space="preserve"."""
    value = text.text or ""
    return value if text.get(SPACE) == "preserve" else value.strip(" \n\t")
