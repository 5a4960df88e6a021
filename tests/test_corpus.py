"""Real documents, when the corpus stands beside the checkout: every file gives a report, the seeds their known faults."""

from __future__ import annotations

import pytest

from conftest import CORPUS, TODAY
from plancheck import pipeline

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not there")
OPTIONS = pipeline.Options(today=TODAY, isolated=True)

# Codes that a careful reader agrees with, by seed; the numbers are the seeds' own.
SEEDS = {
    "000": {"NN202"},
    "001": {"VD106", "NN305"},
    "002": {"BC201", "TT202", "NN202"},
    "003": {"NG101", "TH107", "TH206", "NN103", "NN202"},
    "004": {"VD203", "NN103"},
}
ERRORS = {"002": {"BC201"}}


def files(folder: str) -> list[object]:
    return sorted((CORPUS / folder).glob("*")) if CORPUS.is_dir() else []


@pytest.mark.parametrize("path", [*files("plans"), *files("seeds"), *files("documents")], ids=lambda p: p.name[:40])
def test_every_real_file_gives_a_report_or_one_line(path: object) -> None:
    from pathlib import Path

    report = pipeline.check([Path(str(path))], OPTIONS).files[0]

    assert (report.error is None) == (report.sha256 is not None)
    assert report.error is None or "\n" not in report.error


@pytest.mark.parametrize("seed", sorted(SEEDS))
def test_a_seed_raises_its_known_faults_and_no_false_error(seed: str) -> None:
    path = next((CORPUS / "seeds").glob(f"{seed}_*"))

    findings = pipeline.check([path], OPTIONS).files[0].findings

    assert {f.code for f in findings} >= SEEDS[seed]
    assert {f.code for f in findings if f.severity == "error"} == ERRORS.get(seed, set())


def test_the_findings_on_real_documents_are_those_of_the_snapshot() -> None:
    """When a change of rules is meant: `python tests/snapshot.py --write`, and read the diff."""
    from snapshot import rows, stored

    now, before = list(rows()), stored()

    gains, losses = set(now) - set(before), set(before) - set(now)
    assert sorted(gains) == []
    assert sorted(losses) == []
