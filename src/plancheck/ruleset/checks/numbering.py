"""`numbering`: labels of one level follow each other. Faults: gap, repeat, order, style, alphabet."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from plancheck.model.finding import Related
from plancheck.ruleset.context import Hit, Item
from plancheck.text.numerals import letter, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plancheck.model.document import Block
    from plancheck.model.plan import Label
    from plancheck.ruleset.context import Subject

_LETTERS = frozenset({"letter", "bracketed_letter"})
_CAPITAL = "capital"
_LATEST_START = 6
_FEW = 3
_DASHES = {"–": "-", "—": "-", ".-": "-", ".–": "-"}


def check(params: Mapping[str, Any], subject: Subject) -> tuple[Hit, ...]:
    """One hit a place where the labels of a group have the named fault."""
    fault = params["fault"]
    if fault == "style":
        return tuple(hit for item in subject.of for hit in _style(item))
    blocks = subject.context.document.blocks
    return tuple(hit for item in subject.of for hit in _sequence(item, fault, blocks))


def _sequence(item: Item, fault: str, blocks: tuple[Block, ...]) -> Iterator[Hit]:
    labels: tuple[Label, ...] = item.value("labels")
    spans, texts = item.value("spans"), item.value("texts")
    first = labels[0]
    alphabet = False
    opens_late = first.value[-1] > 1 and item.value("level") == 1 and first.style == "roman"
    if fault == "gap" and opens_late and first.value[-1] <= _LATEST_START:
        yield Hit(Item(spans[0], texts[0]), (), {"expected": _one(first), "missing": _between(first, 0, first.value[-1])})
    for n in range(1, len(labels)):
        before, label = labels[n - 1], labels[n]
        if before.style != label.style or before.value[:-1] != label.value[:-1]:
            continue
        foreign = label.value[-1] == 0  # f, j, w, z are no letters of Vietnamese
        if before.value[-1] == 0 or (foreign and (fault != "alphabet" or label.style == _CAPITAL)):
            continue  # parts A to F: no regulation says whose alphabet
        step = label.value[-1] - before.value[-1]
        if label.style == _CAPITAL and step > 1 and _latin_neighbours(before, label):
            continue
        skipped = label.style in _LETTERS and step > 1 and _latin_neighbours(before, label)
        kind = (
            "alphabet" if skipped or foreign else "gap" if step > 1 else "repeat" if step == 0 else "order" if step < 0 else None
        )
        if kind == "gap" and _runs_on(blocks[spans[n - 1].block : spans[n].block], _after(before)):
            continue
        if kind == fault and not alphabet:
            alphabet = kind == "alphabet"  # whoever counts in Latin letters does so to the end
            yield Hit(
                Item(spans[n], texts[n]),
                (Related(spans[n - 1], texts[n - 1]),),
                {
                    "expected": _after(before),
                    "before": texts[n - 1],
                    "missing": _between(before, before.value[-1], label.value[-1]),
                },
            )


def _runs_on(blocks: tuple[Block, ...], label: str) -> bool:
    """Whether the missing label stands inside a paragraph: a copy has lost the line break before it."""
    return any(f" {label} " in block.text for block in blocks)


def _latin_neighbours(before: Label, label: Label) -> bool:
    """Whether two letters follow each other in the Latin alphabet: a list from d straight to e leaves out đ."""
    return ord(letter(label.value[-1])) - ord(letter(before.value[-1])) == 1


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


def _between(label: Label, last: int, found: int) -> str:
    """The labels that are not there between two numbers, in the style of one of them; of many the first and the last."""
    numbers = range(last + 1, found)
    shown = numbers if len(numbers) <= _FEW else (numbers[0], numbers[-1])
    return (", " if shown is numbers else " … ").join(f"«{_shown(label, n)}»" for n in shown)


def _shown(label: Label, number: int) -> str:
    """The label that should stand there, in the same style and with the same mark."""
    text = written(label.style, (*label.value[:-1], number))
    return f"({text})" if label.style.startswith("bracketed") else f"{text}{label.mark}"
