"""`--today`: the day that a run takes for today, so that a result can be repeated."""

from __future__ import annotations

import gettext
from datetime import date
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import datetime

_ = gettext.gettext


def today_option() -> click.Option:
    """The option; its value is a `date`, the user's own calendar day when it is not given."""
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
