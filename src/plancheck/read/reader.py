"""Tells the kind of a file by its first bytes, not only by its name, and hands it to the reader of that kind."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

from plancheck.errors import ReadError, reason
from plancheck.model.document import Document, Source
from plancheck.read.decode import decode
from plancheck.read.limits import Limits
from plancheck.read.plain import blocks_of
from plancheck.read.scan import recognised

_TEXT = {".md": "md", ".markdown": "md", ".txt": "txt", "": "txt"}
_ZIP = b"PK\x03\x04"
_STREAMS = ("/dev/", "/proc/")  # «plancheck <(git show …)»: a pipe that the user means
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"%PDF", "tệp PDF chưa đọc được ở bản này; hãy mở bản gốc trong Word và lưu thành .docx"),
    (b"{\\rtf", "tệp RTF chưa đọc được; hãy mở trong Word và lưu thành .docx"),
    (b"\x89PNG", "đây là ảnh, không có chữ để kiểm tra; hãy dùng tệp .docx gốc"),
    (b"\xff\xd8\xff", "đây là ảnh chụp hoặc bản quét, không có chữ để kiểm tra; hãy dùng tệp .docx gốc"),
    (b"II*\x00", "đây là bản quét, không có chữ để kiểm tra; hãy dùng tệp .docx gốc"),
    (b"MM\x00*", "đây là bản quét, không có chữ để kiểm tra; hãy dùng tệp .docx gốc"),
)


def read_path(path: Path, limits: Limits | None = None) -> Document:
    """Read the file at `path`.

    Raises ReadError, with one Vietnamese line, when it is missing, not permitted, too large, damaged, without a word or of another kind.
    """
    return draft_of(bytes_of(path, limits), str(path), limits)


def bytes_of(path: Path, limits: Limits | None = None) -> bytes:
    """The bytes of a file. Raises ReadError when it is missing, a folder, not permitted or too large."""
    limits = limits or Limits()
    try:
        if path.is_dir():
            raise ReadError("{path}: là thư mục, không phải tệp", path=path)
        known = path.stat()
        if not stat.S_ISREG(known.st_mode) and not str(path).startswith(_STREAMS):
            raise ReadError("{path}: không phải tệp thường (đường ống hoặc thiết bị); hãy dùng tệp đã lưu", path=path)
        size = known.st_size
        if size > limits.file_bytes:
            raise _too_large(str(path), size, limits)
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError("{path}: không có tệp này; hãy kiểm tra lại đường dẫn", path=path) from None
    except PermissionError:
        raise ReadError(
            "{path}: không có quyền đọc hoặc tệp đang bị chương trình khác khóa; hãy đóng tệp rồi thử lại", path=path
        ) from None
    except (OSError, ValueError) as error:
        raise ReadError("{path}: không đọc được ({why}); hãy kiểm tra ổ đĩa và đường dẫn", path=path, why=reason(error)) from None


def is_package(data: bytes) -> bool:
    """Whether bytes are read as a .docx, whatever the name of the file."""
    return data.startswith(_ZIP)


def read_bytes(data: bytes, name: str, limits: Limits | None = None) -> Document:
    """Read a document from memory; `name` gives the suffix and is shown in messages. Raises ReadError as `read_path`."""
    limits = limits or Limits()
    if len(data) > limits.file_bytes:
        raise _too_large(name, len(data), limits)
    refuse_foreign(data, name)
    digest = hashlib.sha256(data).hexdigest()
    if is_package(data):
        from plancheck.read.docx import read_docx

        return read_docx(data, Source(name, "docx", digest, layout_known=True), limits)
    text = decode(data, name).text
    source = Source(name, _TEXT[Path(name).suffix.lower()], digest, layout_known=False, recognised=recognised(text))
    blocks, comments = blocks_of(text)
    return Document(source, blocks, comments=comments)


def refuse_foreign(data: bytes, name: str) -> None:
    """Raise ReadError, with what to do, for bytes that are no .docx and no text: other formats, encrypted and damaged files."""
    suffix = Path(name).suffix.lower()
    if is_package(data):
        return
    if data.startswith(_OLE):
        raise ReadError("{name}: {reason}", name=name, reason=_ole_reason(suffix))
    for magic, why in _FOREIGN:
        if data.startswith(magic):
            raise ReadError("{name}: {reason}", name=name, reason=why)
    if suffix in {".docx", ".docm"}:
        raise ReadError("{name}: tệp hỏng, không phải là .docx; hãy mở bằng Word, sửa và lưu lại", name=name)
    if suffix not in _TEXT:
        raise ReadError("{name}: không đọc loại tệp «{suffix}»; plancheck đọc .docx, .md và .txt", name=name, suffix=suffix)


def draft_of(data: bytes, name: str, limits: Limits | None = None) -> Document:
    """Read what somebody hands in to be judged. Raises ReadError as `read_path`, and when there is no word in it.

    An empty file, or one that holds nothing but the pictures of a scan, would else pass as a plan without faults.
    """
    document = read_bytes(data, name, limits)
    if any(c.isalnum() for block in document.blocks for c in block.text):
        return document
    raise ReadError("{name}: tệp không có chữ nào (tệp rỗng hoặc chỉ có ảnh quét); hãy dùng tệp gốc có nội dung", name=name)


def _ole_reason(suffix: str) -> str:
    if suffix in {".docx", ".docm"}:
        return "tệp có mật khẩu hoặc được mã hóa; hãy gỡ mật khẩu trong Word (Tệp › Thông tin › Bảo vệ tài liệu) rồi thử lại"
    return "định dạng Word cũ (.doc); hãy mở trong Word và lưu thành .docx"


def _too_large(name: str, size: int, limits: Limits) -> ReadError:
    megabyte = 1024 * 1024
    return ReadError(
        "{name}: tệp quá lớn ({size:.0f} MB, giới hạn {most:.0f} MB); hãy bỏ bớt ảnh, hoặc đặt max-size-mb trong plancheck.toml",
        name=name,
        size=size / megabyte,
        most=limits.file_bytes / megabyte,
    )
