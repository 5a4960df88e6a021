"""Names that are shortened to initials: «Phòng GD&ĐT» is «Phòng Giáo dục và Đào tạo»."""

from __future__ import annotations

from functools import lru_cache

_LINK = "va"
_SHORTEST = 2
_Words = tuple[str, ...]


@lru_cache(maxsize=4096)
def abbreviates(short: str, full: str) -> bool:
    """Whether a name is another with some of its words given by their initials; both as `fold.bare` makes them. Link words may be left out."""
    return _fits(tuple(short.split()), tuple(full.split()))


@lru_cache(maxsize=4096)
def names(text: str, name: str) -> bool:
    """Whether a text has a name, either of them with some words given by their initials («CĐ KKT» for «Công đoàn Khu kinh tế»).

    Both as `fold.bare` makes them.
    """
    said, wanted = tuple(text.split()), tuple(name.split())
    return bool(wanted) and any(_begins(said[at:], wanted) for at in range(len(said)))


@lru_cache(maxsize=4096)
def begins(name: str, short: str) -> bool:
    """Whether a name begins with another, each free to shorten («Công đoàn Giáo dục tỉnh Long An» with «CĐGD tỉnh»)."""
    return _begins(tuple(name.split()), tuple(short.split()))


def listed(head: str, parts: tuple[str, ...], name: str) -> bool:
    """Whether «Các phòng: TN&MT, QLĐT» has a name («Phòng Quản lý đô thị»): the head of the list, and one of its parts behind it."""
    if not head or not name.startswith(f"{head} "):
        return False
    rest = name[len(head) + 1 :]
    return any(part and (names(part, rest) or names(rest, part)) for part in parts)


def _fits(short: _Words, full: _Words) -> bool:
    if not short or not full:
        return short == full
    if short[0] == full[0] and _fits(short[1:], full[1:]):
        return True
    if full[0] == _LINK and _fits(short, full[1:]):
        return True
    behind = _behind_initials(short[0], full)
    return behind is not None and _fits(short[1:], full[behind:])


def _begins(said: _Words, wanted: _Words) -> bool:
    """Whether words begin with a name, each side free to shorten."""
    if not wanted:
        return True
    if not said:
        return False
    if said[0] == wanted[0] and _begins(said[1:], wanted[1:]):
        return True
    if wanted[0] == _LINK and _begins(said, wanted[1:]):
        return True
    shorter, longer = _behind_initials(said[0], wanted), _behind_initials(wanted[0], said)
    return (shorter is not None and _begins(said[1:], wanted[shorter:])) or (
        longer is not None and _begins(said[longer:], wanted[1:])
    )


def _behind_initials(letters: str, words: _Words) -> int | None:
    """How many words some letters are the initials of, link words between them counted; None when they are not.

    «TW» is «trung ương»: Ư is written W.
    """
    if len(letters) < _SHORTEST:
        return None
    at = 0
    for letter in letters.replace("w", "u"):
        while at < len(words) and words[at] == _LINK and letter != _LINK[0]:
            at += 1
        if at >= len(words) or words[at][0] != letter:
            return None
        at += 1
    return at
