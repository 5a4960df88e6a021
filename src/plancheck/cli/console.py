"""Standard streams that never break: a legacy code page shows plain letters for what it does not have."""

from __future__ import annotations

import codecs
import sys
import unicodedata

_PLAIN = {"đ": "d", "Đ": "D", "│": "|", "·": "-", "«": '"', "»": '"', "“": '"', "”": '"', "…": "...", "–": "-", "—": "-", "→": "->",
          "≤": "<=", "≥": ">=", "‹": "<", "›": ">", "✓": "v"}  # fmt: skip
_HANDLER = "plancheck-plain"


def _plain(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: the letter without its marks, or a plain stand-in."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    shown = []
    for character in error.object[error.start : error.end]:
        base = _PLAIN.get(character) or "".join(
            c for c in unicodedata.normalize("NFD", character) if not unicodedata.combining(c)
        )
        shown.append(base if base.isascii() else "?")
    return "".join(shown), error.end


def prepare() -> None:
    """Make stdout and stderr encode anything: as they are for UTF-8, with plain letters elsewhere."""
    codecs.register_error(_HANDLER, _plain)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if not stream.isatty() and sys.platform == "win32":
            reconfigure(encoding="utf-8", newline="\n")
        else:
            reconfigure(errors=_HANDLER)
