"""`check --fix` and `check --diff`: fixes made in the files, or shown."""

from __future__ import annotations

import gettext
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from plancheck import pipeline, revise
from plancheck.cli.output import write_bytes
from plancheck.errors import ReadError
from plancheck.read.reader import bytes_of

if TYPE_CHECKING:
    from pathlib import Path

_ = gettext.gettext


def mend(paths: list[Path], options: pipeline.Options, *, show: bool, suggested: bool) -> None:
    """Mend every file, or with `show` print the difference and write nothing. What cannot be read is left to the check to report."""
    now = datetime.now(UTC)
    for source in paths:
        try:
            for path in pipeline.expand([source], options.exclude):
                _one(path, options, now, show=show, suggested=suggested)
        except ReadError as error:
            click.echo(str(error), err=True)


def _one(path: Path, options: pipeline.Options, now: datetime, *, show: bool, suggested: bool) -> None:
    try:
        before = bytes_of(path)
        revised = revise.mended(before, path, options, now, suggested=suggested)
    except ReadError as error:
        click.echo(str(error), err=True)
        return
    if show:
        click.echo(revise.difference(before, revised.data, path, options), nl=False)
        return
    if revised.data != before:
        write_bytes(revised.data, path)
        click.echo(_("{path}: đã sửa {n} chỗ").format(path=path, n=revised.changes), err=True)
