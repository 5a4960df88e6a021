"""`numbering`: labels of one level follow each other. Faults: gap, repeat, order, style, alphabet."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from plancheck.model.finding import Related
from plancheck.ruleset.context import Hit, Item, Unknown
from plancheck.ruleset.select import SELECTORS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plancheck.model.plan import Label
    from plancheck.ruleset.context import Context

_ALPHABET = "abcdđeghiklmnopqrstuvxy"
_LETTERS = frozenset({"letter", "bracketed_letter"})
_SKIPS_D = (4, 6)  # from d straight to e: the Vietnamese alphabet has đ between (NĐ 30 Phụ lục I.II.6đ)
_LATEST_START = 6
_DASHES = {"–": "-", "—": "-", ".-": "-", ".–": "-"}


def check(params: Mapping[str, Any], context: Context) -> tuple[Hit, ...] | Unknown:
    """One hit a place where the labels of a group have the named fault."""
    found = SELECTORS[params["of"]](context)
    if isinstance(found, Unknown):
        return found
    fault = params["fault"]
    if fault == "style":
        return tuple(hit for item in found for hit in _style(item))
    return tuple(hit for item in found for hit in _sequence(item, fault))


def _sequence(item: Item, fault: str) -> Iterator[Hit]:
    labels: tuple[Label, ...] = item.value("labels")
    spans, texts = item.value("spans"), item.value("texts")
    first = labels[0]
    opens_late = first.value[-1] > 1 and item.value("level") == 1 and first.style == "roman"
    if fault == "gap" and opens_late and first.value[-1] <= _LATEST_START:
        yield Hit(Item(spans[0], texts[0]), (), {"expected": _one(first), "before": "—"})
    for n in range(1, len(labels)):
        before, label = labels[n - 1], labels[n]
        if before.style != label.style or before.value[:-1] != label.value[:-1]:
            continue
        if 0 in {label.value[-1], before.value[-1]}:
            continue  # f, j, w, z: a list in the Latin alphabet
        step = label.value[-1] - before.value[-1]
        skipped = label.style in _LETTERS and (before.value[-1], label.value[-1]) == _SKIPS_D
        kind = "alphabet" if skipped else "gap" if step > 1 else "repeat" if step == 0 else "order" if step < 0 else None
        if kind == fault:
            yield Hit(
                Item(spans[n], texts[n]),
                (Related(spans[n - 1], texts[n - 1]),),
                {"expected": _after(before), "before": texts[n - 1]},
            )


def _style(item: Item) -> Iterator[Hit]:
    labels: tuple[Label, ...] = item.value("labels")
    marks = [(label.style, _DASHES.get(label.mark, label.mark)) for label in labels]
    tally = Counter(mark for style, mark in marks if style == labels[0].style and style != "decimal")
    if len(tally) < 2:
        return
    usual = tally.most_common(1)[0][0]
    for n, (_, mark) in enumerate(marks):
        if mark != usual:
            reference = next(i for i, (_, m) in enumerate(marks) if m == usual)
            spans, texts = item.value("spans"), item.value("texts")
            yield Hit(Item(spans[n], texts[n]), (Related(spans[reference], texts[reference]),), {"usual": texts[reference]})
            return


def _after(label: Label) -> str:
    return _shown(label, label.value[-1] + 1)


def _one(label: Label) -> str:
    return _shown(label, 1)


def _shown(label: Label, number: int) -> str:
    """The label that should stand there, in the same style and with the same mark."""
    if label.style in {"roman", "part"}:
        text = _roman(number)
    elif label.style in _LETTERS:
        text = _ALPHABET[number - 1] if number <= len(_ALPHABET) else "?"
    elif label.style == "capital":
        text = chr(ord("A") + number - 1)
    else:
        text = ".".join(str(v) for v in (*label.value[:-1], number))
    if label.style.startswith("bracketed"):
        return f"({text})"
    return f"{text}{label.mark}"


def _roman(number: int) -> str:
    text = ""
    for worth, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= worth:
            text += letters
            number -= worth
    return text
