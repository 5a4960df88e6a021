"""`check --fix` and `check --diff`: fixes made in the files, or shown."""

from __future__ import annotations

import contextlib
import gettext
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from plancheck import pipeline, revise
from plancheck.cli.output import write_bytes
from plancheck.errors import ExitCode, PlancheckError, ReadError

if TYPE_CHECKING:
    from pathlib import Path

_ = gettext.gettext


def mend(paths: list[Path], options: pipeline.Options, *, show: bool, suggested: bool) -> ExitCode:
    """Mend every file, or with `show` print the difference and write nothing. One file that cannot be mended never stops the others.

    What cannot be read is left to the check to report; what cannot be changed or written is told here, and its exit code returned.
    """
    now = datetime.now(UTC)
    codes = [ExitCode.OK]
    for source in paths:
        with contextlib.suppress(ReadError):
            codes.extend(_one(path, options, now, show=show, suggested=suggested) for path in pipeline.files(source, options))
    return ExitCode.worst(*codes)


def _one(path: Path, options: pipeline.Options, now: datetime, *, show: bool, suggested: bool) -> ExitCode:
    try:
        before = pipeline.bytes_of(path, options)
        examined = pipeline.examine(before, path, options)
    except ReadError:
        return ExitCode.OK
    try:
        revised = revise.mended(before, path, options, now, suggested=suggested, examined=examined)
        if show:
            click.echo(revise.difference(before, revised.data, path), nl=False)
        elif revised.data != before:
            write_bytes(revised.data, path)
            click.echo(_("{path}: đã sửa {n} chỗ").format(path=path, n=revised.changes), err=True)
    except PlancheckError as error:
        click.echo(str(error), err=True)
        return ExitCode.INPUT
    return ExitCode.OK
