"""Word files to Document: the XML is walked in reading order, so that the text is what Word shows."""

from __future__ import annotations

from plancheck.read.docx.document import read_docx

__all__ = ["read_docx"]
