"""Arguments and options that several commands share."""

from __future__ import annotations

import gettext
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from plancheck.cli.main import current_language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from plancheck.pipeline import Options

_ = gettext.gettext
SEVERITIES = ("error", "warning", "info")


def path_argument() -> click.Argument:
    """One file."""
    return click.Argument(["path"], type=click.Path(readable=False), metavar=_("TỆP"))


def output_option() -> click.Option:
    """`-o`: a file for what is printed otherwise."""
    return click.Option(["-o", "--output"], type=click.Path(), metavar=_("TỆP"), help=_("Ghi vào tệp."))


def format_option() -> click.Option:
    """`-f`: text or JSON."""
    return click.Option(
        ["-f", "--format", "output_format"], type=click.Choice(("text", "json")), default="text", help=_("text hoặc json.")
    )


def today_option() -> click.Option:
    """`--today`: the day that a run takes for today, so that a result can be repeated.

    Its value is a `date`, the user's own calendar day when it is not given.
    """
    return click.Option(
        ["--today"],
        type=click.DateTime(["%Y-%m-%d"]),
        callback=_day,
        metavar=_("NĂM-THÁNG-NGÀY"),
        help=_("Coi hôm nay là ngày này (để kết quả lặp lại được)."),
    )


def _day(ctx: click.Context, param: click.Parameter, value: datetime | None) -> date:
    del ctx, param
    return value.date() if value else date.today()  # noqa: DTZ011 - the user's own calendar day


def chosen(given: Mapping[str, Any]) -> Options:
    """What `choice_options`, `--today` and `--lang` were given, as the options of a run."""
    from plancheck import pipeline

    return pipeline.Options(
        today=given["today"],
        stage=given["stage"],
        select=given["select"],
        ignore=given["ignore"],
        show=given["show"],
        min_confidence=given["min_confidence"],
        lang=current_language(),
    )


def choice_options() -> list[click.Parameter]:
    """`--select`, `--ignore`, `--stage`, `--show`, `--min-confidence`: which rules run, and what of them is shown."""
    return [
        rules_option("--select", _("Chỉ chạy các quy tắc này (mã, tên hoặc nhóm như TH).")),
        rules_option("--ignore", _("Bỏ qua các quy tắc này.")),
        stage_option(),
        click.Option(["--show"], type=click.Choice(SEVERITIES), help=_("In từ mức này trở lên (mặc định: info).")),
        click.Option(
            ["--min-confidence"],
            type=click.Choice(("low", "medium", "high")),
            help=_("Độ chắc chắn thấp nhất được báo (mặc định: medium)."),
        ),
    ]


def stage_option() -> click.Option:
    """`--stage`: how far the paper has come."""
    return click.Option(
        ["--stage"], type=click.Choice(("nhap", "trinh-ky", "phat-hanh")), help=_("Giai đoạn của văn bản (mặc định: trinh-ky).")
    )


def rules_option(name: str, text: str) -> click.Option:
    """An option that takes rules: `--x TH,VD` and `--x TH --x VD` mean the same."""
    return click.Option([name], multiple=True, callback=_split, metavar=_("MÃ"), help=text)


def _split(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    del ctx, param
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def archive_option() -> click.Option:
    """`--archive`: the archive of a folder of documents."""
    return click.Option(
        ["--archive"],
        type=click.Path(),
        metavar=_("TỆP"),
        help=_("Mục lục kho văn bản (mặc định: plancheck.archive.sqlite gần nhất ở thư mục này hoặc trên nó)."),
    )


def engine_options() -> list[click.Parameter]:
    """`--jobs` and `--engine`: where many files are worked on."""
    return [
        click.Option(
            ["-j", "--jobs"],
            type=click.IntRange(min=1),
            metavar=_("SỐ"),
            help=_("Số tiến trình khi có nhiều tệp (mặc định: số nhân máy)."),
        ),
        click.Option(
            ["--engine"],
            default="local",
            metavar=_("local|dask[:ĐỊA_CHỈ]"),
            callback=_engine,
            help=_("Nơi chạy khi có nhiều tệp: máy này, hoặc cụm Dask."),
        ),
    ]


def _engine(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if value.partition(":")[0] not in {"local", "dask"}:
        raise click.BadParameter(_("chọn local, dask hoặc dask:ĐỊA_CHỈ"), ctx, param)
    return value
