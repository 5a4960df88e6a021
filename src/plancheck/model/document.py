"""A document as it was read: blocks of normalised text with their place and look. Nothing here knows what a plan is."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Literal

from msgspec import field

from plancheck.model.value import Value

if TYPE_CHECKING:
    from plancheck.model.span import Span

Part = Literal["body", "header", "footer", "note"]


class OffsetMap(Value):
    """Piecewise map from offsets in the normalised text to offsets in the text as written.

    Piece `k` begins at `starts[k]` and is copied from `origins[k]` onwards. `end` is the offset just behind the original.
    """

    starts: tuple[int, ...]
    origins: tuple[int, ...]
    length: int
    end: int

    def origin(self, offset: int) -> int:
        """Offset in the original of the character at `offset`; the end maps to the end."""
        if offset >= self.length:
            return self.end
        piece = bisect_right(self.starts, offset) - 1
        return self.origins[piece] + offset - self.starts[piece]

    def locate(self, origin: int) -> int:
        """Offset in the normalised text of the character written at `origin`, or of the next one that was kept."""
        piece = max(bisect_right(self.origins, origin) - 1, 0)
        stop = self.starts[piece + 1] if piece + 1 < len(self.starts) else self.length
        return min(max(self.starts[piece] + origin - self.origins[piece], self.starts[piece]), stop)


class Oddity(Value):
    """A character that normalisation changed: what it was, and where it would now stand in the normalised text."""

    kind: Literal["eth", "combining", "no-break-space", "spaces", "invisible", "tab", "odd-hyphen"]
    offset: int
    length: int
    original: str


class Format(Value):
    """Effective look of a piece of text; None where the file does not say. `size` is in points."""

    font: str | None = None
    size: float | None = None
    bold: bool = False
    italic: bool = False
    caps: bool = False
    underline: bool = False
    color: str | None = None


class Piece(Value):
    """A range `[start, end)` of a block's normalised text in one format."""

    start: int
    end: int
    format: Format


class Place(Value):
    """Where a person would look: the part, and for a table the 1-based table, row and column. `text_box` for a frame.

    `rows` is how many rows a cell stands for when it is merged downwards.
    """

    part: Part = "body"
    table: int | None = None
    row: int | None = None
    column: int | None = None
    text_box: bool = False
    rows: int = 1


class ParagraphLook(Value):
    """Look of a paragraph: alignment as in WordprocessingML, indents and spacing in points, line spacing as a multiple."""

    alignment: str | None = None
    first_line: float | None = None
    space_before: float | None = None
    space_after: float | None = None
    line: float | None = None
    style: str | None = None


class Block(Value):
    """A paragraph (or a joined paragraph of a text file).

    `text` is normalised: NFC, single blanks, Đ for Ð; a soft line break stays as one newline. `key` has the same length as
    `text`: lower case, one tone placement. `raw` is the text as written and `offsets` leads back to it; `origin` is where
    `raw` begins in a text file (0 for other formats) on `line` and `column`, counted from 1
    (`octet`: the same column in bytes of UTF-8). The first `label_end` characters are an automatic number.
    `gaps` are offsets of blanks that were a tab or at least three spaces wide: two columns flattened into a line.
    `heading` is a level that the file itself declares (a Markdown `##`, an outline level), else None.
    """

    index: int
    text: str
    key: str
    raw: str
    offsets: OffsetMap
    origin: int = 0
    place: Place = Place()
    label_end: int = 0
    heading: int | None = None
    pieces: tuple[Piece, ...] = ()
    look: ParagraphLook = ParagraphLook()
    oddities: tuple[Oddity, ...] = ()
    gaps: tuple[int, ...] = ()
    line: int | None = None
    column: int = 1
    octet: int = 1

    def all_bold(self) -> bool:
        """Whether every visible character is known to be bold."""
        return bool(self.pieces) and all(p.format.bold for p in self.pieces if self.text[p.start : p.end].strip())


class Page(Value):
    """Page set-up of a section; lengths in millimetres."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    landscape: bool


class Source(Value):
    """Where a document came from. `layout_known` is false for a text dump: what it does not show is unknown, not missing.

    `recognised` marks a text that was read off a scan: its letters and numbers may be misread.
    """

    path: str
    format: str
    sha256: str
    layout_known: bool
    recognised: bool = False


class Comment(Value):
    """A comment beside the text (a Word comment, a comment of Markdown) and the words it stands at."""

    text: str
    author: str
    spans: tuple[Span, ...]


class Document(Value):
    """The blocks of the body in reading order; headers, footers and notes stand apart in `furniture`, comments apart in `comments`."""

    source: Source
    blocks: tuple[Block, ...]
    furniture: tuple[Block, ...] = ()
    pages: tuple[Page, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    comments: tuple[Comment, ...] = ()

    def text(self, span: Span) -> str:
        """The words at `span`."""
        return self.blocks[span.block].text[span.start : span.end]
