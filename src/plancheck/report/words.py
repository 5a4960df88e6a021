"""The words of reports in both languages: Vietnamese is the source, English comes from the catalogue in `locale/`."""

from __future__ import annotations

import gettext
from functools import lru_cache
from typing import TYPE_CHECKING

from plancheck.language import DOMAIN, LOCALE

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


@lru_cache(maxsize=4)
def words(lang: str) -> Callable[[str], str]:
    """A translator of Vietnamese messages into `lang` (`vi` gives them back)."""
    return gettext.translation(DOMAIN, LOCALE, [lang], fallback=True).gettext


def day_text(day: date) -> str:
    """A day as Vietnamese papers write it: leading zero for days and for months 1 and 2 (NĐ 30/2020/NĐ-CP Phụ lục I.II.4)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"
