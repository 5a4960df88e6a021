"""Waivers: excuses for findings, in a comment beside the words or in `plancheck.waivers.toml`, and what becomes of them.

A comment reads «plancheck: bỏ qua TH101 — lý do (đến 31/12/2026)»; several codes stand with commas, «cả văn bản» behind them extends the
excuse to the whole document. A reason is compulsory: a paper goes up for signature, and its signer sees what was excused and why.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from plancheck.errors import told
from plancheck.expressions import expression
from plancheck.model.waiver import Waiver, WaiverState
from plancheck.places import Stamp, fault, stamp_of
from plancheck.ruleset.choose import matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from plancheck.model.document import Document
    from plancheck.model.finding import Finding
    from plancheck.model.waiver import Outcome
    from plancheck.ruleset.rule import Rule

NAME = "plancheck.waivers.toml"
_OURS = "plancheck"
_OPENING = expression(r"\s*plancheck\s*:\s*", re.IGNORECASE)
_EACH = expression(r"\n(?=\s*plancheck\s*:)", re.IGNORECASE)  # a comment may hold several, each on lines of its own
_EXCUSE = expression(
    r"(?:bỏ\s+qua|ignore)\s+(?P<codes>[\w-]+(?:\s*,\s*[\w-]+)*)"
    r"(?P<whole>\s+(?:(?:cả|toàn)\s+văn\s+bản|whole\s+document))?\s*(?:(?:—|–|:|\s-)\s*(?P<reason>.*))?$",
    re.IGNORECASE | re.DOTALL,
)
_UNTIL = expression(
    r"[\s(;,]*(?<!\w)(?:(?:đến|hết|tới)(?:\s+hết)?(?:\s+ngày)?|until)\s+(?:(?P<d>\d{1,2})(?:[/.-]|\s+tháng\s+)(?P<m>\d{1,2})(?:[/.-]|\s+năm\s+)(?P<y>\d{4})|(?P<iso>\d{4}-\d\d-\d\d))\s*\)?\s*\.?\s*$",
    re.IGNORECASE,
)
# A reason that closes with some other time names an end that is not understood: such an excuse would hold for ever.
_ENDING = expression(
    r"(?<!\w)(?:đến|hết|tới|until)(?=[^()]*\d)(?:[\s,/]+(?:hết|ngày|tháng|quý|năm|đầu|giữa|cuối|the|end|of|q[1-4]|[ivx]+|\d[\d/.-]*(?:st|nd|rd|th)?"
    r"|january|february|march|april|may|june|july|august|september|october|november|december))+\s*\)?\s*\.?\s*$",
    re.IGNORECASE,
)
_END_REACH = 80
_KEYS = ("code", "fingerprint", "file", "reason", "by", "until")


def of_document(document: Document) -> tuple[Waiver, ...]:
    """The waivers in the comments beside a document; the comments that plancheck itself left are none."""
    said = ((unicodedata.normalize("NFC", comment.text), comment) for comment in document.comments if comment.author != _OURS)
    return tuple(
        _from_comment(piece, comment.author, comment.spans)
        for text, comment in said
        for piece in _EACH.split(text)
        if _OPENING.match(piece)
    )


def _from_comment(text: str, author: str, spans: tuple[Any, ...]) -> Waiver:
    said = " ".join(text.split())
    bare = Waiver("comment", "", said, spans=spans, by=author)
    opening = _OPENING.match(said)
    excuse = _EXCUSE.match(said, opening.end() if opening else 0)
    if excuse is None:
        return bare
    dated = _dated(excuse["reason"] or "")
    if dated is None:
        return bare
    codes = tuple(part.strip() for part in excuse["codes"].split(","))
    return replace(bare, codes=codes, whole=excuse["whole"] is not None, reason=dated[0], until=dated[1])


def _dated(reason: str) -> tuple[str, date | None] | None:
    """A reason without the end date that it may close with; None when it closes with a time that is no day."""
    start = max(0, len(reason) - _END_REACH)
    found = _UNTIL.search(reason, start)
    if found is None:
        return None if _ENDING.search(reason, start) else (reason.strip(), None)
    try:
        day = date.fromisoformat(found["iso"]) if found["iso"] else date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None
    return reason[: found.start()].strip(), day


def of_folders(path: Path, folders: Iterable[Path]) -> tuple[Waiver, ...]:
    """The waivers that files in `folders` hold for the document at `path`. Raises ConfigError for a file that is wrong."""
    found: list[Waiver] = []
    resolved: Path | None = None
    for folder in folders:
        for waiver, file in load(folder / NAME):
            if file is not None:
                resolved = resolved or path.resolve()
                if _plain(folder / file) != _plain(resolved):
                    continue
            found.append(waiver)
    return tuple(found)


def load(path: Path) -> tuple[tuple[Waiver, str | None], ...]:
    """The entries of a waivers file with the document that each names; () when there is no such file. Raises ConfigError."""
    stamp = stamp_of(path)
    return _load(path, stamp) if stamp is not None and path.is_file() else ()


def _plain(path: Path) -> str:
    """A path for comparing: macOS keeps names in another form of Unicode than people type."""
    return unicodedata.normalize("NFC", str(path.resolve()))


@lru_cache(maxsize=256)
def _load(path: Path, stamp: Stamp) -> tuple[tuple[Waiver, str | None], ...]:
    del stamp  # the file as it is now
    from plancheck.toml_file import load as load_toml

    data, places = load_toml(path)
    entries = data.get("waiver", [])
    for key in data:
        if key != "waiver":
            raise fault(path, places, (key,), told("không có khóa «{key}»; mỗi mục mở đầu bằng [[waiver]]", key=key))
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise fault(path, places, ("waiver",), told("mỗi mục mở đầu bằng [[waiver]]"))
    return tuple(_entry(path, places, number, entry) for number, entry in enumerate(entries))


def _entry(path: Path, places: Mapping[Any, Any], number: int, entry: Mapping[str, Any]) -> tuple[Waiver, str | None]:
    where = ("waiver", str(number))
    for key, value in entry.items():
        if key not in _KEYS:
            raise fault(
                path, places, (*where, key), told("không có khóa «{key}»; các khóa: {keys}", key=key, keys=", ".join(_KEYS))
            )
        if key != "until" and (not isinstance(value, str) or "\0" in value):
            raise fault(path, places, (*where, key), told("khóa «{key}» phải là {wanted}", key=key, wanted=told("chuỗi")))
    until = entry.get("until")
    if until is not None and (not isinstance(until, date) or isinstance(until, datetime)):
        raise fault(
            path,
            places,
            (*where, "until"),
            told("khóa «{key}» phải là {wanted}", key="until", wanted=told("ngày, ví dụ 2026-12-31")),
        )
    code, fingerprint, file = entry.get("code"), entry.get("fingerprint"), entry.get("file")
    if not code and not fingerprint:
        raise fault(path, places, where, told("mục bỏ qua phải có `code` hoặc `fingerprint`"))
    line = places.get(where, (1, 1))[0]
    said = " ".join(part for part in (code, fingerprint, file) if part)
    waiver = Waiver(
        "file",
        f"{path.name}:{line}",
        said,
        codes=(code,) if code else (),
        fingerprint=fingerprint,
        whole=True,
        reason=entry.get("reason", "").strip(),
        by=entry.get("by", ""),
        until=until,
        shared=file is None,
    )
    return waiver, file


def settle(
    findings: Iterable[Finding],
    waivers: tuple[Waiver, ...],
    rules: tuple[Rule, ...],
    ran: frozenset[str],
    today: date,
) -> tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[WaiverState, ...]]:
    """(findings that stand, findings that are excused, what became of every waiver).

    `rules` are all that there are, chosen or not; `ran` are the codes of those that were held against the document.
    """
    named = {n: _named(waiver, rules) for n, waiver in enumerate(waivers)}
    matched: set[int] = set()
    standing: list[Finding] = []
    excused: list[Finding] = []
    for finding in findings:
        fitting = [n for n, waiver in enumerate(waivers) if _fits(waiver, named[n], finding)]
        matched.update(fitting)
        holding = next((waivers[n] for n in fitting if _in_force(waivers[n], today)), None)
        if holding is None:
            standing.append(finding)
        else:
            excused.append(replace(finding, waived=holding))
    states = tuple(WaiverState(w, _outcome(w, named[n], today, ran, hit=n in matched)) for n, w in enumerate(waivers))
    return tuple(standing), tuple(excused), states


def _named(waiver: Waiver, rules: tuple[Rule, ...]) -> frozenset[str] | None:
    """The codes of the rules that a waiver names; None when one of its words names no rule."""
    found = [{rule.code for rule in rules if matches(rule, pattern)} for pattern in waiver.codes]
    return frozenset().union(*found) if all(found) else None


def _fits(waiver: Waiver, named: frozenset[str] | None, finding: Finding) -> bool:
    if waiver.fingerprint is not None and waiver.fingerprint != finding.fingerprint:
        return False
    if named is None or (waiver.codes and finding.code not in named):
        return False
    if waiver.whole or waiver.fingerprint is not None:
        return bool(waiver.codes) or waiver.fingerprint is not None
    return finding.span is not None and any(span.touches(finding.span) for span in waiver.spans)


def _in_force(waiver: Waiver, today: date) -> bool:
    return bool(waiver.reason) and (waiver.until is None or today <= waiver.until)


def _outcome(waiver: Waiver, named: frozenset[str] | None, today: date, ran: frozenset[str], *, hit: bool) -> Outcome:
    if named is None or not (waiver.codes or waiver.fingerprint):
        return "unread"
    if not hit:
        return "unknown" if waiver.shared or not named <= ran else "unused"
    if not waiver.reason:
        return "unreasoned"
    return "expired" if waiver.until is not None and waiver.until < today else "used"
