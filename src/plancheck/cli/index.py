"""`plancheck index`."""

from __future__ import annotations

import gettext
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plancheck.cli.main import current_language, lang_option
from plancheck.cli.options import archive_option, engine_options, today_option
from plancheck.errors import INTERRUPTED, ExitCode

if TYPE_CHECKING:
    from datetime import date

_ = gettext.gettext
_SHOWN = 20


def run(folder: str, archive: str | None, jobs: int | None, engine: str, today: date) -> int:
    """Bring the archive of a folder up to date."""
    from plancheck import indexing, pipeline

    options = pipeline.Options(
        today=today,
        archive=Path(archive) if archive else None,
        jobs=jobs or os.cpu_count() or 1,
        engine=engine,
        lang=current_language(),
    )
    source = Path(folder)
    if sys.stderr.isatty() and source.is_dir():
        total = pipeline.count([source], options)
        with click.progressbar(length=total, file=sys.stderr, label=_("Đang lập mục lục"), show_pos=True) as bar:
            done = indexing.index(source, options, advance=lambda seen: bar.update(seen - bar.pos))
    else:
        done = indexing.index(source, options)
    for error in done.errors[:_SHOWN]:
        click.echo(error, err=True)
    if len(done.errors) > _SHOWN:
        click.echo(_("… và {n} tệp khác không đọc được").format(n=len(done.errors) - _SHOWN), err=True)
    if done.rebuilt:
        click.echo(_("{path}: mục lục cũ bị hỏng hoặc của bản khác, đã lập lại từ đầu").format(path=done.path), err=True)
    click.echo(
        _("{path}: đọc {read} văn bản, {unchanged} không đổi, {gone} không còn, {errors} không đọc được").format(
            path=done.path, read=done.read, unchanged=done.unchanged, gone=done.gone, errors=len(done.errors)
        )
    )
    if done.interrupted:
        click.echo(_("Đã dừng theo lệnh; phần đã đọc được giữ lại, chạy lại để tiếp tục."), err=True)
        return INTERRUPTED
    return int(ExitCode.INPUT if done.errors else ExitCode.OK)


command = click.Command(
    "index",
    callback=run,
    options_metavar=_("[OPTIONS]"),
    help=_("Lập hoặc cập nhật mục lục của một thư mục văn bản; chỉ đọc lại tệp đã đổi."),
    params=[
        click.Argument(["folder"], type=click.Path(readable=False), default=".", required=False, metavar=_("[THƯ_MỤC]")),
        archive_option(),
        *engine_options(),
        today_option(),
        lang_option(),
    ],
)
