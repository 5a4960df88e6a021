"""Names that are shortened to initials: «Phòng GD&ĐT» is «Phòng Giáo dục và Đào tạo»."""

from __future__ import annotations

from functools import lru_cache

_LINK = "va"
_SHORTEST = 2


@lru_cache(maxsize=4096)
def abbreviates(short: str, full: str) -> bool:
    """Whether a name is another with some of its words given by their initials; both as `fold.bare` makes them. Link words may be left out."""
    return _fits(tuple(short.split()), tuple(full.split()))


def _fits(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    if not short or not full:
        return short == full
    if short[0] == full[0] and _fits(short[1:], full[1:]):
        return True
    if full[0] == _LINK and _fits(short, full[1:]):
        return True
    behind = _behind_initials(short[0], full)
    return behind is not None and _fits(short[1:], full[behind:])


def _behind_initials(letters: str, words: tuple[str, ...]) -> int | None:
    """How many words some letters are the initials of, link words between them counted; None when they are not."""
    if len(letters) < _SHORTEST:
        return None
    at = 0
    for letter in letters:
        while at < len(words) and words[at] == _LINK and letter != _LINK[0]:
            at += 1
        if at >= len(words) or words[at][0] != letter:
            return None
        at += 1
    return at
