"""`plancheck text`."""

from __future__ import annotations

import gettext
from pathlib import Path

import click

from plancheck.cli.main import lang_option
from plancheck.cli.options import output_option, path_argument
from plancheck.cli.output import refuse_input, write

_ = gettext.gettext


def run(path: str, output: str | None) -> int:
    """Print the normalised text, one numbered paragraph a line."""
    from plancheck.read import read_path

    refuse_input(output, [Path(path)])
    document = read_path(Path(path))
    digits = len(str(len(document.blocks)))
    lines = (f"{b.index + 1:>{digits}} │ {b.text.replace(chr(10), ' ⏎ ')}" for b in document.blocks)
    write("\n".join(lines) + "\n", output)
    return 0


command = click.Command(
    "text",
    callback=run,
    options_metavar=_("[OPTIONS]"),
    help=_("In văn bản đã chuẩn hóa, đánh số đoạn (cái mà «đoạn 42» trỏ tới)."),
    params=[
        path_argument(),
        output_option(),
        lang_option(),
    ],
)
