"""Whether a text was recognised from a picture: stray signs that nobody types are strewn over it."""

from __future__ import annotations

import re

from plancheck.expressions import expression

# «[^1]» is a footnote of Markdown, «m^2» a power; bars of tables, arrows and paragraph signs are typed on purpose.
_STRAY = expression(r"[¬\\¿¡®©¦¢£‹›|]|(?<!\[)\^(?!\d)")
_TABLE_LINE = expression(r"^[ \t]*\|.*\|[ \t]*$|^[ \t]*\|[ \t]*$", re.MULTILINE)
_ESCAPE = expression(r"\\[*_#|.()\[\]\\`>~-]")
_WORD = expression(r"\w+")
# Set phrases of every paper with a mark that nobody types there («KÉ HOẠCH», «TỎ CHỨC THỰC HIỆN», «GIÁM ĐÓC»).
_MISREAD = expression(
    r"K[ÉỀỂẺỆ] HO[ẠA]CH|KẾ HOACH|T[ÔỎÕ] CHỨC|\bTô chức\b|GI[ÁA]M Đ[ÓỌÔ]C|[ĐÐ]ÁNG CỘNG SẢN|VIỆT NAIM|Hạnh ph[ứư]c"
)
_KINDS = 2
_SHARE = 0.001


def recognised(text: str) -> bool:
    """True for the text of a scan: stray signs of two kinds at least, one in a thousand words, or two set phrases misread.

    Both were measured on the corpus of real documents.
    """
    if len(set(_MISREAD.findall(text))) >= _KINDS:
        return True
    stray = _STRAY.findall(_ESCAPE.sub("", _TABLE_LINE.sub("", text)))
    return len(set(stray)) >= _KINDS and len(stray) >= _SHARE * sum(1 for _ in _WORD.finditer(text))
