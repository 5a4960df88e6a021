"""The archive: what plancheck knows of the documents of a folder, and of those that are not there."""

from __future__ import annotations

NAME = "plancheck.archive.sqlite"
