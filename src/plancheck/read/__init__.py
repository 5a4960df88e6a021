"""Bytes to Document: one door for every kind of file, and one clear line for what cannot be read."""

from __future__ import annotations

from plancheck.read.limits import Limits
from plancheck.read.reader import draft_of, is_package, read_bytes, read_path

__all__ = ["Limits", "draft_of", "is_package", "read_bytes", "read_path"]
