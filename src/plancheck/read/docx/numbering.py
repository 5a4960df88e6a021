"""Automatic numbers as Word shows them: counters rebuilt from numbering.xml («I.», «1.», «a)» are often not in the text)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plancheck.expressions import expression
from plancheck.model.value import Value
from plancheck.read.docx.names import VAL, W, is_on
from plancheck.text.numerals import roman

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from lxml import etree

_LEVELS = 9
_PLACEHOLDER = expression(r"%([1-9])")
_MAX_ROMAN = 4999
_MAX_LETTER = 780  # thirty times the alphabet, where Word ends
_INTEGER = expression(r"-?[0-9]{1,9}")
# Bullets of the symbol fonts stand in the private use area; Word shows a dot, a square, a dash.
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "-", "\uf0d8": "➢", "o": "o", "\uf0fc": "✓"}


class Level(Value):
    """One level of a list: number format, text pattern, first number, after which level it starts anew, what follows it."""

    format: str
    text: str
    start: int
    restart: int | None
    suffix: str
    legal: bool
    style: str | None


class Numbering(Value):
    """Lists of a document: `nums` maps a list id to (abstract id, levels, levels whose start is overridden)."""

    nums: Mapping[str, tuple[str, tuple[Level | None, ...], frozenset[int]]]
    by_style: Mapping[str, tuple[str, int]]


class Counter:
    """The running state of one document's automatic numbers."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def label(self, num_id: str | None, level: int, style: str | None) -> str:
        """The label that Word shows before the next paragraph of this list and level; empty when there is none."""
        if num_id is None and style is not None and style in self._numbering.by_style:
            num_id, level = self._numbering.by_style[style]
        if num_id is None or num_id == "0" or num_id not in self._numbering.nums or not 0 <= level < _LEVELS:
            return ""
        abstract, levels, overridden = self._numbering.nums[num_id]
        definition = levels[level]
        if definition is None:
            return ""
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        if level in overridden and (num_id, level) not in self._started:
            counts[level] = None
        self._started.add((num_id, level))
        current = counts[level]
        counts[level] = definition.start if current is None else current + 1
        for above in range(level):
            if counts[above] is None:
                upper = levels[above]
                counts[above] = upper.start if upper else 1
        for deeper in range(level + 1, _LEVELS):
            lower = levels[deeper]
            if lower is None or lower.restart is None or level < lower.restart:
                counts[deeper] = None
        return _shown(definition, levels, counts)


def _shown(definition: Level, levels: tuple[Level | None, ...], counts: list[int | None]) -> str:
    if definition.format == "none" and not definition.text:
        return ""
    if definition.format == "bullet":
        text = "".join(_BULLETS.get(c, c) for c in definition.text)
        return text + _suffix(definition) if text.strip() else ""

    def number(match: re.Match[str]) -> str:
        index = int(match.group(1)) - 1
        source = levels[index]
        style = "decimal" if definition.legal or source is None else source.format
        return formatted(counts[index] or 0, style)

    text = _PLACEHOLDER.sub(number, definition.text)
    return text + _suffix(definition) if text.strip() else ""


def _suffix(definition: Level) -> str:
    return "" if definition.suffix == "nothing" else " "


def formatted(number: int, style: str) -> str:
    """A number in one of the number formats of WordprocessingML; unknown formats count in digits."""
    if style in {"upperRoman", "lowerRoman"} and 0 < number <= _MAX_ROMAN:
        return roman(number) if style == "upperRoman" else roman(number).lower()
    if style in {"upperLetter", "lowerLetter"} and 0 < number <= _MAX_LETTER:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    if style == "decimalZero":
        return f"{number:02d}"
    return "" if style == "none" else str(number)


def numbering_of(root: etree._Element | None) -> Numbering:
    """The lists of a numbering part; no lists when there is none."""
    if root is None:
        return Numbering({}, {})
    abstracts: dict[str, tuple[Level | None, ...]] = {}
    links: dict[str, str] = {}
    linked: dict[str, str] = {}
    for element in root.iterchildren(f"{W}abstractNum"):
        abstract_id = element.get(f"{W}abstractNumId", "")
        levels: list[Level | None] = [None] * _LEVELS
        for child in element.iterchildren(f"{W}lvl"):
            index = integer(child.get(f"{W}ilvl"), 0)
            if 0 <= index < _LEVELS:
                levels[index] = _level(child)
        abstracts[abstract_id] = tuple(levels)
        for tag, table in ((f"{W}numStyleLink", links), (f"{W}styleLink", linked)):
            link = element.find(tag)
            if link is not None:
                table[abstract_id if table is links else link.get(VAL, "")] = link.get(VAL, "") if table is links else abstract_id
    nums: dict[str, tuple[str, tuple[Level | None, ...], frozenset[int]]] = {}
    by_style: dict[str, tuple[str, int]] = {}
    for element in root.iterchildren(f"{W}num"):
        num_id = element.get(f"{W}numId", "")
        reference = element.find(f"{W}abstractNumId")
        abstract_id = reference.get(VAL, "") if reference is not None else ""
        abstract_id = linked.get(links.get(abstract_id, ""), abstract_id)
        found, overridden = _overrides(element, abstracts.get(abstract_id, (None,) * _LEVELS))
        nums[num_id] = (abstract_id, found, overridden)
        for index, level in enumerate(found):
            if level and level.style:
                by_style.setdefault(level.style, (num_id, index))
    return Numbering(nums, by_style)


def _overrides(num: etree._Element, levels: tuple[Level | None, ...]) -> tuple[tuple[Level | None, ...], frozenset[int]]:
    found = list(levels)
    overridden = set()
    for element in num.iterchildren(f"{W}lvlOverride"):
        index = integer(element.get(f"{W}ilvl"), 0)
        if not 0 <= index < _LEVELS:
            continue
        definition = element.find(f"{W}lvl")
        if definition is not None:
            found[index] = _level(definition)
        start = element.find(f"{W}startOverride")
        current = found[index]
        if start is not None and current is not None:
            overridden.add(index)
            value = integer(start.get(VAL), current.start)
            found[index] = Level(
                current.format, current.text, value, current.restart, current.suffix, current.legal, current.style
            )
    return tuple(found), frozenset(overridden)


def _level(element: etree._Element) -> Level:
    def value(tag: str, default: str) -> str:
        child = element.find(f"{W}{tag}")
        return child.get(VAL, default) if child is not None else default

    restart = element.find(f"{W}lvlRestart")
    legal = element.find(f"{W}isLgl")
    style = element.find(f"{W}pStyle")
    return Level(
        format=value("numFmt", "decimal"),
        text=value("lvlText", ""),
        start=integer(value("start", "1"), 1),
        restart=integer(restart.get(VAL), 0) if restart is not None else None,
        suffix=value("suff", "tab"),
        legal=legal is not None and is_on(legal.get(VAL)),
        style=style.get(VAL) if style is not None else None,
    )


def integer(value: str | None, default: int) -> int:
    """A whole number as WordprocessingML writes it, `default` for anything else."""
    return int(value) if value is not None and _INTEGER.fullmatch(value) else default
