"""`plancheck coverage`."""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plancheck.cli.main import current_language, lang_option
from plancheck.cli.options import archive_option, output_option, today_option
from plancheck.cli.output import refuse_sources, write
from plancheck.report.formats import as_json

if TYPE_CHECKING:
    from datetime import date

_ = gettext.gettext


def run(target: str, archive: str | None, output_format: str, output: str | None, today: date) -> int:
    """Print who has answered a plan."""
    from plancheck import library
    from plancheck.report import tree_report

    place = library.nearest(Path.cwd(), Path(archive) if archive else None)
    refuse_sources(output, [Path(target), *([place] if place else []), Path.cwd()])
    found = library.coverage(target, Path(archive) if archive else None, today)
    lang = current_language()
    if output_format == "json":
        write(as_json(tree_report.coverage_data(found)), output)
    else:
        write((tree_report.coverage_csv if output_format == "csv" else tree_report.coverage_text)(found, lang), output)
    return 0


command = click.Command(
    "coverage",
    callback=run,
    options_metavar=_("[OPTIONS]"),
    help=_("Đơn vị nhận kế hoạch: ai đã có kế hoạch thực hiện, ai muộn, ai chưa có."),
    params=[
        click.Argument(["target"], metavar=_("TỆP|SỐ_KÝ_HIỆU")),
        archive_option(),
        click.Option(
            ["-f", "--format", "output_format"],
            type=click.Choice(("text", "json", "csv")),
            default="text",
            help=_("text, json hoặc csv."),
        ),
        output_option(),
        today_option(),
        lang_option(),
    ],
)
