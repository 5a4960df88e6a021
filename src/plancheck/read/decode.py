"""Bytes of a text file to a string: UTF-8, UTF-16, and windows-1258 when it is certain."""

from __future__ import annotations

import codecs
import re
import unicodedata

from plancheck.errors import ReadError
from plancheck.expressions import expression
from plancheck.model.value import Value

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 200_000
# The commonest words of any Vietnamese text; a wrong decoding has none of them.
_VIETNAMESE = expression(r"\b(?:của|và|các|được|kế hoạch|tổ chức|thực hiện|nhiệm vụ|trước|ngày|tháng)\b", re.IGNORECASE)
# TCVN3 and VNI texts read as Latin letters are full of these.
_LEGACY = expression(r"[®µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉËÐ]\w|[A-Za-z][ØÙÛÕÏ]")
_ENOUGH_WORDS = 5
_CONTROL = expression(r"[\x00-\x08\x0e-\x1f]")


class Decoded(Value):
    """A text with what is needed to write it back: the mark at the head of the file and the encoding behind it.

    `encoding` is None where the text was mended on the way (windows-1258 has loose marks) and has no way back.
    """

    text: str
    encoding: str | None = "utf-8"
    bom: bytes = b""

    def encoded(self, text: str) -> bytes | None:
        """Another text as bytes in the same encoding, None when there is no way back."""
        return self.bom + text.encode(self.encoding) if self.encoding is not None else None


def decode(data: bytes, name: str) -> Decoded:
    """The text of `data`. Raises ReadError when it is no text or its encoding cannot be told for certain."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return Decoded(_strict(data[len(bom) :], encoding, name), encoding, bom)
    wide = _utf16_without_bom(data)
    if wide and not _CONTROL.search(data.decode(wide, "replace")[:_SAMPLE]):
        return Decoded(_strict(data, wide, name), wide)
    if b"\0" in data[:_SAMPLE]:
        raise ReadError("{name}: không phải tệp văn bản; plancheck đọc .docx, .md và .txt", name=name)
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    return Decoded(_windows_1258(data, name), None)


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise ReadError(
            "{name}: tệp văn bản bị hỏng (không đúng {reason}); hãy lưu lại bằng UTF-8", name=name, reason=encoding.upper()
        ) from None


def _utf16_without_bom(data: bytes) -> str | None:
    """UTF-16 shows itself by zero bytes on one side only: Latin letters are half of every Vietnamese text."""
    sample = data[: min(len(data), _SAMPLE) & ~1]
    if len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.3 and even < half * 0.02:
        return "utf-16-le"
    if even > half * 0.3 and odd < half * 0.02:
        return "utf-16-be"
    return None


def _windows_1258(data: bytes, name: str) -> str:
    try:
        text = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        text = ""
    if text and len(_VIETNAMESE.findall(text[:_SAMPLE])) >= _ENOUGH_WORDS:
        return text
    if len(_LEGACY.findall(data[:_SAMPLE].decode("latin-1"))) >= _ENOUGH_WORDS:
        raise ReadError("{name}: có vẻ gõ bằng bảng mã TCVN3 hoặc VNI; hãy chuyển sang Unicode rồi thử lại", name=name)
    raise ReadError("{name}: không nhận ra bảng mã; hãy lưu lại tệp bằng UTF-8", name=name)
