"""plancheck reads a Vietnamese draft plan (Kế hoạch), understands it and says what is wrong with it before it is signed."""

from __future__ import annotations

__version__ = "0.1.0"
