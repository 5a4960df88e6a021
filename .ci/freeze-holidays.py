"""Rewrites rules/vocabulary/holidays.yaml from the `holidays` package (a development dependency)."""

from __future__ import annotations

from pathlib import Path

import holidays

YEARS = range(2010, 2032)
ANNOUNCED = 2026
TARGET = Path(__file__).resolve().parent.parent / "rules" / "vocabulary" / "holidays.yaml"


def main() -> None:
    """Write one line a year."""
    found = holidays.country_holidays("VN", years=YEARS, language="vi")
    lines = [
        "# Public holidays of Vietnam with Tết, days in lieu and swapped days off, frozen by .ci/freeze-holidays.py from the `holidays` package.",
        "# Years after `announced` are computed, not yet announced by the Government.",
        f"announced: {ANNOUNCED}",
        "days:",
    ]
    for year in YEARS:
        days = ", ".join(f'"{day:%m-%d}"' for day in sorted(found) if day.year == year)
        lines.append(f"  {year}: [{days}]")
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
