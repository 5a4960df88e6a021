"""Whole plans: clean ones give no error and no warning, broken ones give exactly their expected findings, in both formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import FIXTURES, TODAY
from plancheck import pipeline
from plancheck.model.finding import FileReport
from plancheck.read import read_path

PLANS = sorted(p for p in FIXTURES.iterdir() if p.is_dir())


def report(path: Path) -> FileReport:
    """The report on one file with the rules and settings as shipped."""
    return pipeline.check([path], pipeline.Options(today=TODAY, isolated=True)).files[0]


@pytest.mark.parametrize("form", ["md", "docx"])
@pytest.mark.parametrize("plan", PLANS, ids=lambda p: p.name)
def test_a_clean_plan_has_no_findings_of_any_severity(plan: Path, form: str) -> None:
    found = report(plan / f"clean.{form}")

    assert found.error is None
    assert [(f.code, f.text) for f in found.findings] == []


@pytest.mark.parametrize("form", ["md", "docx"])
@pytest.mark.parametrize("plan", PLANS, ids=lambda p: p.name)
def test_a_broken_plan_has_exactly_the_planted_faults(plan: Path, form: str) -> None:
    expected = json.loads((plan / "expected.json").read_text(encoding="utf-8"))["broken"]

    found = report(plan / f"broken.{form}")

    assert [(f.code, f.text) for f in found.findings] == [(e["code"], e["text"]) for e in expected]


@pytest.mark.parametrize("plan", PLANS, ids=lambda p: p.name)
def test_the_word_twin_says_what_the_text_twin_says(plan: Path) -> None:
    def words(form: str) -> str:
        return " ".join(b.text for b in read_path(plan / f"clean.{form}").blocks if b.text.strip("-* "))

    assert words("md").split() == words("docx").split()


@pytest.mark.parametrize("plan", PLANS, ids=lambda p: p.name)
def test_every_finding_points_at_its_words(plan: Path) -> None:
    found = report(plan / "broken.docx")
    document = read_path(plan / "broken.docx")

    for finding in found.findings:
        assert finding.span is not None
        assert document.text(finding.span) == finding.text
        assert found.passages[finding.span.block].text == document.blocks[finding.span.block].text
        assert len(finding.fingerprint) == 16
    assert len({f.fingerprint for f in found.findings}) == len(found.findings)
