"""The command line as its users meet it: real processes, exit codes, both languages, legacy consoles, the JSON contracts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import FIXTURES
from plancheck.contract import Outline, Report

BROKEN = FIXTURES / "union-province-2024" / "broken.docx"
CLEAN = FIXTURES / "union-province-2024" / "clean.md"


def plancheck(*args: str | Path, stdin: bytes = b"", cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "plancheck", *map(str, args)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **env},
        check=False,
        timeout=120,
    )


def out(done: subprocess.CompletedProcess[bytes]) -> str:
    assert b"Traceback" not in done.stderr
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ((CLEAN,), 0),
        ((BROKEN,), 1),
        ((BROKEN, "--fail-on", "never"), 0),
        (("check", BROKEN, "--select", "NG"), 0),
        (("check", BROKEN, "--select", "NG", "--fail-on", "info"), 1),
        (("check", BROKEN, "--severity", "NN305=error", "--select", "NN305"), 1),
        (("check", "--select", "XX999", CLEAN), 2),
        (("check", "--stage", "ky", CLEAN), 2),
        (("check",), 2),
        (("khong-co.docx",), 3),
        ((CLEAN, "khong-co.docx"), 3),
        ((BROKEN, "khong-co.docx"), 3),
    ],
)
def test_exit_codes(args: tuple[str | Path, ...], code: int) -> None:
    done = plancheck(*args)

    assert done.returncode == code
    assert b"Traceback" not in done.stderr


def test_a_finding_shows_place_words_carets_and_hint() -> None:
    text = out(plancheck("check", BROKEN, "--select", "TH201", "--color", "never"))

    assert "TH201 co-so-sau-cap-tren · lỗi" in text
    assert "Mục III" in text and "^^^^" in text and "----" in text
    assert "gợi ý" in text and "Không đạt" in text


def test_concise_is_one_line_a_finding() -> None:
    lines = out(plancheck("check", BROKEN, "-f", "concise")).splitlines()

    assert len(lines) == 7
    assert all(line.startswith(f"{BROKEN}:") for line in lines)


def test_the_report_and_the_outline_keep_their_contracts() -> None:
    report = Report.model_validate_json(out(plancheck("check", BROKEN, "-f", "json")))
    outline = Outline.model_validate_json(out(plancheck("outline", BROKEN, "-f", "json")))

    assert report.summary.exit_code == 1
    assert {f.code for f in report.files[0].findings} >= {"TH201", "BC201", "TT202"}
    assert outline.family.value == "union"
    assert outline.header.number is not None and outline.header.number.normal == "86/KH-LĐLĐ"


def test_several_formats_in_one_run_and_files_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "kết quả.json"

    done = plancheck("check", BROKEN, "-f", "full", "-f", f"json:{target}")

    assert "phát hiện" in out(done)
    assert json.loads(target.read_text(encoding="utf-8"))["schema"] == "plancheck/report/1"
    assert list(tmp_path.iterdir()) == [target]


def test_output_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    done = plancheck("check", CLEAN, "-o", tmp_path / "khong" / "co" / "a.txt")

    assert done.returncode == 2
    assert len(done.stderr.decode().strip().splitlines()) == 1


def test_standard_input_takes_its_name() -> None:
    done = plancheck("check", "-", "--stdin-filename", "du-thao.docx", "-f", "concise", stdin=BROKEN.read_bytes())

    assert done.returncode == 1
    assert "du-thao.docx:" in out(done)


def test_a_folder_is_searched_and_word_lock_files_are_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "Kế hoạch năm 2026"
    folder.mkdir()
    shutil.copy(CLEAN, folder / "một.md")
    shutil.copy(BROKEN, folder / "hai.docx")
    (folder / "~$hai.docx").write_bytes(b"khoa")
    (folder / "anh.png").write_bytes(b"\x89PNG")

    done = plancheck("check", folder, "-f", "json")

    assert [Path(f["path"]).name for f in json.loads(out(done))["files"]] == ["hai.docx", "một.md"]


def test_an_empty_folder_is_an_input_error(tmp_path: Path) -> None:
    assert plancheck("check", tmp_path).returncode == 3


@pytest.mark.parametrize("encoding", ["cp1252", "cp1258", "cp437"])
def test_a_legacy_console_shows_plain_letters_instead_of_breaking(encoding: str) -> None:
    done = plancheck("check", BROKEN, PYTHONIOENCODING=encoding)

    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert "TH201" in done.stdout.decode(encoding)


def test_both_languages() -> None:
    vietnamese, english = out(plancheck("--help")), out(plancheck("--lang", "en", "--help"))
    finding = out(plancheck("check", "--lang", "en", BROKEN, "--select", "BC201"))

    assert "Cách dùng" in vietnamese and "Kiểm tra" in vietnamese
    assert "Usage" in english and "Kiểm tra" not in english
    assert "Numbering jumps" in out(plancheck("explain", "BC201", "--lang", "en"))
    assert "the numbering jumps" in finding and "Failed" in finding


def test_explain_rules_text_and_schema() -> None:
    explained = out(plancheck("explain", "th201"))
    by_name = out(plancheck("explain", "co-so-sau-cap-tren"))
    listed = json.loads(out(plancheck("rules", "-f", "json", "--group", "TH")))
    numbered = out(plancheck("text", BROKEN)).splitlines()
    schema = json.loads(out(plancheck("schema", "rule")))

    assert explained == by_name
    assert "Vì sao" in explained and "Sai" in explained and "Đúng" in explained and "rules/th/TH201" in explained
    assert all(r["code"].startswith("TH") for r in listed)
    assert numbered[0].strip().startswith("1 │")
    assert schema["title"] == "RuleFile"
    assert plancheck("explain", "TH999").returncode == 2


def test_the_examples_of_a_house_rule_are_run(tmp_path: Path) -> None:
    from test_rules import GOOD

    (tmp_path / "quy-tac").mkdir()
    (tmp_path / "quy-tac" / "DV001.yaml").write_text(GOOD.replace("đúng hạn", "sớm nhất"), encoding="utf-8")

    noisy = plancheck("test", tmp_path / "quy-tac")

    assert noisy.returncode == 1
    assert "ỒN" in out(noisy)


def test_a_severity_may_be_given_by_group_and_a_rule_outweighs_its_group() -> None:
    found = out(plancheck("check", BROKEN, "-f", "json", "--severity", "BC201=info", "--severity", "BC=error"))

    severities = {f["code"]: f["severity"] for f in json.loads(found)["files"][0]["findings"] if f["code"].startswith("BC")}

    assert severities == {"BC201": "info", "BC304": "error"}


def test_the_configuration_of_a_folder_holds(tmp_path: Path) -> None:
    (tmp_path / "plancheck.toml").write_text(
        'ignore = ["BC"]\nfail-on = "warning"\n[severity]\nTH201 = "info"\n[values]\nmin-lead-days = 60\n', encoding="utf-8"
    )
    shutil.copy(BROKEN, tmp_path / "a.docx")

    codes = {
        f["code"]: f["severity"]
        for f in json.loads(out(plancheck("check", tmp_path / "a.docx", "-f", "json")))["files"][0]["findings"]
    }

    assert "BC201" not in codes
    assert codes["TH201"] == "info"
    assert "TH107" in codes


@pytest.mark.parametrize("text", ['ignor = ["BC"]', "stage = 1", "severity = 2", "select = [", '[values]\nmin-lead-days = "x"'])
def test_a_wrong_configuration_is_one_line_and_nothing_is_checked(tmp_path: Path, text: str) -> None:
    (tmp_path / "plancheck.toml").write_text(text, encoding="utf-8")
    shutil.copy(CLEAN, tmp_path / "a.md")

    done = plancheck("check", tmp_path / "a.md")

    assert done.returncode == 2
    assert done.stdout == b""
    assert len(done.stderr.decode().strip().splitlines()) == 1


def test_help_does_not_import_the_heavy_packages() -> None:
    code = (
        "import sys\nfrom plancheck.cli.main import main\nmain(['--help'])\n"
        "heavy = {'pydantic', 'yaml', 'lark', 'lxml', 'docx', 'ahocorasick'} & set(sys.modules)\nprint('HEAVY', sorted(heavy))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert done.stdout.decode().strip().endswith("HEAVY []")


def test_no_input_is_ever_changed(tmp_path: Path) -> None:
    copy = tmp_path / "a.docx"
    shutil.copy(BROKEN, copy)
    before = copy.read_bytes()

    for command in ("check", "outline", "text"):
        plancheck(command, copy)

    assert copy.read_bytes() == before
    assert list(tmp_path.iterdir()) == [copy]


HOUSE_RULE = """
code: DV101
name: viet-tat-cua-nha
title: "Viết tắt"
severity: info
source: {practice: "nếp của đơn vị"}
message: "«{text}» viết là «{right}»"
why: "người ngoài không hiểu chữ tắt"
hint: "viết «{right}»"
en: {title: "Abbreviation", message: "write «{right}»", why: "outsiders do not know it", hint: "write «{right}»"}
check: {kind: substitute, pairs: {TNLĐ: tai nạn lao động, kí kết: ký kết}}
examples:
  - bad: "1. Phòng ngừa [[TNLĐ]] tại nơi làm việc."
  - good: "1. Phòng ngừa tai nạn lao động."
  - good: "1. Các đơn vị ký kết thỏa ước."
"""


def house(folder: Path, *lines: str) -> Path:
    """A folder with one house rule, a configuration that names it, and a text that breaks it in three ways of writing."""
    (folder / "quy-tac").mkdir()
    (folder / "quy-tac" / "DV101-viet-tat-cua-nha.yaml").write_text(HOUSE_RULE, encoding="utf-8")
    (folder / "plancheck.toml").write_text("\n".join(['rule-dirs = ["quy-tac"]', *lines]), encoding="utf-8")
    plan = folder / "a.md"
    plan.write_text("KẾ HOẠCH\n\n1. Phòng ngừa TNLĐ.\n\n2. Kí kết thỏa ước.\n\n3. LỄ KÍ KẾT.\n", encoding="utf-8")
    return plan


def test_explain_knows_the_rules_of_the_house(tmp_path: Path) -> None:
    house(tmp_path)

    assert "DV101 viet-tat-cua-nha" in out(plancheck("explain", "DV101", cwd=tmp_path))


def test_a_replacement_takes_the_capitals_of_words_but_not_of_abbreviations(tmp_path: Path) -> None:
    plan = house(tmp_path)

    report = json.loads(out(plancheck("check", "-f", "json", "--select", "DV101", plan, cwd=tmp_path)))

    messages = [finding["message"] for finding in report["files"][0]["findings"]]
    assert messages == ["«TNLĐ» viết là «tai nạn lao động»", "«Kí kết» viết là «Ký kết»", "«KÍ KẾT» viết là «KÝ KẾT»"]


def test_extend_select_adds_to_what_runs_anyway(tmp_path: Path) -> None:
    plan = house(tmp_path, 'ignore = ["DV"]')

    def codes(*args: str) -> set[str]:
        report = json.loads(out(plancheck("check", "-f", "json", *args, plan, cwd=tmp_path)))
        return {finding["code"] for finding in report["files"][0]["findings"]}

    assert "DV101" not in codes()
    assert codes("--extend-select", "DV101") == codes() | {"DV101"}


def test_the_report_names_the_rule_set_with_the_rules_of_the_house(tmp_path: Path) -> None:
    plan = house(tmp_path)

    own = json.loads(out(plancheck("check", "-f", "json", plan, cwd=tmp_path)))["tool"]["rules_sha256"]
    shipped = json.loads(out(plancheck("check", "-f", "json", "--isolated", plan, cwd=tmp_path)))["tool"]["rules_sha256"]

    assert len(own) == len(shipped) == 64
    assert own != shipped


def test_a_file_that_cannot_be_read_is_said_in_the_language_of_the_run(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 ...")

    english, vietnamese = plancheck("--lang", "en", tmp_path / "a.pdf"), plancheck(tmp_path / "a.pdf")

    assert "PDF is not read by this version" in out(english)
    assert "unreadable: 1" in out(english)
    assert "tệp PDF chưa đọc được" in out(vietnamese)
    assert english.returncode == vietnamese.returncode == 3


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_takes_a_report_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "ong"
    os.mkfifo(pipe)
    reader = subprocess.Popen(
        [sys.executable, "-c", f"import sys; sys.stdout.write(open({str(pipe)!r}).read())"], stdout=subprocess.PIPE
    )

    done = plancheck("check", BROKEN, "-f", "concise", "-o", pipe)

    told = reader.communicate(timeout=30)[0].decode()
    assert done.returncode == 1
    assert "TH201" in told
    assert pipe.is_fifo()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_among_documents_is_told_and_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ong.md")
    shutil.copy(CLEAN, tmp_path / "tot.md")

    done = plancheck("check", tmp_path, "-f", "json")

    assert done.returncode == 3
    assert {Path(f["path"]).name: bool(f["error"]) for f in json.loads(out(done))["files"]} == {"ong.md": True, "tot.md": False}


def test_two_formats_do_not_share_a_place(tmp_path: Path) -> None:
    one = f"json:{tmp_path / 'x'}"

    assert plancheck("check", BROKEN, "-f", one, "-f", f"sarif:{tmp_path / 'x'}").returncode == 2
    assert plancheck("check", BROKEN, "-f", one, "-f", "full").returncode == 1


def test_a_misspelt_name_leaves_no_baseline_behind(tmp_path: Path) -> None:
    done = plancheck("baseline", "write", tmp_path / "nham.md", "--baseline", tmp_path / "hien-trang.jsonl")

    assert done.returncode == 3
    assert list(tmp_path.iterdir()) == []
