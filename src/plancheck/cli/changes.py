"""`plancheck changes`."""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plancheck.cli.main import current_language, lang_option
from plancheck.cli.options import output_option, path_argument, today_option
from plancheck.cli.output import refuse_input, write
from plancheck.report.formats import as_json

if TYPE_CHECKING:
    from datetime import date

_ = gettext.gettext


def run(path: str, output_format: str, output: str | None, since: str | None, today: date) -> int:
    """Print the tracked changes and comments of a draft."""
    from plancheck import history, pipeline
    from plancheck.report import history_report

    source, lang = Path(path), current_language()
    refuse_input(output, [source, *([Path(since)] if since else [])])
    options = pipeline.Options(today=today, lang=lang)
    earlier = (pipeline.bytes_of(Path(since), options), Path(since)) if since else None
    log = history.history(pipeline.bytes_of(source, options), source, options, earlier)
    if output_format == "json":
        write(as_json(history_report.history_data(log, lang)), output)
    elif output_format == "csv":
        write(history_report.history_csv(log, lang), output)
    else:
        write(history_report.history_text(log, lang, markdown=output_format == "md"), output)
    return 0


command = click.Command(
    "changes",
    callback=run,
    options_metavar=_("[OPTIONS]"),
    help=_("In nhật ký sửa đổi (track changes) và chú thích của một tệp .docx: ai, lúc nào, ở đâu, cũ và mới."),
    params=[
        path_argument(),
        click.Option(
            ["-f", "--format", "output_format"],
            type=click.Choice(("text", "md", "json", "csv")),
            default="text",
            help=_("text, md, json hoặc csv."),
        ),
        click.Option(
            ["--since"],
            type=click.Path(),
            metavar=_("BẢN_CŨ"),
            help=_("Xem từ chối hết có về đúng bản cũ không, chỗ nào gõ lại không theo dõi."),
        ),
        output_option(),
        today_option(),
        lang_option(),
    ],
)
