"""`plancheck annotate`: the draft back with remarks in its margin."""

from __future__ import annotations

import gettext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from plancheck.cli.main import current_language, lang_option
from plancheck.cli.options import today_option
from plancheck.cli.output import write_bytes
from plancheck.errors import ReadError

_ = gettext.gettext
_MARK = ".nhan-xet"


def run(**given: Any) -> int:
    """Write the annotated file; 0 when it was written, whatever was found."""
    from plancheck import pipeline, revise
    from plancheck.read.reader import bytes_of

    source = Path(given["path"])
    target = _target(source, given["output"], in_place=given["in_place"])
    options = pipeline.Options(
        today=given["today"],
        stage=given["stage"],
        select=given["select"],
        ignore=given["ignore"],
        show=given["show"],
        min_confidence=given["min_confidence"],
        lang=current_language(),
    )
    track = given["track_changes"] or given["suggested"]
    revised = revise.annotated(bytes_of(source), source, options, datetime.now(UTC), track=track, suggested=given["suggested"])
    write_bytes(revised.data, target)
    click.echo(_("{path}: {n} nhận xét, {m} đề xuất sửa").format(path=target, n=revised.remarks, m=revised.changes))
    if revised.unmarked:
        click.echo(
            _("{n} đề xuất nằm trong số tự động hoặc công thức, không ghi được thành sửa đổi").format(n=revised.unmarked),
            err=True,
        )
    return 0


def _target(source: Path, output: str | None, *, in_place: bool) -> Path:
    """Where to write: beside the draft unless said otherwise, and over the draft only when asked. Raises ReadError."""
    if in_place:
        return source
    target = Path(output) if output else source.with_name(f"{source.stem}{_MARK}{source.suffix}")
    if target.exists() and source.exists() and target.samefile(source):
        raise ReadError("{path}: sẽ ghi đè bản gốc; chọn tên khác cho -o, hoặc thêm --in-place nếu đúng ý", path=target)
    return target


command = click.Command(
    "annotate",
    callback=run,
    options_metavar=_("[OPTIONS]"),
    help=_("Ghi nhận xét vào bản nháp: chú thích (comment) trong .docx, CriticMarkup trong .md và .txt.")
    + "\n\n"
    + _("Bản gốc không bị sửa: kết quả ghi ra tệp mới. Chạy lại thì chú thích cũ của plancheck được thay."),
    params=[
        click.Argument(["path"], type=click.Path(), metavar=_("TỆP")),
        click.Option(
            ["-o", "--output"], type=click.Path(), metavar=_("TỆP"), help=_("Tệp kết quả (mặc định: TÊN.nhan-xet.docx).")
        ),
        click.Option(["--in-place"], is_flag=True, help=_("Ghi thẳng vào bản gốc.")),
        click.Option(["--track-changes"], is_flag=True, help=_("Kèm các sửa an toàn thành đề xuất (track changes).")),
        click.Option(["--suggested"], is_flag=True, help=_("Kèm cả các sửa cần người xem lại.")),
        click.Option(
            ["--select"], multiple=True, metavar=_("MÃ"), help=_("Chỉ chạy các quy tắc này (mã, tên hoặc nhóm như TH).")
        ),
        click.Option(["--ignore"], multiple=True, metavar=_("MÃ"), help=_("Bỏ qua các quy tắc này.")),
        click.Option(
            ["--stage"],
            type=click.Choice(("nhap", "trinh-ky", "phat-hanh")),
            help=_("Giai đoạn của văn bản (mặc định: trinh-ky)."),
        ),
        click.Option(
            ["--show"], type=click.Choice(("error", "warning", "info")), help=_("Ghi từ mức này trở lên (mặc định: info).")
        ),
        click.Option(
            ["--min-confidence"],
            type=click.Choice(("low", "medium", "high")),
            help=_("Độ chắc chắn thấp nhất được báo (mặc định: medium)."),
        ),
        today_option(),
        lang_option(),
    ],
)
