"""The schema of `known-documents.yaml` (pydantic): users write their own."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict, Field


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, alias_generator=lambda name: name.replace("_", "-"))


class KnownDocument(_Strict):
    """A document that is cited and not at hand; `from` and `to` are its first and last day in force."""

    number: str = Field(pattern=r"^\d+[a-zđ]?[/-]\S+$")
    kind: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    subject: str | None = None
    valid_from: dt.date | None = Field(default=None, alias="from")
    to: dt.date | None = None
    replaced_by: str | None = None
    certain: bool = True


class KnownDocuments(_Strict):
    """A list of known documents."""

    documents: list[KnownDocument]
