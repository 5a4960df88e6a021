"""`plancheck tree`."""

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


def run(target: str, archive: str | None, output_format: str | None, output: str | None, today: date) -> int:
    """Print the parents and children of a plan."""
    from plancheck import library
    from plancheck.report import tree_report

    place = library.nearest(Path.cwd(), Path(archive) if archive else None)
    refuse_sources(output, [Path(target), *([place] if place else []), Path.cwd()])
    found = library.tree(target, Path(archive) if archive else None, today)
    suffix = Path(output).suffix.lower().lstrip(".") if output else ""
    wanted = output_format or (suffix if suffix in {"svg", "json"} else "text")
    if wanted == "json":
        write(as_json(tree_report.tree_data(found)), output)
    else:
        write((tree_report.tree_svg if wanted == "svg" else tree_report.tree_text)(found, current_language()), output)
    return 0


command = click.Command(
    "tree",
    callback=run,
    options_metavar=_("[OPTIONS]"),
    help=_("In văn bản cấp trên mà kế hoạch dựa vào và văn bản cấp dưới dựa vào nó."),
    params=[
        click.Argument(["target"], metavar=_("TỆP|SỐ_KÝ_HIỆU")),
        archive_option(),
        click.Option(
            ["-f", "--format", "output_format"], type=click.Choice(("text", "json", "svg")), help=_("text, json hoặc svg.")
        ),
        output_option(),
        today_option(),
        lang_option(),
    ],
)
