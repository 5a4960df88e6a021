"""Loads the knowledge files, validates them once, and builds the typed values."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from plancheck import cache, resources
from plancheck.errors import RuleError
from plancheck.places import nearest
from plancheck.text.fold import bare, key, words
from plancheck.vocabulary import patterns
from plancheck.vocabulary.values import (
    DocumentKind,
    FormerUnit,
    KnownActivity,
    Regulation,
    RoleRule,
    Tier,
    UnitKind,
    Vocabulary,
)

_FILES = ("organisations", "places", "former-units", "document-kinds", "section-roles", "activities", "regulations", "holidays")
_PHRASES = "phrases"
_WORDINGS = "wordings"
_NAMES = ("city_words", "organs", "department_heads", "department_groups", "not_departments")


def sources() -> tuple[Path, ...]:
    """The knowledge files, in a fixed order."""
    return tuple(resources.vocabulary_dir() / f"{name}.yaml" for name in (*_FILES, _PHRASES, _WORDINGS))


@lru_cache(maxsize=1)
def load() -> Vocabulary:
    """The vocabulary that plancheck ships. Raises RuleError when a file is wrong."""
    paths = sources()
    made_by = (Path(__file__), *(Path(__file__).with_name(f"{name}.py") for name in ("schema", "patterns")))
    return _typed(cache.compiled("vocabulary", cache.stamps([*paths, *made_by]), lambda: _prepared(_validated())))


def _validated() -> dict[str, Any]:
    """All files as plain data, checked against their schemas."""
    from pydantic import ValidationError

    from plancheck.vocabulary.schema import SCHEMAS
    from plancheck.yaml_file import load as load_yaml

    data: dict[str, Any] = {}
    for path in sources():
        shown = resources.shown(path)
        raw, positions = load_yaml(path, shown)
        if path.stem == _PHRASES:
            data[_PHRASES] = {name: value if isinstance(value, list) else [value] for name, value in raw.items()}
            continue
        if path.stem == _WORDINGS:
            data[_WORDINGS] = {name: str(value) for name, value in raw.items()}
            continue
        try:
            data[path.stem] = SCHEMAS[path.stem].model_validate(raw).model_dump(mode="json")
        except ValidationError as error:
            first = error.errors()[0]
            line, column = nearest(positions, first["loc"])
            raise RuleError("{shown}:{line}:{column}: {msg}", shown=shown, line=line, column=column, msg=first["msg"]) from None
    return data


def _prepared(data: dict[str, Any]) -> dict[str, Any]:
    """The same data with its names as keys and its patterns whole: that costs more than all the rest of loading."""
    organisations, places, lists = data["organisations"], data["places"], data[_PHRASES]
    return {
        **data,
        "organisations": {
            **organisations,
            **{name: [key(n) for n in organisations[name]] for name in _NAMES},
            "tiers": {name: {**t, "words": [key(w) for w in t["words"]]} for name, t in organisations["tiers"].items()},
            "units": [
                {**u, **{part: [key(n) for n in u[part]] for part in ("names", "names_before_tier")}}
                for u in organisations["units"]
            ],
            "level_words": {key(word): level for word, level in organisations["level_words"].items()},
            "department_short_forms": {bare(a): bare(b) for a, b in organisations["department_short_forms"].items()},
        },
        "places": {
            **places,
            "cities": [{**c, "name": words(c["name"])} for c in places["cities"]],
            "provinces": [words(p) for p in places["provinces"]],
            "merged": {words(old): (key(old), new) for old, new in places["merged"].items()},
        },
        "former-units": [{**f, "names": [key(n) for n in f["names"]]} for f in data["former-units"]["former"]],
        "section-roles": {
            part: [
                {**r, **{test: [key(w) for w in r[test]] for test in ("starts", "contains", "exact")}}
                for r in data["section-roles"][part]
            ]
            for part in ("roles", "also")
        },
        "activities": [{**a, "names": [key(n) for n in a["names"]]} for a in data["activities"]["activities"]],
        "titles": {key(name): code for name, code in data["document-kinds"]["titles"].items()},
        "keys": {name: patterns.keys(phrases) for name, phrases in lists.items()},
        "alternatives": {name: patterns.alternatives(phrases) for name, phrases in lists.items()},
        _WORDINGS: {name: patterns.filled(pattern, lists) for name, pattern in data[_WORDINGS].items()},
    }


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _typed(data: dict[str, Any]) -> Vocabulary:
    organisations = data["organisations"]
    tiers = tuple(Tier(name, t["level"], tuple(t["words"]), _day(t["to"])) for name, t in organisations["tiers"].items())
    names = [t.name for t in tiers]
    relations = _Relations(names)
    units = []
    for entry in organisations["units"]:
        relations.add(entry)
        units.append(
            UnitKind(
                id=entry["id"],
                system=entry["system"],
                names=tuple(entry["names"]),
                names_before_tier=tuple(entry["names_before_tier"]),
                level=entry["level"] if isinstance(entry["level"], int) else None,
                issuer_level=entry["level"] == "issuer",
                tiers=entry["tiers"],
                group=entry["group"],
                open=entry["open"],
                codes=tuple(entry["codes"]),
                addressable=entry["addressable"],
                host_follows=entry["host_follows"],
                single=entry["single"],
                stands_for=tuple(entry["stands_for"]),
                last_day=_day(entry["to"]),
                bodies=entry["bodies"],
            )
        )
    holidays = data["holidays"]
    return Vocabulary(
        tiers=tiers,
        levels={**{word: t.level for t in tiers for word in t.words}, **organisations["level_words"]},
        city_words=tuple(organisations["city_words"]),
        organs=tuple(sorted(organisations["organs"], key=len, reverse=True)),
        units=tuple(units),
        includes=relations.closure(),
        reached_through={k: frozenset(v) for k, v in relations.reached.items()},
        superiors={k: tuple(v) for k, v in relations.superiors.items()},
        codes={u.id: u.codes for u in units if u.codes},
        department_heads=tuple(organisations["department_heads"]),
        department_groups=tuple(organisations["department_groups"]),
        department_short_forms=organisations["department_short_forms"],
        not_departments=tuple(organisations["not_departments"]),
        free_codes=tuple(organisations["free_codes"]),
        cities=tuple((c["name"], _day(c["valid_from"])) for c in data["places"]["cities"]),
        provinces=frozenset(data["places"]["provinces"]),
        former=tuple(FormerUnit(tuple(f["names"]), date.fromisoformat(f["to"]), f["now"]) for f in data["former-units"]),
        former_names=tuple(n for f in data["former-units"] for n in f["names"]),
        merged=_merged(data["places"]),
        kinds=tuple(
            DocumentKind(k["code"], tuple(k["names"]), tuple(k["codes"] or [k["code"]]), k["unnumbered"], k["letter"])
            for k in data["document-kinds"]["kinds"]
        ),
        plan_codes=tuple(data["document-kinds"]["plans"]),
        generic_kinds=frozenset(word.casefold() for word in data["document-kinds"]["generic"]),
        single=frozenset(u.id for u in units if u.single),
        titles=data["titles"],
        roles=tuple(_role(r) for r in data["section-roles"]["roles"]),
        also_roles=tuple(_role(r) for r in data["section-roles"]["also"]),
        activities=tuple(KnownActivity(a["key"], a["direction"], a["chain"], tuple(a["names"])) for a in data["activities"]),
        regulations=tuple(
            Regulation(r["id"], r["title"], tuple(r["families"]), _day(r["valid_from"]), _day(r["to"]), r["certain"])
            for r in data["regulations"]["regulations"]
        ),
        phrases={name: tuple(values) for name, values in data[_PHRASES].items()},
        keys=data["keys"],
        alternatives=data["alternatives"],
        wordings=data[_WORDINGS],
        holidays=frozenset(date.fromisoformat(f"{year}-{day}") for year, days in holidays["days"].items() for day in days),
        holidays_announced=holidays["announced"],
    )


def _merged(places: dict[str, Any]) -> dict[str, FormerUnit]:
    last = date.fromisoformat(places["merged_from"]) - timedelta(days=1)
    return {name: FormerUnit((old,), last, new) for name, (old, new) in places["merged"].items()}


def _role(entry: dict[str, Any]) -> RoleRule:
    return RoleRule(
        entry["role"],
        tuple(entry["starts"]),
        tuple(entry["contains"]),
        tuple(entry["exact"]),
    )


class _Relations:
    """Collects includes, ways and superiors; ids with `{tier}` are spread over the tiers, `.any` stands for an unknown one."""

    def __init__(self, tiers: list[str]) -> None:
        self._tiers = tiers
        self._includes: dict[str, set[str]] = {}
        self.reached: dict[str, set[str]] = {}
        self.superiors: dict[str, list[str]] = {}

    def add(self, entry: dict[str, Any]) -> None:
        """Take in one unit of organisations.yaml."""
        for tier in self._tiers if entry["tiers"] else [""]:
            unit = entry["id"].replace("{tier}", tier)
            self._includes.setdefault(unit, set()).update(i.replace("{tier}", tier) for i in entry["includes"])
            self.reached.setdefault(unit, set()).update(w.replace("{tier}", tier) for w in entry["reached_through"])
            own = entry["superiors_by_tier"].get(tier, entry["superiors"])
            self.superiors.setdefault(unit, []).extend(own or self._tier_above(entry, tier))
            if tier:
                anywhere = entry["id"].replace("{tier}", "any")
                self._includes.setdefault(anywhere, set()).update({unit, *self._includes[unit]})

    def _tier_above(self, entry: dict[str, Any], tier: str) -> list[str]:
        if not tier or tier == self._tiers[0]:
            return []
        above = self._tiers[self._tiers.index(tier) - 1]
        upper = entry["id"].replace("{tier}", above)
        return [entry["bodies"].get(above, upper)]

    def closure(self) -> dict[str, frozenset[str]]:
        """Everything that each unit includes, directly or through what it includes."""
        full = {}
        for unit in self._includes:
            seen: set[str] = set()
            queue = list(self._includes[unit])
            while queue:
                inner = queue.pop()
                if inner not in seen:
                    seen.add(inner)
                    queue.extend(self._includes.get(inner, ()))
            full[unit] = frozenset(seen)
        return full
