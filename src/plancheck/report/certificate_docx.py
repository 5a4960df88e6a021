"""The certificate as a Word file of one A4 page."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

if TYPE_CHECKING:
    from docx.document import Document

    from plancheck.report.certificate import Certificate

# Widths of the columns in millimetres; 165 are between the margins.
_FACTS = (50, 115)
_FINDINGS = (18, 24, 40, 83)


def certificate_docx(page: Certificate) -> bytes:
    """The bytes of the file."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Mm(30), Mm(15), Mm(20), Mm(20)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(12)
    normal.paragraph_format.space_after = Pt(4)
    headline = document.add_paragraph()
    headline.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = headline.add_run(page.title)
    run.bold, run.font.size = True, Pt(14)
    _table(document, [(name, value) for name, value in page.facts], _FACTS, head=False)
    document.add_paragraph().add_run(page.verdict).bold = True
    if page.findings:
        _table(document, [page.heads, *page.findings], _FINDINGS, head=True)
    for title, lines in ((page.excused_title, page.excused), (page.unjudged_title, page.unjudged)):
        if lines:
            document.add_paragraph().add_run(title).bold = True
        for text in lines:
            document.add_paragraph(text, style="List Bullet")
    document.add_paragraph().add_run(page.caveat).italic = True
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _table(document: Document, rows: list[tuple[str, ...]], widths: tuple[int, ...], *, head: bool) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    table.autofit = False
    for number, row in enumerate(rows):
        cells = table.add_row().cells
        for column, text in enumerate(row):
            cells[column].width = Mm(widths[column])
            run = cells[column].paragraphs[0].add_run(text)
            run.font.size = Pt(11)
            run.bold = (head and number == 0) or (not head and column == 0)
