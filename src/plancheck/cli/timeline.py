"""`plancheck timeline`."""

from __future__ import annotations

import gettext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plancheck.cli.main import current_language, lang_option
from plancheck.cli.options import path_argument, today_option
from plancheck.cli.output import refuse_input, write, write_bytes
from plancheck.errors import ConfigError, ReadError

if TYPE_CHECKING:
    from datetime import date

_ = gettext.gettext
_FORMATS = ("svg", "png", "ics", "csv")


def run(path: str, output_format: str | None, output: str | None, today: date) -> int:
    """Draw the deadlines of a plan, or list them for a calendar or a spreadsheet."""
    from plancheck import pipeline
    from plancheck.report import deadline_lists
    from plancheck.report.timeline_svg import timeline_svg
    from plancheck.timeline import timeline

    source = Path(path)
    chosen = output_format or (Path(output).suffix.lstrip(".").lower() if output else "svg")
    refuse_input(output, [source])
    if chosen not in _FORMATS:
        raise ConfigError("không có định dạng «{name}»; chọn một trong: {all}", name=chosen, all=", ".join(_FORMATS))
    options = pipeline.Options(today=today)
    examined = pipeline.examine(pipeline.bytes_of(source, options), source, options)
    drawn = timeline(examined.plan, examined.findings, pipeline.relations(examined, options).limits)
    if drawn is None and chosen != "csv":
        raise ReadError("{path}: kế hoạch không có mốc ngày, tháng nào để vẽ", path=path)
    if drawn is None or chosen == "csv":
        write(deadline_lists.csv_text(examined.document, examined.plan, current_language()), output)
        return 0
    if chosen == "ics":
        write(deadline_lists.ics_text(examined.document, examined.plan, datetime.now(UTC)), output)
        return 0
    picture = timeline_svg(drawn, current_language(), examined.plan.header.subject_text or "")
    if chosen == "png":
        write_bytes(_png(picture), Path(output or source.with_suffix(".png").name))
        return 0
    write(picture, output)
    return 0


def _png(picture: str) -> bytes:
    try:
        import cairosvg
    except ImportError:
        raise ConfigError('muốn ảnh .png cần thêm gói cairosvg: pip install "plancheck[png]"; hoặc dùng .svg') from None
    rendered: bytes = cairosvg.svg2png(bytestring=picture.encode(), output_width=2000)
    return rendered


command = click.Command(
    "timeline",
    callback=run,
    options_metavar=_("[OPTIONS]"),
    help=_("Vẽ tiến độ: mỗi đơn vị một hàng, từ cơ sở lên; hoặc xuất thời hạn ra lịch (ics), bảng tính (csv)."),
    params=[
        path_argument(),
        click.Option(["-f", "--format", "output_format"], type=click.Choice(_FORMATS), help=_("svg, png, ics hoặc csv.")),
        click.Option(["-o", "--output"], type=click.Path(), metavar=_("TỆP"), help=_("Ghi vào tệp.")),
        today_option(),
        lang_option(),
    ],
)
