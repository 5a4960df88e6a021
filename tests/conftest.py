"""What the tests share: where the fixtures are, and the corpus of real documents when it stands beside the checkout."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
CORPUS = ROOT.parent / "shared" / "corpus"
TODAY = date(2026, 11, 21)


def pytest_configure(config: pytest.Config) -> None:
    """What the tests compile stays out of the user's own cache; set before anything of plancheck is imported."""
    if "PLANCHECK_CACHE_DIR" not in os.environ:
        folder = tempfile.TemporaryDirectory(prefix="plancheck-tests-")
        config.add_cleanup(folder.cleanup)
        os.environ["PLANCHECK_CACHE_DIR"] = folder.name
