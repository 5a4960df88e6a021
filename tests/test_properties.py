"""It never falls over: any text, any bytes and any damaged plan give a report or one clear error line; spans always fit."""

from __future__ import annotations

import io
import os
import random
import re
import zipfile
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import FIXTURES, TODAY
from plancheck import lint
from plancheck.errors import ReadError
from plancheck.model.document import Document
from plancheck.model.plan import Plan
from plancheck.parse import parse
from plancheck.read import read_bytes
from plancheck.report.outline_json import outline
from plancheck.ruleset import load

# A longer run is asked for by the environment; the figure of a release stands in its notes.
CASES = int(os.environ.get("PLANCHECK_FUZZ_CASES", "60"))
SETTINGS = settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
WORDS = st.sampled_from(
    [
        "KẾ HOẠCH",
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020",
        "I. MỤC ĐÍCH",
        "1.",
        "a)",
        "- ",
        "Nơi nhận:",
        "- Lưu: VT.",
        "TM. BAN THƯỜNG VỤ",
        "CHỦ TỊCH",
        "trước ngày 31/4/2026",
        "từ quý I năm 2026 và hoàn thành trước",
        "LĐLĐ các huyện",
        "Sở Nội vụ chủ trì, phối hợp với",
        "PHỤ LỤC I",
        "tháng 13/2026",
        "Số: /KH-LĐLĐ",
        "ngày 99/99/9999",
        "(sau đây gọi tắt là X)",
        "thứ Hai ngày 01/01/2026",
        "\n",
        "\n\n",
        "",
        " ",
        "**",
        ";",
        ".",
        "./.",
        "«",
        "IIII.",
        "1.1.1.",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
    ]
)


def check_all(document: Document) -> Plan:
    plan = parse(document, TODAY)
    findings = lint.run(document, plan, load.load(), today=TODAY, stage="phat-hanh").findings
    outline(document, plan)
    located = [
        *(c.head for c in plan.citations),
        *(d.located for d in plan.deadlines),
        *(t.located for t in plan.tasks),
        *(m.located for m in plan.moments),
        *(a.located for a in plan.aliases),
    ]
    for item in located:
        assert document.text(item.span) == item.text
    for finding in findings:
        if finding.span is not None:
            assert 0 <= finding.span.start <= finding.span.end <= len(document.blocks[finding.span.block].text), finding
            assert document.text(finding.span) == finding.text
    return plan


@SETTINGS
@given(st.text() | st.lists(WORDS | st.text(max_size=8), max_size=60).map(" ".join))
def test_any_text_gives_a_plan(text: str) -> None:
    try:
        document = read_bytes(text.encode("utf-8", "replace"), "a.md")
    except ReadError:
        return
    check_all(document)


@SETTINGS
@given(st.binary(max_size=3000), st.sampled_from(["a.docx", "a.md", "a.txt", "a", "a.pdf"]))
def test_any_bytes_give_a_document_or_one_line(data: bytes, name: str) -> None:
    try:
        document = read_bytes(data, name)
    except ReadError as error:
        assert "\n" not in str(error)
        return
    check_all(document)


SCRAPS = (
    *("", "\n", "\n\n", "**", "|", " ", "\t", "<table>", "</td>", "Ð", "e\u0301", "./."),
    *("Nơi nhận:", "I. ", "ngày 31/02/2026", "trước ngày ", "số 15/KH-LĐLĐ"),
)


def changed(parts: list[str], chance: random.Random) -> list[str]:
    """Parts of a text lost, said twice, put elsewhere, cut, or with scraps in them."""
    for _ in range(chance.randint(1, 12)):
        at, to = chance.randrange(len(parts)), chance.randrange(len(parts))
        cut = chance.randrange(len(parts[at]) + 1)
        match chance.randrange(6):
            case 0 if len(parts) > 1:
                del parts[at]
            case 1:
                parts.insert(to, parts[at])
            case 2:
                parts[at], parts[to] = parts[to], parts[at]
            case 3:
                parts[at] = parts[at][:cut]
            case 4:
                parts[at] = parts[at][cut:]
            case _:
                parts[at] = parts[at][:cut] + chance.choice(SCRAPS) + parts[at][cut:]
    return parts


@cache
def texts() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(p.read_text("utf-8").splitlines(keepends=True)) for p in sorted(FIXTURES.glob("*/*.md")))


@SETTINGS
@given(st.integers(0, 10_000), st.integers(0, 2**32), st.sampled_from(["a.md", "a.txt"]))
def test_a_plan_whose_lines_are_changed_is_understood_or_told_in_one_line(which: int, seed: int, name: str) -> None:
    lines = changed(list(texts()[which % len(texts())]), random.Random(seed))

    try:
        document = read_bytes("".join(lines).encode(), name)
    except ReadError as error:
        assert "\n" not in str(error)
        return
    check_all(document)


def reworded(data: bytes, chance: random.Random) -> bytes:
    """A Word file with its words put elsewhere, cut or spoilt, and some of its paragraphs said twice."""

    def body(part: str) -> str:
        said = [re.sub(r"[<>&]", "", words) for words in changed(re.findall(r"(?<=>)[^<>]+(?=</w:t>)", part), chance)]
        part = re.sub(r"(?<=>)[^<>]+(?=</w:t>)", lambda _: chance.choice(said), part)
        paragraphs = list(re.finditer(r"<w:p[ >](?:(?!<w:p[ >]).)*?</w:p>", part, re.DOTALL))
        for again in sorted(chance.sample(paragraphs, min(len(paragraphs), 6)), key=lambda m: -m.start()):
            part = part[: again.end()] + again.group() + part[again.end() :]
        return part

    old, new = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(new, "w") as package:
        for item in old.infolist():
            part = old.read(item)
            package.writestr(item, body(part.decode()).encode() if item.filename == "word/document.xml" else part)
    return new.getvalue()


@SETTINGS
@given(st.integers(0, 10_000), st.integers(0, 2**32))
def test_a_word_file_whose_words_are_changed_is_understood(which: int, seed: int) -> None:
    words = [p for p in plans() if p.startswith(b"PK")]

    check_all(read_bytes(reworded(words[which % len(words)], random.Random(seed)), "a.docx"))


@cache
def plans() -> tuple[bytes, ...]:
    return tuple(p.read_bytes() for p in sorted(FIXTURES.glob("*/broken.*")) if p.suffix in {".md", ".docx"})


@SETTINGS
@given(st.integers(0, 10_000), st.integers(0, 2**32))
def test_a_mutated_plan_gives_a_report_or_one_line(which: int, seed: int) -> None:
    chosen = plans()[which % len(plans())]
    chance = random.Random(seed)
    data = bytearray(chosen)
    for _ in range(chance.randint(1, 30)):
        at = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randrange(1, 60)]
            case 2:
                data[at:at] = data[: chance.randrange(1, 200)]
            case _:
                data[at:at] = chance.choice([b"\n", b"**", b"|", b" ", "Nơi nhận:".encode(), b"I. "])
        if not data:
            return
    name = "a.docx" if chosen.startswith(b"PK") else "a.md"
    try:
        document = read_bytes(bytes(data), name)
    except ReadError as error:
        assert "\n" not in str(error)
        return
    check_all(document)


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*/*.docx")), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_spans_fit_in_every_fixture(path: object) -> None:
    from pathlib import Path

    file = Path(str(path))
    check_all(read_bytes(file.read_bytes(), file.name))
