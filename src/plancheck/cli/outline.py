"""`plancheck outline`."""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plancheck.cli.main import current_language, lang_option
from plancheck.cli.options import format_option, output_option, path_argument, today_option
from plancheck.cli.output import refuse_input, write
from plancheck.report.formats import as_json

if TYPE_CHECKING:
    from datetime import date

    from plancheck.model.document import Document
    from plancheck.model.plan import Plan

_ = gettext.gettext


def run(path: str, matrix: bool, output_format: str, output: str | None, today: date) -> int:
    """Print what was understood of one plan: its outline, or its matrix of units, tasks, deadlines and recipients."""
    from plancheck import pipeline

    refuse_input(output, [Path(path)])
    document, plan = pipeline.understand(Path(path), today)
    shown = _matrix if matrix else _outline
    write(shown(document, plan, output_format, current_language()), output)
    return 0


def _outline(document: Document, plan: Plan, output_format: str, lang: str) -> str:
    if output_format == "json":
        from plancheck.report.outline_json import outline

        return as_json(outline(document, plan, lang))
    from plancheck.report.outline_text import outline_text

    return outline_text(document, plan, lang)


def _matrix(document: Document, plan: Plan, output_format: str, lang: str) -> str:
    from plancheck.matrix import matrix
    from plancheck.report.matrix_report import matrix_data, matrix_text

    if output_format == "json":
        return as_json(matrix_data(document, plan, matrix(plan), lang))
    return matrix_text(document, plan, matrix(plan), lang)


command = click.Command(
    "outline",
    callback=run,
    options_metavar=_("[OPTIONS]"),
    help=_("In kế hoạch như chương trình hiểu: bố cục, thời hạn, nhiệm vụ, nơi nhận."),
    params=[
        path_argument(),
        click.Option(["--matrix"], is_flag=True, help=_("In bảng: mỗi đơn vị với việc, thời hạn, nơi báo cáo và dòng nơi nhận.")),
        format_option(),
        output_option(),
        today_option(),
        lang_option(),
    ],
)
