"""`plancheck find`."""

from __future__ import annotations

import gettext
from pathlib import Path

import click

from plancheck.cli.main import current_language, lang_option
from plancheck.cli.options import archive_option, format_option
from plancheck.cli.output import write
from plancheck.errors import ExitCode
from plancheck.report.formats import as_json

_ = gettext.gettext


def run(number: str, archive: str | None, output_format: str) -> int:
    """Print the documents of a number; exit code 1 when there is none."""
    from plancheck import library
    from plancheck.report.tree_report import record_data, record_line

    found = library.find(number, Path.cwd(), Path(archive) if archive else None)
    if output_format == "json":
        write(as_json([record_data(r) for r in found]), None)
    elif found:
        write("".join(f"{record_line(r, current_language())}\n" for r in found), None)
    else:
        click.echo(_("{number}: không có trong kho").format(number=library.normal(number)), err=True)
    return int(ExitCode.OK if found else ExitCode.FINDINGS)


command = click.Command(
    "find",
    callback=run,
    options_metavar=_("[OPTIONS]"),
    help=_("Tìm văn bản theo số và ký hiệu trong kho và trong danh mục văn bản đã biết."),
    params=[click.Argument(["number"], metavar=_("SỐ_KÝ_HIỆU")), archive_option(), format_option(), lang_option()],
)
