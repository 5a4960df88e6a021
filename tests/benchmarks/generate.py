"""A folder of many plans: our own fixtures, each copy with another number, another day and other names, half of them Word files."""

from __future__ import annotations

import io
import random
import sys
import zipfile
from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
PLACES = ("Lạng Sơn", "Cao Bằng", "Điện Biên", "Sơn La", "Gia Lai", "Cà Mau", "Tây Ninh", "An Giang")
SUFFIXES = (".md", ".docx")


def generate(root: Path, count: int, seed: int = 1) -> None:
    """Write `count` plans below `root`, a hundred in a folder; the same seed gives the same files."""
    chance = random.Random(seed)
    sources = sorted(p for plan in FIXTURES.iterdir() if plan.is_dir() for p in plan.iterdir() if p.suffix in SUFFIXES)
    texts = {p: p.read_bytes() for p in sources}
    for n in range(count):
        source = sources[n % len(sources)]
        target = root / f"{n // 100:04d}" / f"ke-hoach-{n:05d}{source.suffix}"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_varied(texts[source], source.suffix, n, chance))


def _varied(data: bytes, suffix: str, n: int, chance: random.Random) -> bytes:
    """The same plan with a sentence of its own, so that no two files have the same bytes or the same paragraph."""
    place = chance.choice(PLACES)
    note = f"Trong năm, đoàn công tác số {n + 1} làm việc tại {place} với {chance.randint(3, 90)} đơn vị."
    if suffix != ".docx":
        text = data.decode()
        return text.replace("\n\n- ", f"\n\n- {note}\n\n- ", 1).encode()
    old, new = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as package:
        for item in old.infolist():
            part = old.read(item)
            if item.filename == "word/document.xml":
                paragraph = f"<w:p><w:r><w:t>- {note}</w:t></w:r></w:p>".encode()
                last = part.rindex(b"</w:body>")
                cut = part.rfind(b"<w:p>", 0, last // 2) if b"<w:p>" in part[: last // 2] else part.rfind(b"<w:sectPr", 0, last)
                part = part[:cut] + (paragraph if b"<w:tc>" not in part[cut - 6 : cut] else b"") + part[cut:]
            package.writestr(item, part)
    return new.getvalue()


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]))
