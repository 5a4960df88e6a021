"""`plancheck annotate`: the draft back with remarks in its margin."""

from __future__ import annotations

import gettext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from plancheck.cli.main import lang_option
from plancheck.cli.options import choice_options, chosen, today_option
from plancheck.cli.output import refuse_input, write_bytes
from plancheck.errors import ReadError

_ = gettext.gettext
_MARK = ".nhan-xet"
_WORD = frozenset({".docx", ".docm"})


def run(**given: Any) -> int:
    """Write the annotated file; 0 when it was written, whatever was found."""
    from plancheck import pipeline, revise

    source = Path(given["path"])
    if given["in_place"] and given["output"]:
        raise click.UsageError(_("Chọn một trong hai: --in-place hoặc -o."))
    target = Path(given["output"]) if given["output"] else source.with_name(f"{source.stem}{_MARK}{source.suffix}")
    if given["in_place"]:
        target = source
    else:
        refuse_input(str(target), [source])
        if (target.suffix.lower() in _WORD) != (source.suffix.lower() in _WORD):
            raise click.UsageError(_("Kết quả cùng loại với bản gốc: hãy đặt đuôi tệp «{suffix}».").format(suffix=source.suffix))
    options = chosen(given)
    track = given["track_changes"] or given["suggested"]
    data = pipeline.bytes_of(source, options)
    if target != source and target.exists() and revise.has_others_marks(pipeline.bytes_of(target, options), data, target):
        raise ReadError("{path}: đã có tệp này, trong đó có ý kiến của người khác; chọn tên khác cho -o", path=target)
    revised = revise.annotated(data, source, options, datetime.now(UTC), track=track, suggested=given["suggested"])
    write_bytes(revised.data, target)
    click.echo(_("{path}: {n} nhận xét, {m} đề xuất sửa").format(path=target, n=revised.remarks, m=revised.changes))
    if revised.unmarked:
        click.echo(
            _("{n} đề xuất nằm trong số tự động hoặc công thức, không ghi được thành sửa đổi").format(n=revised.unmarked),
            err=True,
        )
    return 0


command = click.Command(
    "annotate",
    callback=run,
    options_metavar=_("[OPTIONS]"),
    help=_("Ghi nhận xét vào bản nháp: chú thích (comment) trong .docx, CriticMarkup trong .md và .txt.")
    + "\n\n"
    + _("Bản gốc không bị sửa: kết quả ghi ra tệp mới. Chạy lại thì chú thích cũ của plancheck được thay."),
    params=[
        click.Argument(["path"], type=click.Path(readable=False), metavar=_("TỆP")),
        click.Option(
            ["-o", "--output"], type=click.Path(), metavar=_("TỆP"), help=_("Tệp kết quả (mặc định: TÊN.nhan-xet.docx).")
        ),
        click.Option(["--in-place"], is_flag=True, help=_("Ghi thẳng vào bản gốc.")),
        click.Option(["--track-changes"], is_flag=True, help=_("Kèm các sửa an toàn thành đề xuất (track changes).")),
        click.Option(["--suggested"], is_flag=True, help=_("Kèm cả các sửa cần người xem lại.")),
        *choice_options(),
        today_option(),
        lang_option(),
    ],
)
