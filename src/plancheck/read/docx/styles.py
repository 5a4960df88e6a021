"""Effective formatting: document defaults, style chains, direct properties, and the theme's fonts (Vietnamese face first)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import field

from plancheck.errors import ReadError
from plancheck.model.document import Format, ParagraphLook
from plancheck.model.value import Value
from plancheck.read.docx.names import VAL, A, W, is_on
from plancheck.read.docx.numbering import integer
from plancheck.read.docx.package import parse_xml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from plancheck.read.docx.package import Package

_TOGGLES = {f"{W}b": "bold", f"{W}i": "italic", f"{W}caps": "caps"}
_TWIPS_PER_POINT = 20
_BODY_TEXT = 9  # the outline level of what is no heading
_TEMPLATES = 8
_LINE_UNITS = 240

Properties = dict[str, Any]


class Style(Value):
    """A style as the file declares it, its own properties only."""

    id: str
    based_on: str | None
    run: Properties
    paragraph: Properties
    numbering: tuple[str | None, str | None]
    outline: int | None


class Styles(Value):
    """All styles of a document; `default_paragraph` is the style of a paragraph that names none."""

    by_id: Mapping[str, Style]
    default_run: Properties
    default_paragraph_look: Properties
    default_paragraph: str | None
    theme: Mapping[str, str]
    _memo: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def chain(self, style_id: str | None) -> tuple[Style, ...]:
        """The style and what it is based on, the most general first; a circle ends where it closes."""
        found: list[Style] = []
        seen = set()
        while style_id and style_id not in seen and style_id in self.by_id:
            seen.add(style_id)
            found.append(self.by_id[style_id])
            style_id = self.by_id[style_id].based_on
        return tuple(reversed(found))

    def format(self, paragraph_style: str | None, run_style: str | None, direct: tuple[tuple[str, Any], ...]) -> Format:
        """Effective look of a run. Toggle properties of styles combine by exclusive or, direct ones decide (ISO 29500 17.7.3)."""
        memo = (paragraph_style, run_style, direct)
        if memo in self._memo:
            result: Format = self._memo[memo]
            return result
        merged: Properties = dict(self.default_run)
        toggles = {name: bool(merged.get(name)) for name in _TOGGLES.values()}
        for style in (*self.chain(paragraph_style or self.default_paragraph), *self.chain(run_style)):
            for name, value in style.run.items():
                if name in toggles:
                    toggles[name] ^= bool(value)
                else:
                    merged[name] = value
        merged.update(toggles)
        merged.update(direct)
        font = merged.get("font")
        theme = merged.get("font_theme")
        if theme:
            font = self.theme.get(theme, font)
        look = Format(
            font=font,
            size=merged.get("size"),
            bold=bool(merged.get("bold")),
            italic=bool(merged.get("italic")),
            caps=bool(merged.get("caps")),
            underline=bool(merged.get("underline")),
            color=merged.get("color"),
        )
        self._memo[memo] = look
        return look

    def hidden(self, paragraph_style: str | None, run_style: str | None, direct: tuple[tuple[str, Any], ...]) -> bool:
        """Whether a run is hidden text, which Word does not show."""
        value = bool(dict(direct).get("hidden", False))
        if "hidden" in dict(direct):
            return value
        return any(
            style.run.get("hidden") for style in (*self.chain(paragraph_style or self.default_paragraph), *self.chain(run_style))
        )

    def look(self, style_id: str | None, direct: Properties) -> ParagraphLook:
        """Effective look of a paragraph."""
        merged = dict(self.default_paragraph_look)
        chain = self.chain(style_id or self.default_paragraph)
        for style in chain:
            merged.update(style.paragraph)
        merged.update(direct)
        return ParagraphLook(style=style_id, **{k: merged.get(k) for k in _LOOK_FIELDS})

    def numbering(self, style_id: str | None) -> tuple[str | None, str | None]:
        """(numbering id, level) that the style gives to its paragraphs."""
        number: str | None = None
        level: str | None = None
        for style in self.chain(style_id or self.default_paragraph):
            number = style.numbering[0] or number
            level = style.numbering[1] or level
        return number, level

    def outline(self, style_id: str | None) -> int | None:
        """Heading level 1 to 9 that the style declares, None for body text."""
        level = None
        for style in self.chain(style_id):
            level = style.outline if style.outline is not None else level
        return level


_LOOK_FIELDS = ("alignment", "first_line", "space_before", "space_after", "line")


def run_properties(rpr: etree._Element | None) -> Properties:
    """Properties that a `w:rPr` sets by itself."""
    found: Properties = {}
    if rpr is None:
        return found
    for element in rpr:
        tag = element.tag
        if tag in _TOGGLES:
            found[_TOGGLES[tag]] = is_on(element.get(VAL))
        elif tag == f"{W}vanish":
            found["hidden"] = is_on(element.get(VAL))
        elif tag == f"{W}sz":
            found["size"] = _number(element.get(VAL), 2)
        elif tag == f"{W}u":
            found["underline"] = is_on(element.get(VAL))
        elif tag == f"{W}color":
            found["color"] = element.get(VAL)
        elif tag == f"{W}rFonts":
            font = element.get(f"{W}ascii") or element.get(f"{W}hAnsi")
            theme = element.get(f"{W}asciiTheme") or element.get(f"{W}hAnsiTheme")
            if theme:
                found["font_theme"] = theme
            elif font:
                found["font"], found["font_theme"] = font, None
    return found


def paragraph_properties(ppr: etree._Element | None) -> Properties:
    """Properties of alignment and spacing that a `w:pPr` sets by itself; points, lines as multiples."""
    found: Properties = {}
    if ppr is None:
        return found
    for element in ppr:
        tag = element.tag
        if tag == f"{W}jc":
            found["alignment"] = element.get(VAL)
        elif tag == f"{W}ind":
            first, hanging = element.get(f"{W}firstLine"), element.get(f"{W}hanging")
            if first is not None:
                found["first_line"] = _number(first, _TWIPS_PER_POINT)
            elif hanging is not None:
                found["first_line"] = -(_number(hanging, _TWIPS_PER_POINT) or 0)
        elif tag == f"{W}spacing":
            for name, attribute in (("space_before", "before"), ("space_after", "after")):
                value = element.get(f"{W}{attribute}")
                if value is not None:
                    found[name] = _number(value, _TWIPS_PER_POINT)
            line = element.get(f"{W}line")
            if line is not None and element.get(f"{W}lineRule", "auto") == "auto":
                found["line"] = _number(line, _LINE_UNITS)
    return found


def _number(value: str | None, divisor: int) -> float | None:
    try:
        return float(value) / divisor if value is not None else None
    except ValueError:
        return None


def styles_of(package: Package, styles: str | None, theme: str | None, *, vietnamese_theme: bool) -> Styles:
    """The styles of a document from its style part and theme part (names, or None when absent). Raises ReadError.

    Parts of the same bytes are parsed once for many files: templates are shared.
    """
    parts = (package.bytes(name) if name and package.has(name) else None for name in (styles, theme))
    return _parsed(package.name, *parts, vietnamese=vietnamese_theme)


def _parsed(name: str, styles: bytes | None, theme: bytes | None, *, vietnamese: bool) -> Styles:
    try:
        return _known(styles, theme, vietnamese)
    except ReadError:
        # The message names the file, so it is never that of another one.
        for part in (styles, theme):
            if part is not None:
                parse_xml(part, name)
        raise


@lru_cache(maxsize=_TEMPLATES)
def _known(styles: bytes | None, theme: bytes | None, vietnamese: bool) -> Styles:
    fonts = _theme_fonts(parse_xml(theme, ""), vietnamese=vietnamese) if theme is not None else {}
    if styles is None:
        return Styles({}, {}, {}, None, fonts)
    root = parse_xml(styles, "")
    by_id: dict[str, Style] = {}
    default = None
    for element in root.iterchildren(f"{W}style"):
        style_id = element.get(f"{W}styleId", "")
        kind = element.get(f"{W}type")
        if kind not in {"paragraph", "character"}:
            continue
        based = element.find(f"{W}basedOn")
        ppr = element.find(f"{W}pPr")
        by_id[style_id] = Style(
            style_id,
            based.get(VAL) if based is not None else None,
            run_properties(element.find(f"{W}rPr")),
            paragraph_properties(ppr),
            _numbering(ppr),
            outline_level(ppr),
        )
        if kind == "paragraph" and element.get(f"{W}default") in {"1", "true", "on"}:
            default = style_id
    defaults = root.find(f"{W}docDefaults")
    default_run = defaults.find(f"{W}rPrDefault/{W}rPr") if defaults is not None else None
    default_paragraph = defaults.find(f"{W}pPrDefault/{W}pPr") if defaults is not None else None
    return Styles(by_id, run_properties(default_run), paragraph_properties(default_paragraph), default, fonts)


def _numbering(ppr: etree._Element | None) -> tuple[str | None, str | None]:
    numpr = ppr.find(f"{W}numPr") if ppr is not None else None
    if numpr is None:
        return None, None
    number, level = numpr.find(f"{W}numId"), numpr.find(f"{W}ilvl")
    return (number.get(VAL) if number is not None else None, level.get(VAL) if level is not None else None)


def outline_level(ppr: etree._Element | None) -> int | None:
    """Heading level 1 to 9 of a `w:pPr`, None when it says nothing or body text."""
    element = ppr.find(f"{W}outlineLvl") if ppr is not None else None
    value = integer(element.get(VAL), _BODY_TEXT) if element is not None else _BODY_TEXT
    return value + 1 if 0 <= value < _BODY_TEXT else None


def _theme_fonts(root: etree._Element, *, vietnamese: bool) -> dict[str, str]:
    fonts = {}
    for scheme, prefix in (("majorFont", "major"), ("minorFont", "minor")):
        element = root.find(f".//{A}{scheme}")
        if element is None:
            continue
        latin = element.find(f"{A}latin")
        face = latin.get("typeface", "") if latin is not None else ""
        if vietnamese:
            face = next((f.get("typeface", "") for f in element.iterchildren(f"{A}font") if f.get("script") == "Viet"), face)
        for suffix in ("Ascii", "HAnsi"):
            fonts[f"{prefix}{suffix}"] = face
    return fonts
