"""Comparison keys for Vietnamese words: one case, one tone placement, or no marks at all."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from plancheck.expressions import expression

_UPPER_MARKED = "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
# For character classes: a range such as À-Ỹ would hold both cases.
UPPER = "A-Z" + _UPPER_MARKED
LOWER = "a-z" + _UPPER_MARKED.lower()

# Old style puts the tone on the second vowel (hoà, uỷ), new style on the first (hòa, ủy); both are current (NĐ 30 prints both).
_OLD_TO_NEW = {
    first + old: new + second
    for first, second, olds, news in (
        ("o", "a", "àáảãạ", "òóỏõọ"),
        ("o", "e", "èéẻẽẹ", "òóỏõọ"),
        ("u", "y", "ỳýỷỹỵ", "ùúủũụ"),
    )
    for old, new in zip(olds, news, strict=True)
}
# Only at the end of a syllable («hoàn» is the same in both styles), and never behind q («quý» has one spelling).
_OLD_STYLE = expression(r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?![^\W\d_])")
_SEPARATORS = expression(r"[\W_]+")


def key(text: str) -> str:
    """Lower case in one tone placement, of the same length as `text`: offsets stay valid. Expects NFC."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _OLD_STYLE.sub(lambda m: _OLD_TO_NEW[m.group()], lowered)


@lru_cache(maxsize=4096)
def words(text: str) -> str:
    """Key for comparing names: letters and digits in one case and tone placement, single blanks between words."""
    return _SEPARATORS.sub(" ", key(unicodedata.normalize("NFC", text))).strip()


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Key for identifiers: as `words`, without any diacritics."""
    decomposed = unicodedata.normalize("NFD", words(text).replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))
