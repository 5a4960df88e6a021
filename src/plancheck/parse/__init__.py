"""Document to Plan. Regions by small recognisers, fragments by grammar; parsing never raises and drops nothing."""

from __future__ import annotations

from plancheck.parse.plan import parse

__all__ = ["parse"]
