#!/usr/bin/env python3
"""Compile every catalogue `src/plancheck/locale/*/LC_MESSAGES/*.po` to the `.mo` beside it; the same `.po` gives the same bytes."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "src" / "plancheck" / "locale"


def compiled(source: Path) -> bytes:
    """The content of the `.mo` for a `.po`; dates come from its header, fuzzy entries are left out."""
    with source.open("rb") as stream:
        catalog = read_po(stream, abort_invalid=True)
    target = io.BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def main() -> None:
    """Compile all catalogues."""
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        source.with_suffix(".mo").write_bytes(compiled(source))


if __name__ == "__main__":
    main()
