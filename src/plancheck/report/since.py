"""What is said of an earlier draft, in words and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plancheck.report.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plancheck.model.comparison import Comparison, Difference


def since_lines(comparison: Comparison, lang: str = "vi") -> Iterator[str]:
    """Counts first, then what was mended, then what the plan now says otherwise."""
    _ = words(lang)
    yield _("So với {path}: còn lại {remaining}, đã sửa {mended}").format(
        path=comparison.path, remaining=len(comparison.remaining), mended=len(comparison.mended)
    )
    yield from (_("   đã sửa  {code} {message}").format(code=f.code, message=f.message) for f in comparison.mended)
    yield from (f"   {difference_text(d, lang)}" for d in comparison.differences)


def difference_text(difference: Difference, lang: str = "vi") -> str:
    """«thời hạn đổi: … → …», «nơi nhận thêm: …», «viện dẫn bỏ: …»."""
    _ = words(lang)
    kind = {"deadline": _("thời hạn"), "recipient": _("nơi nhận"), "citation": _("viện dẫn")}[difference.kind]
    place = f" ({_('Mục {path}').format(path=difference.where)})" if difference.where else ""
    if difference.old is None:
        return _("{kind} thêm: {new}{place}").format(kind=kind, new=difference.new, place=place)
    if difference.new is None:
        return _("{kind} bỏ: {old}{place}").format(kind=kind, old=difference.old, place=place)
    return _("{kind} đổi: {old} → {new}{place}").format(kind=kind, old=difference.old, new=difference.new, place=place)


def since_data(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain data."""
    return {
        "path": comparison.path,
        "remaining": [{"code": f.code, "fingerprint": f.fingerprint, "message": f.message} for f in comparison.remaining],
        "mended": [{"code": f.code, "fingerprint": f.fingerprint, "message": f.message} for f in comparison.mended],
        "differences": [{"kind": d.kind, "old": d.old, "new": d.new, "path": d.where} for d in comparison.differences],
    }
