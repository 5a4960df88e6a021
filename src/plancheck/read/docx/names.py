"""Qualified names of WordprocessingML that the reader meets."""

from __future__ import annotations

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

VAL = f"{W}val"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def is_on(value: str | None) -> bool:
    """Meaning of a toggle property whose element is there: on, unless it says otherwise."""
    return value not in {"0", "false", "off", "none"}
