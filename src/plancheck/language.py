"""The language that a process speaks: the catalogue of our messages, bound once in every process that makes some."""

from __future__ import annotations

import gettext
import os
from functools import lru_cache
from pathlib import Path

DOMAIN = "plancheck"
LOCALE = Path(__file__).resolve().parent / "locale"


def translated(message: str) -> str:
    """A message of ours in the language of the process; as `gettext.gettext`, which looks for the catalogue on the disk at every call."""
    return _catalogue(os.environ.get("LANGUAGE", "")).gettext(message)


@lru_cache(maxsize=4)
def _catalogue(lang: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE, [lang], fallback=True)


def speak(lang: str) -> None:
    """Make `gettext` answer in a language (`vi` or `en`) from now on."""
    os.environ["LANGUAGE"] = lang
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)
