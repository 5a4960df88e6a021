"""What the tests share: where the fixtures are, and the corpus of real documents when it stands beside the checkout."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
CORPUS = ROOT.parent / "shared" / "corpus"
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="session", autouse=True)
def _private_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Compiled rules of the tests stay out of the user's own cache."""
    os.environ.setdefault("PLANCHECK_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
