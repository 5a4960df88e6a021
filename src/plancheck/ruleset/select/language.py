"""Selectors of characters and words: what normalisation changed, spacing, tone placement."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from plancheck.expressions import expression
from plancheck.model.span import Span
from plancheck.ruleset.context import Item, Selected
from plancheck.ruleset.patterns import alternatives, phrase_finder
from plancheck.ruleset.select.common import once
from plancheck.text.fold import LOWER, key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from plancheck.model.document import Block, Oddity
    from plancheck.ruleset.context import Context

_BRACKET = expression(r"[()]")
_LABEL = 3  # «ii)»
_NOTE_REACH = 12  # paragraphs of a list inside brackets
_WORDS_SHOWN = 4
_WORD = expression(r"\S+")
_SPACE_BEFORE = expression(r"(?<=[^\W\d_])\s(?P<mark>[,;:])(?=\s|$)")
_NO_SPACE = expression(rf"(?<=[{LOWER}])[,;](?=[^\W\d_])")  # «KH,CN» is an abbreviation
_ADDRESS = expression(r"[@/\\=]|\w\.\w")
_LOOSE_BRACKET = expression(r"[(“«]\s(?=[^\W\d_])|(?<=[^\W\d_]{2})\s[)”»]")
_DOUBLE_MARK = expression(r"(?<![.…])(?P<marks>\.\.(?![./…])|,,|;;|,;|;,)")
# The two vowels that end a word: found first, the word is what stands before them. Words in capitals are not looked at.
_MIXABLE = expression(r"(?:[oO][àáảãạèéẻẽẹ]|(?<![qQ])[uU][ỳýỷỹỵ]|[òóỏõọÒÓỎÕỌ][ae]|(?<![qQ])[ùúủũụÙÚỦŨỤ]y)(?![^\W\d_])")

_BULLET = 2
_SPACED_MARKS = (" ,", " ;", " :")
_SPACED_BRACKETS = ("( ", "“ ", "« ", " )", " ”", " »")
_RESIDUE_SIGNS = ("[", "{", "......", "……", "____", "xxx")
_DRAWN = expression(r"[-_.\s]+")  # a line drawn below the subject
_RESIDUE = expression(
    r"(?P<masked>\d{1,4}x{2,}(?:[ .]?x{2,})*)|\[(?!\d)[^\[\]\n]{2,60}\](?!\()|\{\{?[^{}\n]{2,80}\}?\}|(?<![.…_])(?:\.{6,}|…{2,}|_{4,})(?![./])|(?<!\w)x{3,}(?!\w)"
)


@lru_cache(maxsize=1)
def _small_article(papers: tuple[str, ...]) -> re.Pattern[str]:
    """«điều 5 Nghị định …» where «Điều» has a capital (NĐ 30/2020 Phụ lục II.V.7)."""
    names = "|".join(re.escape(p).replace(r"\ ", " ") for p in papers)
    return expression(rf"(?:tại|theo|[Kk]hoản \d{{1,2}},?)\s(điều)\s\d{{1,3}}(?:\s(?:của\s)?(?:{names})\s)")


@lru_cache(maxsize=1)
def _small_weekday(counted: tuple[str, ...]) -> re.Pattern[str]:
    """«thứ hai, ngày …» where the weekday has a capital (NĐ 30/2020 Phụ lục II.V.8c); «lần thứ hai» is an ordinal."""
    ordinals = "".join(rf"(?<!{re.escape(word)} )" for word in counted)
    return expression(rf"{ordinals}(?<!\w)thứ\s(hai|ba|tư|năm|sáu|bảy),?\s\(?ngày\s\d")


def _oddities(kind: str) -> Callable[[Context], Selected]:
    def select(context: Context) -> Selected:
        marked = (b for b in context.document.blocks if any(o.kind == kind for o in b.oddities))
        return once(i for b in marked for i in _mended(b, (o for o in b.oddities if o.kind == kind)))

    return select


def _mended(block: Block, marks: Iterable[Oddity]) -> Iterator[Item]:
    """The words around some oddities, each once, as normalisation has mended them and as they were written."""
    for span in dict.fromkeys(_around(block, mark.offset) for mark in marks):
        word = block.text[span.start : span.end]
        written = block.raw[block.offsets.origin(span.start) : block.offsets.origin(span.end)].strip()
        yield Item(span, word, {"mended": word, "written": written})


def _around(block: Block, offset: int) -> Span:
    """The word at an offset; for a blank the words on both sides."""
    start = end = min(offset, len(block.text) - 1)
    while start > 0 and not block.text[start - 1].isspace():
        start -= 1
    if block.text[offset : offset + 1].isspace():
        start = offset
        while start > 0 and not block.text[start - 1].isspace():
            start -= 1
        end = offset + 1
    while end < len(block.text) and not block.text[end].isspace():
        end += 1
    return Span(block.index, start, end)


def double_spaces(context: Context) -> Selected:
    """Runs of two or more blanks inside sentences of the body; wide gaps and those behind a bullet are layout."""
    zones = {"body", "opening", "annex"}
    found: list[Item] = []
    for block in context.document.blocks:
        marks = [o for o in block.oddities if o.kind == "spaces"]
        wide = any(len(o.original) > 3 for o in marks)
        if wide or context.plan.zones[block.index] not in zones or block.place.table is not None:
            continue
        found.extend(_mended(block, (o for o in marks if o.offset > _BULLET)))
    return once(found)


def space_before_mark(context: Context) -> Selected:
    """Blanks before a comma, semicolon or colon, in the body."""
    return once(
        _with_word(b, m, m.group("mark"))
        for b in _body(context)
        if _has(b, _SPACED_MARKS)
        for m in _SPACE_BEFORE.finditer(b.text)
    )


def double_marks(context: Context) -> Selected:
    """Two marks where one belongs («..», «,,»)."""
    return once(_with_word(b, m, m.group()) for b in _body(context) for m in _DOUBLE_MARK.finditer(b.text))


def missing_spaces(context: Context) -> Selected:
    """Commas and semicolons with a word right behind them; addresses and names of files are left out."""
    return once(
        _with_word(b, m, f"{m.group()} ")
        for b in _body(context)
        for m in _NO_SPACE.finditer(b.text)
        if not _ADDRESS.search(_word_at(b.text, m.start()))
    )


def loose_brackets(context: Context) -> Selected:
    """Blanks behind an opening bracket or quotation mark, or before a closing one."""
    return once(
        Item(Span(b.index, m.start(), m.end()), m.group(), {"mended": m.group().replace(" ", "")})
        for b in _body(context)
        if _has(b, _SPACED_BRACKETS)
        for m in _LOOSE_BRACKET.finditer(b.text)
    )


def unclosed_brackets(context: Context) -> Selected:
    """Opening brackets of a paragraph that nothing closes, in it or in those right behind it; «a)», «1)» and «ii)» close none."""
    blocks = tuple(_body(context))
    found = []
    for n, block in enumerate(blocks):
        left = _unclosed(block.text)
        if left and not any(_closes(other.text) for other in blocks[n + 1 : n + 1 + _NOTE_REACH]):
            at = left[-1]
            behind = block.text[at + 1 :].split()[:_WORDS_SHOWN]
            found.append(Item(Span(block.index, at, at + 1), "(", {"after": " ".join(behind)}))
    return tuple(found)


def _unclosed(text: str) -> list[int]:
    """Where brackets are opened and not closed; a label closes none, and one inside brackets may: better silent than wrong."""
    left: list[int] = []
    for match in _BRACKET.finditer(text):
        if match.group() == "(":
            left.append(match.start())
        elif left:
            left.pop()
    return left


def _closes(text: str) -> bool:
    """Whether a paragraph closes more brackets than it opens."""
    depth = 0
    for match in _BRACKET.finditer(text):
        if match.group() == ")" and match.start() <= _LABEL and not depth:
            continue
        depth += 1 if match.group() == "(" else -1
        if depth < 0:
            return True
    return False


def _has(block: Block, signs: tuple[str, ...]) -> bool:
    """Whether any sign is in a paragraph at all: most have none, and a search for a few letters costs next to nothing."""
    return any(sign in block.text for sign in signs)


def _with_word(block: Block, match: re.Match[str], mended: str) -> Item:
    """Marks with the word before them, and what that is to be."""
    start = match.start() - _back(block.text, match.start())
    text = block.text[start : match.end()]
    return Item(Span(block.index, start, match.end()), text, {"mended": block.text[start : match.start()] + mended})


def _word_at(text: str, offset: int) -> str:
    """The word around an offset, marks included."""
    match = _WORD.match(text, offset - _back(text, offset))
    return match.group() if match else ""


def _back(text: str, offset: int) -> int:
    """Length of the word before an offset."""
    start = offset
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    return offset - start


def _body(context: Context) -> Iterator[Block]:
    return (b for b in context.document.blocks if context.plan.zones[b.index] in {"body", "opening"} and b.place.table is None)


def tone_placement(context: Context) -> Selected:
    """Words that can be written in two tone placements, with the one that is used; words in capitals are left out."""
    found = []
    for block in context.document.blocks:
        for match in _MIXABLE.finditer(block.text):
            start = match.start()
            while start and block.text[start - 1].isalpha():
                start -= 1
            word = block.text[start : match.end()]
            folded = key(word)
            style = "mới" if folded == word.lower() else "cũ"
            found.append(Item(Span(block.index, start, match.end()), word, {"group": folded, "style": style, "all": ""}))
    return tuple(found)


def body_text(context: Context) -> Selected:
    """Every paragraph of the plan, for word lists."""
    return tuple(Item(Span(b.index, 0, len(b.text)), b.text, {"key": b.key}) for b in context.document.blocks)


def residue(context: Context) -> Selected:
    """What a template or a draft left behind: words in square or curly brackets to be replaced, dotted or underlined blanks."""
    zones = {"body", "opening", "subject"}
    reminders = alternatives(context.vocabulary.phrases["placeholder-words"])
    return tuple(
        Item(Span(b.index, m.start(), m.end()), m.group())
        for b in context.document.blocks
        if context.plan.zones[b.index] in zones and b.place.table is None and _has(b, _RESIDUE_SIGNS)
        for m in _RESIDUE.finditer(b.text)
        if not m.group("masked") and not (context.plan.zones[b.index] == "subject" and _DRAWN.fullmatch(b.text))
        if m.group()[0] not in "[{" or m.group().startswith("{{") or reminders.search(key(m.group()))
    )


def variants(context: Context) -> Selected:
    """Words that the vocabulary knows in two spellings, with the one that is used."""
    goods = tuple(f"{key(w)} " for w in context.vocabulary.phrases["goods-leads"])
    found = []
    for pair in context.vocabulary.phrases["spelling-variants"]:
        forms = [key(form.strip()) for form in pair.split("/")]
        finder = phrase_finder(tuple(forms))
        for block in _body(context):
            for start, end, form in finder(block.key):
                if block.key.endswith(goods, 0, start):
                    continue
                found.append(Item(Span(block.index, start, end), block.text[start:end], {"group": pair, "form": form}))
    return tuple(found)


def doubled_words(context: Context) -> Selected:
    """Link words typed twice («cho cho»); Vietnamese doubles other words on purpose."""
    doubled = phrase_finder(tuple(f"{w} {w}" for w in map(key, context.vocabulary.phrases["link-words"])))
    return tuple(
        Item(Span(b.index, start, end), b.text[start:end], {"once": b.text[start : start + len(found.split()[0])]})
        for b in _body(context)
        for start, end, found in doubled(b.key)
    )


def small_articles(context: Context) -> Selected:
    """«điều» before the name of a law or paper."""
    return _capitalised(context, _small_article(tuple(context.vocabulary.phrases["papers-with-articles"])))


def small_weekdays(context: Context) -> Selected:
    """Names of weekdays that begin small."""
    return _capitalised(context, _small_weekday(tuple(context.vocabulary.phrases["counted-by-ordinals"])))


def _capitalised(context: Context, pattern: re.Pattern[str]) -> tuple[Item, ...]:
    """Where a pattern stands, with the capital that its first group should have."""
    return tuple(
        Item(Span(b.index, m.start(1), m.end(1)), m.group(1), {"right": m.group(1).capitalize()})
        for b in _body(context)
        for m in pattern.finditer(b.text)
    )


SELECTORS: Mapping[str, Callable[[Context], Selected]] = {
    "text.eth": _oddities("eth"),
    "text.combining": _oddities("combining"),
    "text.no-break-spaces": _oddities("no-break-space"),
    "text.invisible": _oddities("invisible"),
    "text.double-spaces": double_spaces,
    "text.space-before-mark": space_before_mark,
    "text.missing-spaces": missing_spaces,
    "text.loose-brackets": loose_brackets,
    "text.double-marks": double_marks,
    "text.unclosed-brackets": unclosed_brackets,
    "text.tone-placement": tone_placement,
    "text": body_text,
    "text.variants": variants,
    "text.residue": residue,
    "text.doubled-words": doubled_words,
    "text.small-articles": small_articles,
    "text.small-weekdays": small_weekdays,
}
