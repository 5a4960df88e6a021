"""Waivers: a finding is excused where a person says so with a reason, every report lists it, and idle excuses are told."""

from __future__ import annotations

import json
import shutil
import unicodedata
from datetime import date
from pathlib import Path

import docx
import pytest
from msgspec.structs import replace

from conftest import FIXTURES, TODAY
from plancheck import pipeline
from plancheck.errors import ConfigError
from plancheck.model.finding import FileReport
from plancheck.report import formats
from plancheck.report.terminal import View
from test_cli import plancheck

PLAN = FIXTURES / "union-province-2024"
LATE = "1. CĐCS hoàn thành việc tổng kết trước ngày 15/11/2024."
OPTIONS = pipeline.Options(today=TODAY)


def report(path: Path, **changes: object) -> FileReport:
    return pipeline.check([path], replace(OPTIONS, **changes)).files[0]  # type: ignore[arg-type]


def plan(folder: Path, comment: str = "", at: str = LATE) -> Path:
    """The broken plan as Markdown, with a comment behind one of its sentences."""
    text = (PLAN / "broken.md").read_text(encoding="utf-8")
    assert at in text
    path = folder / "ke-hoach.md"
    path.write_text(text.replace(at, f"{at} {comment}".rstrip()), encoding="utf-8")
    return path


def codes(file: FileReport) -> list[str]:
    return [f.code for f in file.findings]


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- plancheck: bỏ qua TH201 — Thường trực đã đồng ý -->",
        "<!-- plancheck: bỏ qua co-so-sau-cap-tren — Thường trực đã đồng ý -->",
        "<!-- plancheck: ignore TH201, BC201 - Thường trực đã đồng ý -->",
        "<!--plancheck: Bỏ qua TH — Thường trực đã đồng ý (đến hết ngày 31/12/2026)-->",
    ],
)
def test_a_comment_with_a_reason_excuses_the_finding_at_its_words(tmp_path: Path, comment: str) -> None:
    found = report(plan(tmp_path, comment))

    assert "TH201" not in codes(found)
    assert [(f.code, f.waived.reason if f.waived else None) for f in found.waived] == [("TH201", "Thường trực đã đồng ý")]


def test_a_comment_excuses_nothing_elsewhere(tmp_path: Path) -> None:
    found = report(plan(tmp_path, "<!-- plancheck: bỏ qua BC201 — sai chỗ -->"))

    assert {"BC201", "TH201", "PC102"} <= set(codes(found))
    assert not found.waived


def test_ca_van_ban_excuses_the_rule_in_the_whole_document(tmp_path: Path) -> None:
    found = report(plan(tmp_path, "<!-- plancheck: bỏ qua BC201 cả văn bản — in lại sau -->"))

    assert "BC201" not in codes(found)
    assert "PC102" not in codes(found)


def test_without_a_reason_the_finding_stands_and_the_comment_is_told(tmp_path: Path) -> None:
    found = report(plan(tmp_path, "<!-- plancheck: bỏ qua TH201 -->"))

    assert {"TH201", "PC101"} <= set(codes(found))


def test_an_expired_excuse_ends_on_its_last_day(tmp_path: Path) -> None:
    path = plan(tmp_path, "<!-- plancheck: bỏ qua TH201 — chờ ý kiến (đến 20/11/2026) -->")

    assert "TH201" not in codes(report(path, today=date(2026, 11, 20)))
    assert {"TH201", "PC103"} <= set(codes(report(path, today=date(2026, 11, 21))))


def test_an_excuse_of_a_rule_that_does_not_run_is_not_called_idle(tmp_path: Path) -> None:
    path = plan(tmp_path, "<!-- plancheck: bỏ qua NG101 — chữ của đơn vị bạn -->")

    assert "PC102" in codes(report(path))
    assert "PC102" not in codes(report(path, ignore=("NG",)))


def test_what_is_not_understood_is_told_and_other_comments_are_left_alone(tmp_path: Path) -> None:
    assert "PC104" in codes(report(plan(tmp_path, "<!-- plancheck: cho qua TH201 -->")))
    assert not [c for c in codes(report(plan(tmp_path, "<!-- Lan ơi xem lại hạn này -->"))) if c.startswith("PC")]


def test_no_waivers_shows_everything(tmp_path: Path) -> None:
    path = plan(tmp_path, "<!-- plancheck: bỏ qua TH201 — Thường trực đã đồng ý -->")

    assert "TH201" in codes(report(path, waive=False))


def test_a_word_comment_excuses_the_words_it_stands_at_and_no_other_paragraph(tmp_path: Path) -> None:
    document = docx.Document(str(PLAN / "broken.docx"))
    paragraph = next(p for p in document.paragraphs if "CĐCS hoàn thành việc tổng kết" in p.text)
    document.add_comment(
        paragraph.runs, text="plancheck: bỏ qua TH201, BC201 — Thường trực đã đồng ý", author="Lan", initials="L"
    )
    path = tmp_path / "ke-hoach.docx"
    document.save(str(path))

    found = report(path)

    assert "TH201" not in codes(found)
    assert "BC201" in codes(found)
    assert found.waived[0].waived is not None
    assert found.waived[0].waived.by == "Lan"


def test_entries_of_a_waivers_file_hold_for_their_file_and_for_all_without_one(tmp_path: Path) -> None:
    path = plan(tmp_path)
    other = path.with_name("khac.md")
    other.write_bytes(path.read_bytes())
    (tmp_path / "plancheck.waivers.toml").write_text(
        """[[waiver]]
code = "TH201"
file = "ke-hoach.md"
reason = "Thường trực đã đồng ý"
until = 2026-12-31

[[waiver]]
code = "BC201"
reason = "đánh số theo mẫu của tỉnh"
by = "Lan"
""",
        encoding="utf-8",
    )

    assert not {"TH201", "BC201"} & set(codes(report(path)))
    assert "TH201" in codes(report(other))
    assert "BC201" not in codes(report(other))
    assert "TH201" in codes(report(path, isolated=True))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('[[waiver]]\ncode = "TH201"\nlydo = "x"\n', ":3:1:"),
        ('[[waiver]]\nreason = "x"\n', ":1:3:"),
        ('[[waiver]]\ncode = "TH201"\nuntil = "31/12/2026"\n', ":3:1:"),
        ('[[waiver]\ncode = "TH201"\n', ":1:"),
        ('[waivers]\ncode = "TH201"\n', ":1:2:"),
    ],
)
def test_a_wrong_waivers_file_is_told_at_its_place(tmp_path: Path, text: str, where: str) -> None:
    path = plan(tmp_path)
    (tmp_path / "plancheck.waivers.toml").write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError) as error:
        report(path)

    assert f"plancheck.waivers.toml{where}" in str(error.value)


@pytest.mark.parametrize("name", formats.NAMES)
def test_every_format_lists_what_was_excused(tmp_path: Path, name: str) -> None:
    path = plan(tmp_path, "<!-- plancheck: bỏ qua TH201 — Thường trực đã đồng ý -->")
    options = replace(OPTIONS, detail=name in formats.DETAILED)

    text = "".join(formats.rendered(pipeline.check([path], options), name, View()))

    said = text if name != "html" else text.partition("</article>")[2]
    assert "Thường trực đã đồng ý" in said
    assert "TH201" in said


def test_sarif_suppresses_and_json_counts_what_was_excused(tmp_path: Path) -> None:
    found = pipeline.check([plan(tmp_path, "<!-- plancheck: bỏ qua TH201 — đã đồng ý -->")], OPTIONS)

    sarif = json.loads("".join(formats.rendered(found, "sarif", View())))
    suppressed = [r for r in sarif["runs"][0]["results"] if r.get("suppressions")]
    assert [(r["ruleId"], r["suppressions"][0]["kind"], r["suppressions"][0]["justification"]) for r in suppressed] == [
        ("TH201", "inSource", "đã đồng ý")
    ]
    data = json.loads("".join(formats.rendered(found, "json", View())))
    assert data["summary"]["waived"] == 1
    assert sum(f["waived"] is not None for f in data["files"][0]["findings"]) == 1


@pytest.mark.parametrize("end", ["đến 31.02.2026", "đến 31/12/25", "đến hết tháng 12/2025", "đến quý 4/2025"])
def test_an_end_that_is_no_day_is_told_and_excuses_nothing(tmp_path: Path, end: str) -> None:
    found = report(plan(tmp_path, f"<!-- plancheck: bỏ qua TH201 — chờ ý kiến ({end}) -->"))

    assert {"TH201", "PC104"} <= set(codes(found))


@pytest.mark.parametrize("end", ["đến 31.12.2026", "hết ngày 31/12/2026", "đến 31-12-2026", "until 2026-12-31"])
def test_an_end_may_be_written_in_several_ways(tmp_path: Path, end: str) -> None:
    found = report(plan(tmp_path, f"<!-- plancheck: bỏ qua TH201 — chờ ý kiến, {end} -->"))

    assert [f.waived.until for f in found.waived if f.waived] == [date(2026, 12, 31)]


def test_a_comment_may_hold_several_excuses_and_be_typed_in_decomposed_letters(tmp_path: Path) -> None:
    said = unicodedata.normalize("NFD", "plancheck: bỏ qua BC201 — sai chỗ\nplancheck: bỏ qua TH201 — Thường trực đã đồng ý")

    found = report(plan(tmp_path, f"<!-- {said} -->"))

    assert [f.code for f in found.waived] == ["TH201"]
    assert "PC102" in codes(found)


def test_an_excuse_without_a_finding_is_idle_whatever_else_is_wrong_with_it(tmp_path: Path) -> None:
    for comment in ("plancheck: bỏ qua NG101", "plancheck: bỏ qua NG101 — cũ (đến 31/01/2020)"):
        found = report(plan(tmp_path, f"<!-- {comment} -->"))
        assert [c for c in codes(found) if c.startswith("PC")] == ["PC102"]


def test_the_certificate_says_that_it_passed_because_of_excuses_and_lists_them_all(tmp_path: Path) -> None:
    shutil.copy(PLAN / "broken.docx", tmp_path / "a.docx")
    assert plancheck("baseline", "write", tmp_path).returncode == 0
    (tmp_path / "plancheck.toml").write_text('baseline = "plancheck.baseline.jsonl"\n', encoding="utf-8")

    assert plancheck("certify", tmp_path / "a.docx", "-o", tmp_path / "p.html").returncode == 0

    page = (tmp_path / "p.html").read_text(encoding="utf-8")
    assert "Đạt vì 7 phát hiện được bỏ qua" in page
    assert all(code in page for code in ("TH201", "BC201", "NN305"))


def test_what_is_excused_is_not_counted_as_mended(tmp_path: Path) -> None:
    path = plan(tmp_path, "<!-- plancheck: bỏ qua TH201 — Thường trực đã đồng ý -->")

    comparison = report(path, since=PLAN / "broken.md").comparison

    assert comparison is not None
    assert not comparison.mended


def test_a_comment_of_several_lines_is_no_text_and_stands_at_the_paragraph_behind_it(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    text = (PLAN / "broken.md").read_text(encoding="utf-8")
    before = report(PLAN / "broken.md")
    path.write_text(
        text.replace(LATE, f"<!-- plancheck: bỏ qua TH201 —\n  Thường trực\n  đã đồng ý -->\n\n{LATE}"), encoding="utf-8"
    )

    found = report(path)

    assert [f.waived.reason for f in found.waived if f.waived] == ["Thường trực đã đồng ý"]
    assert set(codes(found)) == set(codes(before)) - {"TH201"}


def test_a_word_comment_on_a_numbered_heading_means_its_number_too(tmp_path: Path) -> None:
    document = docx.Document(str(PLAN / "broken.docx"))
    heading = next(p for p in document.paragraphs if "KINH PHÍ" in p.text)
    document.add_comment(heading.runs, text="plancheck: bỏ qua BC201 — in lại sau", author="Lan", initials="L")
    path = tmp_path / "a.docx"
    document.save(str(path))

    assert [f.code for f in report(path).waived] == ["BC201"]


@pytest.mark.parametrize("end", ["đến ngày 31 tháng 12 năm 2026", "đến hết ngày 31 tháng 12 năm 2026"])
def test_an_end_may_be_written_out(tmp_path: Path, end: str) -> None:
    found = report(plan(tmp_path, f"<!-- plancheck: bỏ qua TH201 — chờ ý kiến ({end}) -->"))

    assert [f.waived.until for f in found.waived if f.waived] == [date(2026, 12, 31)]


@pytest.mark.parametrize("end", ["đến hết quý IV/2026", "đến cuối tháng 12 năm 2026", "until 31 December 2026", "đến năm 2027"])
def test_an_end_that_is_not_understood_excuses_nothing_for_ever(tmp_path: Path, end: str) -> None:
    found = report(plan(tmp_path, f"<!-- plancheck: bỏ qua TH201 — chờ ý kiến ({end}) -->"))

    assert {"TH201", "PC104"} <= set(codes(found))


def test_a_reason_may_speak_of_numbers(tmp_path: Path) -> None:
    found = report(plan(tmp_path, "<!-- plancheck: bỏ qua TH201 — theo Quyết định 12, áp dụng đến cấp huyện -->"))

    assert [f.code for f in found.waived] == ["TH201"]
