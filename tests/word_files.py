"""Word files for tests: variants of a fixture with runs split and wrapped at random, and what Word would make of tracked changes."""

from __future__ import annotations

import copy
import io
import random
import zipfile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
MAIN = "word/document.xml"


def part(data: bytes, name: str) -> bytes:
    """The bytes of one part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def parts(data: bytes) -> dict[str, bytes]:
    """All parts by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    """Parts as a package."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_main(data: bytes, root: etree._Element) -> bytes:
    """The package with another main part."""
    return packed({**parts(data), MAIN: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)})


def mutated(data: bytes, seed: int) -> bytes:
    """The same plan with its runs split and put into content controls, smart tags, links and other people's insertions."""
    dice = random.Random(seed)
    root = etree.fromstring(part(data, MAIN))
    for run in [r for r in root.iter(f"{W}r") if r.find(f"{W}t") is not None]:
        for piece in _split(run, dice):
            wrap = dice.random()
            if piece.getparent().tag != f"{W}p" or wrap > 0.3:
                continue
            _wrapped(piece, dice)
        if dice.random() < 0.1:
            run.addprevious(etree.Element(f"{W}proofErr", {f"{W}type": "spellStart"}))
    return with_main(data, root)


def _split(run: etree._Element, dice: random.Random) -> list[etree._Element]:
    text = run.find(f"{W}t")
    words = text.text or ""
    if len(words) < 2 or len(run.findall(f"{W}t")) != 1 or dice.random() < 0.4:
        return [run]
    at = dice.randrange(1, len(words))
    rest = copy.deepcopy(run)
    for piece, value in ((text, words[:at]), (rest.find(f"{W}t"), words[at:])):
        piece.text = value
        piece.set(SPACE, "preserve")
    run.addnext(rest)
    return [run, *_split(rest, dice)]


def _wrapped(run: etree._Element, dice: random.Random) -> None:
    kinds = ("ins", "smartTag", "sdt", "bookmark", "hyperlink")
    # LibreOffice loses the words of a link at the head of a cell, comments or not.
    kind = dice.choice(kinds[:-1] if next(run.iterancestors(f"{W}tc"), None) is not None else kinds)
    if kind == "bookmark":
        number = str(dice.randrange(1000, 9999))
        run.addprevious(etree.Element(f"{W}bookmarkStart", {f"{W}id": number, f"{W}name": f"b{number}"}))
        run.addnext(etree.Element(f"{W}bookmarkEnd", {f"{W}id": number}))
        return
    names = {
        "ins": {f"{W}id": str(dice.randrange(10000, 99999)), f"{W}author": "Nguyễn Văn A", f"{W}date": "2026-01-05T08:00:00Z"}
    }
    outer = etree.Element(f"{W}{kind}", names.get(kind, {}))
    if kind == "smartTag":
        outer.set(f"{W}element", "place")
    elif kind == "hyperlink":
        outer.set(f"{W}anchor", "dau")
    run.addprevious(outer)
    holder = etree.SubElement(outer, f"{W}sdtContent") if kind == "sdt" else outer
    holder.append(run)


def accepted(data: bytes, date: str) -> bytes:
    """The file after somebody accepted all changes of one moment."""
    return _settled(data, date, keep="ins", drop="del")


def rejected(data: bytes, date: str) -> bytes:
    """The file after somebody rejected all changes of one moment."""
    return _settled(data, date, keep="del", drop="ins")


def _settled(data: bytes, date: str, *, keep: str, drop: str) -> bytes:
    root = etree.fromstring(part(data, MAIN))
    for change in [e for e in root.iter(f"{W}{drop}") if e.get(f"{W}date") == date]:
        change.getparent().remove(change)
    for change in [e for e in root.iter(f"{W}{keep}") if e.get(f"{W}date") == date]:
        for text in list(change.iter(f"{W}delText")):
            text.tag = f"{W}t"
        for child in reversed(list(change)):
            change.addnext(child)
        change.getparent().remove(change)
    return with_main(data, root)
