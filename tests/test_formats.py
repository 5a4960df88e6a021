"""The formats for machines: each says the same as the report it is made from, and none changes the exit code."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from lxml import etree

from conftest import FIXTURES
from plancheck.report.formats import NAMES
from test_cli import out, plancheck

BROKEN = FIXTURES / "union-province-2024" / "broken.docx"
FILES = [*sorted(FIXTURES.glob("*/broken.docx")), FIXTURES / "union-province-2024" / "clean.md"]
DAY = ("--isolated", "--today", "2026-11-21")


def made(name: str, *paths: Path) -> str:
    return out(plancheck("check", *DAY, "-f", name, *paths))


def codes() -> list[str]:
    return [f["code"] for file in json.loads(made("json", *FILES))["files"] for f in file["findings"]]


@pytest.mark.parametrize("name", NAMES)
def test_the_exit_code_is_the_same_whatever_the_format(name: str) -> None:
    assert plancheck("check", *DAY, "-f", name, BROKEN).returncode == 1
    assert plancheck("check", *DAY, "-f", name, FILES[-1]).returncode == 0
    assert plancheck("check", *DAY, "-f", name, "khong-co.docx").returncode == 3


def test_several_formats_go_to_their_files_in_one_run(tmp_path: Path) -> None:
    wanted = [part for name in NAMES for part in ("-f", f"{name}:{tmp_path / name}")]

    done = plancheck("check", *DAY, *wanted, BROKEN)

    assert done.stdout == b""
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(NAMES)
    assert all(p.stat().st_size for p in tmp_path.iterdir())


def test_sarif_has_a_result_with_place_fingerprint_and_rule_for_every_finding() -> None:
    run = json.loads(made("sarif", *FILES))["runs"][0]
    rules = run["tool"]["driver"]["rules"]

    assert [r["ruleId"] for r in run["results"]] == codes()
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert len(result["partialFingerprints"]["plancheck/v1"]) == 16
        place = result["locations"][0]["physicalLocation"]
        assert run["artifacts"][place["artifactLocation"]["index"]]["location"]["uri"] == place["artifactLocation"]["uri"]
        assert place["region"]["startLine"] >= 1
    assert all(re.fullmatch(r"[0-9a-f]{64}", a["hashes"]["sha-256"]) for a in run["artifacts"])
    assert all(r["help"]["markdown"] for r in rules)


def test_sarif_names_files_relative_to_where_the_run_began(tmp_path: Path) -> None:
    (tmp_path / "kế hoạch.md").write_bytes((FIXTURES / "union-province-2024" / "broken.md").read_bytes())

    log = json.loads(out(plancheck("check", *DAY, "-f", "sarif", "kế hoạch.md", cwd=tmp_path)))

    location = log["runs"][0]["artifacts"][0]["location"]
    assert location["uriBaseId"] == "%SRCROOT%"
    assert location["uri"] == "k%E1%BA%BF%20ho%E1%BA%A1ch.md"


def test_a_file_that_cannot_be_read_is_told_by_every_format() -> None:
    for name in NAMES:
        assert "khong-co.docx" in out(plancheck("check", *DAY, "-f", name, BROKEN, "khong-co.docx"))


def test_junit_counts_what_it_holds() -> None:
    root = etree.fromstring(made("junit", *FILES).encode())

    assert int(root.get("tests", "")) == len(root.findall(".//testcase"))
    assert int(root.get("failures", "")) == len(root.findall(".//failure"))
    for suite in root:
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        assert int(suite.get("skipped", "")) == len(suite.findall(".//skipped"))
    named = {case.get("name", "").split()[0] for case in root.iter("testcase") if case.find("skipped") is None}
    assert named - {"plancheck"} == set(codes())


def test_gitlab_fingerprints_are_unique_and_paths_relative() -> None:
    entries = json.loads(made("gitlab", *FILES))

    assert [e["check_name"] for e in entries] == codes()
    assert len({e["fingerprint"] for e in entries}) == len(entries)
    assert {e["severity"] for e in entries} <= {"critical", "major", "info"}


def test_github_annotations_escape_what_the_service_would_cut_at() -> None:
    lines = made("github", *FILES).splitlines()

    assert len(lines) == len(codes())
    for line in lines:
        assert re.match(
            r"::(?:error|warning|notice) file=[^,]+,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,title=[^,:]+::\S", line
        )


def test_columns_of_rdjson_cut_the_quoted_words_out_of_the_bytes_of_the_file() -> None:
    draft = BROKEN.with_suffix(".md")
    lines = draft.read_bytes().splitlines()
    placed = [d for d in json.loads(made("rdjson", draft))["diagnostics"] if d["original_output"].strip()]

    cut = 0
    for diagnostic in placed:
        start, end = diagnostic["location"]["range"]["start"], diagnostic["location"]["range"]["end"]
        if start["line"] == end["line"]:
            words = lines[start["line"] - 1][start["column"] - 1 : end["column"] - 1].decode()
            cut += not words.isascii()
            assert re.sub(r"\s+", " ", words.replace("*", "")) == diagnostic["original_output"]
    assert cut


def test_rdjson_and_json_lines_hold_every_finding() -> None:
    rdjson = json.loads(made("rdjson", *FILES))
    lines = [json.loads(line) for line in made("jsonl", *FILES).splitlines()]

    assert [d["code"]["value"] for d in rdjson["diagnostics"]] == codes()
    assert [line["code"] for line in lines] == codes()


def test_the_markdown_summary_has_a_row_a_file() -> None:
    rows = [line for line in made("markdown", *FILES).splitlines() if line.startswith("| ")]

    assert len(rows) == len(FILES) + 1


@pytest.mark.parametrize("name", NAMES)
def test_what_changed_since_an_earlier_draft_is_told(name: str, tmp_path: Path) -> None:
    old = FIXTURES / "union-province-2024" / "broken.md"
    new = tmp_path / "moi.md"
    new.write_text(old.read_text(encoding="utf-8").replace("trước ngày 15/11/2024", "trước ngày 01/11/2024"), encoding="utf-8")

    shown = out(plancheck("check", *DAY, "-f", name, new, "--since", old))

    assert "trước ngày 01/11/2024" in shown
    assert "TH201" in shown


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a name is always text")
@pytest.mark.parametrize("name", ["sarif", "gitlab", "github", "junit", "rdjson"])
def test_a_name_that_is_no_text_is_told_as_bytes(name: str, tmp_path: Path) -> None:
    shutil.copy(BROKEN.with_suffix(".md"), os.fsencode(tmp_path) + b"/k\xe9.md")

    done = plancheck("check", tmp_path, "-f", name)

    assert done.returncode == 1
    assert b"udce9" in done.stdout or b"xe9" in done.stdout or b"%E9" in done.stdout
