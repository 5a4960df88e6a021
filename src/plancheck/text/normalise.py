"""Normalisation of raw text, once, before any regex or grammar, with a map back to what was written.

NFC; U+00D0 and its kin become Đ; no-break and repeated blanks become one blank; zero-width characters and soft hyphens go;
hyphen look-alikes become a hyphen (the dashes – and — stay, they carry meaning). What was odd is returned as facts.
"""

from __future__ import annotations

import unicodedata

from plancheck.expressions import expression
from plancheck.model.document import Oddity, OffsetMap
from plancheck.model.value import Value

_COMBINING = "\u0300-\u036f"
_BLANK = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000"
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e\x00-\x08\x0b\x0c\x0e-\x1f"
_ODD = expression(
    rf"(?P<combining>[^\s{_COMBINING}][{_COMBINING}]+)"
    r"|(?P<eth>[\u00d0\u00f0\u0189\u0256])"
    rf"|(?P<invisible>[{_INVISIBLE}]+)"
    r"|(?P<hyphen>[\u2010\u2011\u2212])"
    rf"|(?P<newline>[{_BLANK}]*(?:\r\n|[\n\r\x85\u2028\u2029])[{_BLANK}\r\n\x85\u2028\u2029]*)"
    rf"|(?P<blank>[{_BLANK}]{{2,}}|[^\S \n\r\x85\u2028\u2029])"
)
_ETH = {"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"}
_WIDE = 3
_MARKS = frozenset(chr(c) for c in range(0x300, 0x370))


class Normal(Value):
    """Normalised text, the map to the original, the odd characters met, and where wide gaps stood."""

    text: str
    offsets: OffsetMap
    oddities: tuple[Oddity, ...]
    gaps: tuple[int, ...]


def normalise(raw: str, *, drops: tuple[tuple[int, int], ...] = (), newline: str = "\n") -> Normal:
    """Normalise `raw`; the ranges in `drops` (markup) vanish first; a line break becomes `newline` (one character).

    Blanks at both ends are cut. `offsets.origin(i)` is the offset in `raw` of character `i`.
    """
    if not drops and _ODD.search(raw) is None:
        return _plain(raw)
    parts: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    oddities: list[Oddity] = []
    gaps: list[int] = []
    length = 0

    def put(text: str, origin: int) -> None:
        nonlocal length
        if text:
            parts.append(text)
            starts.append(length)
            origins.append(origin)
            length += len(text)

    for kind, text, origin in _tokens(raw, drops):
        if kind is None:
            put(text, origin)
        elif kind == "combining":
            composed = unicodedata.normalize("NFC", text)
            oddities.append(Oddity("combining", length, len(composed), text))
            put(composed, origin)
        elif kind == "eth":
            oddities.append(Oddity("eth", length, 1, text))
            put(_ETH[text], origin)
        elif kind == "invisible":
            oddities.append(Oddity("invisible", length, 0, text))
        elif kind == "hyphen":
            oddities.append(Oddity("odd-hyphen", length, 1, text))
            put("-", origin)
        elif kind == "newline":
            if length and not parts[-1].endswith((" ", "\n")):
                put(newline, origin)
        else:
            _note_blank(text, length, oddities, gaps)
            if length and not parts[-1].endswith((" ", "\n")):
                put(" ", origin)
    return _trimmed("".join(parts), starts, origins, raw, oddities, gaps)


def _plain(raw: str) -> Normal:
    """A text with nothing odd in it: only its ends are cut."""
    cut = raw.strip(" ")
    lead = len(raw) - len(raw.lstrip(" "))
    return Normal(cut, OffsetMap((0,), (lead,), len(cut), lead + len(cut)), (), ())


def _tokens(raw: str, drops: tuple[tuple[int, int], ...]) -> list[tuple[str | None, str, int]]:
    """The raw text cut into plain stretches (kind None) and odd ones, markup left out."""
    tokens: list[tuple[str | None, str, int]] = []
    position = 0
    for start, end in (*drops, (len(raw), len(raw))):
        cursor = position
        for match in _ODD.finditer(raw, position, start):
            if match.start() > cursor:
                tokens.append((None, raw[cursor : match.start()], cursor))
            tokens.append((match.lastgroup, match.group(), match.start()))
            cursor = match.end()
        if cursor < start:
            tokens.append((None, raw[cursor:start], cursor))
        position = max(position, end)
    return tokens


def _note_blank(text: str, length: int, oddities: list[Oddity], gaps: list[int]) -> None:
    if length == 0:
        return
    if "\t" in text or len(text) >= _WIDE:
        gaps.append(length)
    if "\t" in text:
        oddities.append(Oddity("tab", length, 1, text))
    elif "\u00a0" in text:
        oddities.append(Oddity("no-break-space", length, 1, text))
    elif len(text) > 1:
        oddities.append(Oddity("spaces", length, 1, text))


def _trimmed(text: str, starts: list[int], origins: list[int], raw: str, oddities: list[Oddity], gaps: list[int]) -> Normal:
    """Cut blanks at both ends and shift everything accordingly; oddities outside are dropped."""
    lead = len(text) - len(text.lstrip(" \n"))
    cut = text.strip(" \n")
    end = lead + len(cut)
    map_starts: list[int] = []
    map_origins: list[int] = []
    for start, origin in zip(starts, origins, strict=True):
        if start >= end:
            break
        if start <= lead:
            map_starts[:], map_origins[:] = [0], [origin + lead - start]
        else:
            map_starts.append(start - lead)
            map_origins.append(origin)
    last = _written_end(raw, map_origins[-1] + len(cut) - map_starts[-1]) if map_starts else len(raw)
    return Normal(
        cut,
        OffsetMap(tuple(map_starts) or (0,), tuple(map_origins) or (len(raw),), len(cut), last),
        tuple(Oddity(o.kind, o.offset - lead, o.length, o.original) for o in oddities if lead <= o.offset < end),
        tuple(g - lead for g in gaps if lead < g < end),
    )


def _written_end(raw: str, offset: int) -> int:
    """Behind the loose marks that belong to the character before an offset."""
    while offset < len(raw) and raw[offset] in _MARKS:
        offset += 1
    return offset
