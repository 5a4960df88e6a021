"""`plancheck outline`."""

from __future__ import annotations

import gettext
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plancheck.cli.main import current_language, lang_option
from plancheck.cli.output import write
from plancheck.cli.today import today_option

if TYPE_CHECKING:
    from datetime import date

_ = gettext.gettext


def run(path: str, output_format: str, output: str | None, today: date) -> int:
    """Print what was understood of one plan."""
    from plancheck import pipeline

    lang = current_language()
    document, plan = pipeline.understand(Path(path), today)
    if output_format == "json":
        from plancheck.report.outline_json import outline

        write(json.dumps(outline(document, plan, lang), ensure_ascii=False, indent=1) + "\n", output)
    else:
        from plancheck.report.outline_text import outline_text

        write(outline_text(document, plan, lang), output)
    return 0


command = click.Command(
    "outline",
    callback=run,
    options_metavar=_("[OPTIONS]"),
    help=_("In kế hoạch như chương trình hiểu: bố cục, thời hạn, nhiệm vụ, nơi nhận."),
    params=[
        click.Argument(["path"], type=click.Path(), metavar=_("TỆP")),
        click.Option(
            ["-f", "--format", "output_format"], type=click.Choice(("text", "json")), default="text", help=_("text hoặc json.")
        ),
        click.Option(["-o", "--output"], type=click.Path(), metavar=_("TỆP"), help=_("Ghi vào tệp.")),
        today_option(),
        lang_option(),
    ],
)
