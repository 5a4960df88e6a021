"""Posts, as they stand above a signer's name."""

from __future__ import annotations

from plancheck.parse.phrases import keys
from plancheck.vocabulary.wordings import wording


def is_post(words: str) -> bool:
    """Whether a key names a post («chi cục trưởng», «phó chánh án»), or two that one signer holds («trưởng ban phó thủ tướng»)."""
    posts = keys("titles-of-posts")
    if words in posts or wording("post").fullmatch(words) is not None:
        return True
    return any(words.removeprefix(f"{post} ") in posts for post in posts)
