"""The archive and the rules between documents: planted faults are found and no others; a killed or damaged index loses nothing."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

import repository
from conftest import FIXTURES, TODAY
from plancheck import indexing, library, pipeline
from plancheck.archive import NAME, codec
from plancheck.archive.known import known
from plancheck.archive.record import record_of
from plancheck.archive.store import Archive
from plancheck.model.archive import Named, Neighbours, Record, Reference
from plancheck.parse import parse
from plancheck.read import read_path
from plancheck.ruleset.linking import likeness, link
from plancheck.vocabulary import load
from test_cli import out, plancheck
from workers import interruptible

OPTIONS = pipeline.Options(today=TODAY)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[repository.Planted, ...]]:
    """The repository, indexed."""
    root = tmp_path_factory.mktemp("kho")
    planted = repository.build(root)
    done = indexing.index(root, OPTIONS)
    assert (done.read, done.errors) == (67, ())
    return root, planted


def test_every_planted_fault_between_documents_is_found_and_no_other(
    archive: tuple[Path, tuple[repository.Planted, ...]],
) -> None:
    root, planted = archive

    report = pipeline.check([root], OPTIONS)

    found = Counter(
        (Path(f.path).relative_to(root).as_posix(), x.code) for f in report.files for x in f.findings if x.code.startswith("LK")
    )
    assert found == Counter((p.path, p.code) for p in planted)
    # The one other fault: a kind word that is wrong beside the archive is wrong beside its own number too.
    others = [x.code for f in report.files for x in f.findings if x.severity != "info" and not x.code.startswith("LK")]
    assert others == ["VD201"]


def test_without_the_archive_the_same_rules_are_not_evaluated(tmp_path: Path) -> None:
    repository.build(tmp_path)

    report = pipeline.check([tmp_path / "2025"], OPTIONS)

    assert not [x.code for f in report.files for x in f.findings if x.code.startswith("LK")]
    unjudged = {n.code for f in report.files for n in f.not_evaluated if n.optional}
    assert {"LK107", "LK201", "LK205", "LK206", "LK210"} <= unjudged


def test_an_unchanged_folder_is_only_hashed_and_a_changed_file_read_again(tmp_path: Path) -> None:
    repository.build(tmp_path)
    assert indexing.index(tmp_path, OPTIONS).read == 67
    target = tmp_path / "2026" / "tld.md"
    target.write_text(target.read_text(encoding="utf-8").replace("46/KH-TLĐ", "47/KH-TLĐ"), encoding="utf-8")
    (tmp_path / "2024" / "tld.md").unlink()

    done = indexing.index(tmp_path, OPTIONS)

    assert (done.read, done.unchanged, done.gone) == (1, 65, 1)
    with Archive(tmp_path / NAME) as opened:
        assert [r.path for r in opened.numbered("47/KH-TLĐ")] == ["2026/tld.md"]
        assert not opened.numbered("46/KH-TLĐ")


def contents(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute("SELECT path, sha256, record, error FROM documents ORDER BY path").fetchall()


def test_an_index_killed_half_way_goes_on_to_the_same_archive(tmp_path: Path) -> None:
    """Killed again and again at other moments: what is written is whole, and the last run makes the archive of one run."""
    whole, cut = tmp_path / "a", tmp_path / "b"
    for root in (whole, cut):
        for n in range(6):
            repository.build(root / str(n))
    indexing.index(whole, OPTIONS)

    command = [sys.executable, "-m", "plancheck", "index", str(cut), "-j", "1", "--today", "2026-11-21"]
    kills = 0
    for moment in (0.4, 0.6, 0.9, 1.3, 1.8):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moment)
        kills += process.poll() is None
        process.kill()
        process.wait()
        if (cut / NAME).exists():
            with closing(sqlite3.connect(cut / NAME)) as connection, connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert kills
    indexing.index(cut, OPTIONS)

    assert contents(cut / NAME) == contents(whole / NAME)


def test_two_indexes_at_once_make_the_archive_of_one(tmp_path: Path) -> None:
    repository.build(tmp_path / "kho")
    command = [sys.executable, "-m", "plancheck", "index", str(tmp_path / "kho"), "-j", "1", "--today", "2026-11-21"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    for process in both:
        _printed, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors.decode()

    repository.build(tmp_path / "mot")
    indexing.index(tmp_path / "mot", OPTIONS)
    assert contents(tmp_path / "kho" / NAME) == contents(tmp_path / "mot" / NAME)


@pytest.mark.parametrize("damage", [b"khong phai SQLite", b"SQLite format 3\0" + b"\x00" * 200, b""])
def test_a_damaged_archive_is_built_again_by_index_and_told_by_check(tmp_path: Path, damage: bytes) -> None:
    repository.build(tmp_path)
    indexing.index(tmp_path, OPTIONS)
    good = contents(tmp_path / NAME)
    (tmp_path / NAME).write_bytes(damage)

    if damage:
        told = plancheck(tmp_path / "2026" / "tld.md")
        assert told.returncode == 2
        assert "plancheck index" in told.stderr.decode()
    assert plancheck("index", tmp_path).returncode == 0
    assert contents(tmp_path / NAME) == good


def test_an_archive_half_overwritten_is_built_again(tmp_path: Path) -> None:
    repository.build(tmp_path)
    indexing.index(tmp_path, OPTIONS)
    good = contents(tmp_path / NAME)
    data = bytearray((tmp_path / NAME).read_bytes())
    data[4096:20000] = os.urandom(20000 - 4096)
    (tmp_path / NAME).write_bytes(bytes(data))

    assert indexing.index(tmp_path, OPTIONS).rebuilt
    assert contents(tmp_path / NAME) == good


def test_what_cannot_be_read_is_told_once_and_tried_again_next_time(tmp_path: Path) -> None:
    repository.build(tmp_path)
    (tmp_path / "hong.docx").write_bytes(b"PK\x03\x04 khong phai zip")

    first, second = plancheck("index", tmp_path), plancheck("index", tmp_path)

    for done in (first, second):
        assert done.returncode == 3
        assert done.stderr.decode().count("hong.docx") == 1
        assert b"Traceback" not in done.stderr


def test_find_takes_a_number_as_people_type_it(archive: tuple[Path, object]) -> None:
    root, _ = archive

    assert "2026/tld.md" in out(plancheck("find", "46/KH – TLĐ", cwd=root))
    data = json.loads(out(plancheck("find", "30/2020/NĐ-CP", "-f", "json", cwd=root)))
    assert [(d["date"], d["path"]) for d in data] == [("2020-03-05", None)]
    assert plancheck("find", "999/KH-TLĐ", cwd=root).returncode == 1


def test_the_tree_shows_parents_and_children_with_what_differs(archive: tuple[Path, object], tmp_path: Path) -> None:
    root, _ = archive

    text = out(plancheck("tree", "2024/Thanh Hóa/tinh.md", cwd=root))
    assert "↑ 44/KH-TLĐ" in text
    assert "viện dẫn khác: ngày" in text
    assert text.count("↓") == 6
    data = json.loads(out(plancheck("tree", "2025/tld.md", "-f", "json", cwd=root)))
    assert len(data["children"]) == 3
    assert sum(len(c["children"]) for c in data["children"]) == 6
    plancheck("tree", "2025/tld.md", "-o", tmp_path / "cay.svg", cwd=root)
    drawn = etree.parse(str(tmp_path / "cay.svg")).getroot()
    boxes = list(drawn.iter("{http://www.w3.org/2000/svg}rect"))
    assert len(boxes) == 1 + 3 + 6 + 12 + 1  # the plan, provinces, districts, grassroots unions, the resolution that is not there


def test_the_timeline_and_the_page_show_what_the_superior_set_and_how_citations_stand(
    archive: tuple[Path, object], tmp_path: Path
) -> None:
    root, _ = archive
    plan = root / "2025" / "Thanh Hóa" / "tinh.md"

    out(plancheck("timeline", plan, "-o", tmp_path / "t.svg"))
    plancheck(plan, "-f", f"html:{tmp_path / 'p.html'}")
    other = root / "2024" / "Thanh Hóa" / "tinh.md"
    plancheck(other, "-f", f"html:{tmp_path / 'q.html'}")

    drawn = (tmp_path / "t.svg").read_text(encoding="utf-8")
    assert "hạn của 45/KH-TLĐ: trước ngày 05/12/2025" in drawn
    assert "hạn của 45/KH-TLĐ: trước ngày 20/11/2025" in drawn
    assert "khớp (2025/tld.md)" in (tmp_path / "p.html").read_text(encoding="utf-8")
    assert "khác văn bản: ngày (2024/tld.md)" in (tmp_path / "q.html").read_text(encoding="utf-8")


def test_coverage_tells_who_has_answered_who_is_late_and_who_has_not(tmp_path: Path) -> None:
    repository.build(tmp_path)
    (tmp_path / "2026" / "Lai Châu" / "tinh.md").unlink()
    late = tmp_path / "2026" / "Thanh Hóa" / "tinh.md"
    late.write_text(
        repository.province("Thanh Hóa", 2026).replace("ngày 03 tháng 4 năm", "ngày 20 tháng 4 năm"), encoding="utf-8"
    )
    indexing.index(tmp_path, OPTIONS)

    found = library.coverage(str(tmp_path / "2026" / "tld.md"), None, TODAY)

    states = {a.unit.unit.name: a.state for a in found.answers if a.unit.unit}
    assert states == {"ninh bình": "answered", "thanh hóa": "late", "lai châu": "missing"}
    text = plancheck("coverage", "46/KH-TLĐ", "-f", "csv", cwd=tmp_path).stdout.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [r[1] for r in rows[1:]] == ["chưa có", "đã có", "muộn"]
    assert rows[1][2] == "2026-04-09"


def test_a_number_of_another_province_or_another_year_is_not_in_the_archive() -> None:
    def record(issuer: str, unit: str, day: date, subject: str) -> Record:
        return Record("a.md", "x", "62/KH-LĐLĐ", "KH", day, Named(issuer, named(unit)), subject)

    def named(name: str):
        from plancheck.parse.units import unit_called

        return unit_called(name)

    there = record(
        "LĐLĐ TỈNH THANH HÓA", "Liên đoàn Lao động tỉnh Thanh Hóa", date(2026, 3, 4), "tổ chức Tháng Công nhân năm 2026"
    )

    def state(issuer: str | None, day: date | None, subject: str | None = None) -> str:
        reference = Reference("62/KH-LĐLĐ", "KH", day, Named(issuer, named(issuer)) if issuer else None, subject, "basis")
        return link(reference, Neighbours({"62/KH-LĐLĐ": (there,)}), load()).state

    assert state("Liên đoàn Lao động tỉnh Thanh Hóa", date(2026, 3, 4)) == "match"
    assert state("Liên đoàn Lao động tỉnh Thanh Hóa", date(2026, 3, 5)) == "mismatch"
    assert state("Liên đoàn Lao động tỉnh Nghệ An", date(2026, 3, 4)) == "unknown"
    assert state("Liên đoàn Lao động tỉnh Nghệ An", date(2026, 3, 5)) == "unknown"
    assert state("Liên đoàn Lao động tỉnh Thanh Hóa", date(2025, 3, 4)) == "unknown"
    assert state(None, date(2026, 5, 5)) == "unknown"


def test_likeness_is_about_words_in_their_order() -> None:
    assert likeness("về việc tổng kết quy chế dân chủ", "Tổng kết quy chế dân chủ ở cơ sở năm 2026") == 1.0
    assert likeness("tổ chức hội thao", "tổng kết quy chế dân chủ") < 0.4
    assert likeness(None, "tổng kết") == 0.0


def test_records_survive_the_way_to_the_database_and_back() -> None:
    plans = sorted(FIXTURES.glob("*/*.md"))
    assert plans
    for path in plans:
        document = read_path(path)
        record = record_of(document, parse(document, TODAY), "a/b.md")
        assert codec.loaded(codec.dumped(record)) == record


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_symmetrical_and_between_zero_and_one(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) in {0.0, 1.0}


def test_a_list_of_ones_own_stands_in_place_of_ours_and_its_faults_are_told(tmp_path: Path) -> None:
    own = tmp_path / "van-ban.yaml"
    own.write_text(
        "documents:\n  - {number: 30/2020/NĐ-CP, kind: NĐ, date: 2020-03-05, issuer: Chính phủ, to: 2026-01-31}\n",
        encoding="utf-8",
    )
    (tmp_path / "plancheck.toml").write_text('known-documents = ["van-ban.yaml"]\n', encoding="utf-8")
    plan = tmp_path / "a.md"
    plan.write_bytes((FIXTURES / "state-commune-2026" / "clean.md").read_bytes())
    plan.write_text(
        plan.read_text(encoding="utf-8").replace(
            "Căn cứ", "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;\n\nCăn cứ", 1
        ),
        encoding="utf-8",
    )

    assert "LK105" in out(plancheck(plan, "-f", "concise"))
    assert known("30/2020/NĐ-CP", (own,))[0].end == date(2026, 1, 31)
    own.write_text("documents:\n  - {number: 30/2020/NĐ-CP, ngay: 2020-03-05}\n", encoding="utf-8")
    told = plancheck(plan)
    assert told.returncode == 2
    assert "van-ban.yaml:2:" in told.stderr.decode()


def test_ctrl_c_keeps_what_was_indexed(tmp_path: Path) -> None:
    for n in range(8):
        repository.build(tmp_path / str(n))
    process = subprocess.Popen(
        [sys.executable, "-m", "plancheck", "index", str(tmp_path), "-j", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=interruptible,
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not ((tmp_path / NAME).exists() and len(_paths(tmp_path / NAME)) > 0):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _printed, errors = process.communicate(timeout=60)

    assert b"Traceback" not in errors
    assert process.returncode in {0, 130}
    assert len(_paths(tmp_path / NAME)) > 0


def _paths(path: Path) -> list[object]:
    try:
        with closing(sqlite3.connect(path, timeout=5)) as connection, connection:
            return connection.execute("SELECT path FROM documents").fetchall()
    except sqlite3.OperationalError:
        return []


@pytest.mark.parametrize("content", [b"PK\x03\x04 van ban", "văn bản".encode(), b"foreign"])
def test_a_file_that_is_no_archive_is_never_written_over(tmp_path: Path, content: bytes) -> None:
    repository.build(tmp_path / "kho")
    mine = tmp_path / "cua-toi.docx"
    if content == b"foreign":
        with closing(sqlite3.connect(mine)) as connection, connection:
            connection.execute("CREATE TABLE users (name TEXT)")
    else:
        mine.write_bytes(content)
    before = mine.read_bytes()

    done = plancheck("index", tmp_path / "kho", "--archive", mine)

    assert done.returncode == 2
    assert mine.read_bytes() == before


@pytest.mark.parametrize("command", ["tree", "coverage", "outline", "text", "check"])
def test_no_result_is_written_over_a_document(tmp_path: Path, command: str) -> None:
    repository.build(tmp_path)
    indexing.index(tmp_path, OPTIONS)
    plan = tmp_path / "2026" / "tld.md"
    before = plan.read_bytes()

    done = plancheck(command, tmp_path if command == "check" else plan, "-o", plan, cwd=tmp_path)

    assert done.returncode == 3
    assert plan.read_bytes() == before


def test_index_and_check_agree_on_the_archive_that_the_configuration_names(tmp_path: Path) -> None:
    repository.build(tmp_path / "kho")
    (tmp_path / "kho" / "plancheck.toml").write_text('archive = "muc-luc.sqlite"\n', encoding="utf-8")

    assert plancheck("check", tmp_path / "kho").returncode == 2
    assert plancheck("index", tmp_path / "kho").returncode == 0
    assert plancheck("check", tmp_path / "kho", "-q").returncode == 1
    assert not (tmp_path / "kho" / NAME).exists()


def test_find_takes_other_letters_and_a_bare_number(archive: tuple[Path, object]) -> None:
    root, _ = archive

    assert "2026/tld.md" in out(plancheck("find", "46/kh-tld", cwd=root))
    assert "2026/tld.md" in out(plancheck("find", "46", cwd=root))


def test_what_a_document_said_before_it_was_changed_proves_nothing(tmp_path: Path) -> None:
    """The archive is older than the parent: the child is not told to be late, with the cache or without, until it is indexed again."""
    repository.build(tmp_path)
    indexing.index(tmp_path, OPTIONS)
    child, parent = tmp_path / "2025" / "Thanh Hóa" / "tinh.md", tmp_path / "2025" / "tld.md"

    def told(path: Path = child) -> set[str]:
        report = pipeline.check([path], replace(OPTIONS, cache=True))
        return {f.code for f in report.files[0].findings}

    assert "LK201" in told()
    parent.write_text(
        parent.read_text(encoding="utf-8").replace("trước ngày 05/12/2025", "trước ngày 19/12/2025"), encoding="utf-8"
    )
    assert "LK201" not in told()
    parent.write_text(
        parent.read_text(encoding="utf-8").replace("trước ngày 19/12/2025", "trước ngày 09/12/2025"), encoding="utf-8"
    )
    indexing.index(tmp_path, OPTIONS)
    assert "LK201" in told()
    parent.unlink()
    assert "LK201" not in told()


def test_a_copy_outside_the_archive_has_the_same_children(tmp_path: Path) -> None:
    repository.build(tmp_path / "kho")
    indexing.index(tmp_path / "kho", OPTIONS)
    copy = tmp_path / "ban-sao.md"
    copy.write_bytes((tmp_path / "kho" / "2026" / "tld.md").read_bytes())

    found = library.coverage(str(copy), tmp_path / "kho" / NAME, TODAY)

    assert {a.state for a in found.answers} == {"answered"}


def test_an_archive_of_another_version_is_as_if_there_were_none(tmp_path: Path) -> None:
    shutil.copy(FIXTURES / "state-commune-2026" / "clean.md", tmp_path / "a.md")
    assert plancheck("index", tmp_path).returncode == 0
    with closing(sqlite3.connect(tmp_path / NAME)) as connection, connection:
        connection.execute("UPDATE meta SET value = '0 0.0.1' WHERE name = 'stamp'")

    assert plancheck("check", tmp_path).returncode == 0
    assert plancheck("find", "15/KH-UBND", cwd=tmp_path).returncode == 2


def test_the_earliest_plan_of_a_unit_answers_for_it(tmp_path: Path) -> None:
    repository.build(tmp_path)
    plan = repository.province("Thanh Hóa", 2026)
    again = plan.replace("ngày 03 tháng 4 năm", "ngày 20 tháng 4 năm")
    (tmp_path / "2026" / "Thanh Hóa" / "a.md").write_text(again, encoding="utf-8")  # before the other by its name
    indexing.index(tmp_path, OPTIONS)

    found = library.coverage(str(tmp_path / "2026" / "tld.md"), None, TODAY)

    assert {a.state for a in found.answers if a.unit.unit and a.unit.unit.name == "thanh hóa"} == {"answered"}
