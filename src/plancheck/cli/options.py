"""Arguments and options that several commands share."""

from __future__ import annotations

import gettext
from datetime import date
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import datetime

_ = gettext.gettext


def path_argument() -> click.Argument:
    """One file."""
    return click.Argument(["path"], type=click.Path(), metavar=_("TỆP"))


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
