"""The words of reports in both languages: Vietnamese is the source, English comes from the catalogue in `locale/`."""

from __future__ import annotations

import gettext
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LOCALE = Path(__file__).resolve().parent.parent / "locale"
DOMAIN = "plancheck"


@lru_cache(maxsize=4)
def words(lang: str) -> Callable[[str], str]:
    """A translator of Vietnamese messages into `lang` (`vi` gives them back)."""
    return gettext.translation(DOMAIN, LOCALE, [lang], fallback=True).gettext
