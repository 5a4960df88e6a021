"""The language that a process speaks: the catalogue of our messages, bound once in every process that makes some."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

DOMAIN = "plancheck"
LOCALE = Path(__file__).resolve().parent / "locale"


def speak(lang: str) -> None:
    """Make `gettext` answer in a language (`vi` or `en`) from now on."""
    os.environ["LANGUAGE"] = lang
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)
