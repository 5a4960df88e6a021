"""rules/vocabulary/ as typed values: units, kinds of documents, section roles, activities, regulations, phrases, holidays."""

from __future__ import annotations

from plancheck.vocabulary.load import load, sources
from plancheck.vocabulary.values import (
    DocumentKind,
    KnownActivity,
    Regulation,
    RoleRule,
    Tier,
    UnitKind,
    Vocabulary,
)

__all__ = [
    "DocumentKind",
    "KnownActivity",
    "Regulation",
    "RoleRule",
    "Tier",
    "UnitKind",
    "Vocabulary",
    "load",
    "sources",
]
