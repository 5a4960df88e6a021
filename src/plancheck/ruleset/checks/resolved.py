"""`resolved`: every item of `of` is among the items of `among`, by set inclusion over units or by equal key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.ruleset.context import Hit
from plancheck.text.fold import bare
from plancheck.text.initials import begins, listed, names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.ruleset.context import Subject

_MANY = bare("các")


def check(params: Mapping[str, Any], subject: Subject) -> tuple[Hit, ...]:
    """One hit an item that none of the others covers. `by: unit` asks the vocabulary which unit includes which."""
    if params["by"] == "key":
        known = {item.value("key") for item in subject.among}
        return tuple(Hit(item, item.related) for item in subject.of if item.value("key") not in known)
    covers = subject.context.vocabulary.covers
    units = [item.value("unit") for item in subject.among if item.value("unit") is not None]
    entries = [str(item.value("recipient") or item.text) for item in subject.among]
    texts = [bare(entry) for entry in entries]
    short = [text for text in (bare(str(item.value("key") or "")) for item in subject.among) if " " in text]
    lists = [_list(entry) for entry in entries if ":" in entry]
    hits = []
    for item in subject.of:
        unit = item.value("unit")
        if unit is None:
            continue
        if params["covers"] == "among":
            covered = any(covers(other, unit) for other in units) or any(
                _written(name, texts, lists, short) for name in (bare(item.text), unit.name) if " " in name
            )
        else:
            covered = any(covers(unit, other) or covers(other, unit) for other in units)
        if not covered:
            hits.append(Hit(item, item.related))
    return tuple(hits)


def _list(entry: str) -> tuple[str, tuple[str, ...]]:
    """The head of «Các phòng: TN&MT, QLĐT;» and its parts, as `fold.bare` makes them."""
    head, _colon, rest = entry.partition(":")
    return bare(head).removeprefix(f"{_MANY} "), tuple(bare(part) for part in rest.split(","))


def _written(name: str, texts: list[str], lists: list[tuple[str, tuple[str, ...]]], short: list[str]) -> bool:
    """Whether an entry has a name, as it is or shortened, alone or in a list under one head, or the name without its place."""
    if any(names(text, name) for text in texts) or any(listed(head, parts, name) for head, parts in lists):
        return True
    return any(begins(name, entry) for entry in short)
