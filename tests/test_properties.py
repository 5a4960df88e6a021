"""It never falls over: any text, any bytes and any damaged plan give a report or one clear error line; spans always fit."""

from __future__ import annotations

import os
import random
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
            assert 0 <= finding.span.start <= finding.span.end <= len(document.blocks[finding.span.block].text)
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
