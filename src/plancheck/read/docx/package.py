"""The zip package of a .docx: opened with care, parts found through relationships, XML parsed without entities or network."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING

from lxml import etree

from plancheck.errors import ReadError

if TYPE_CHECKING:
    from plancheck.read.limits import Limits

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MAIN_TYPES = ("/officeDocument",)
_DAMAGED = "tệp .docx bị hỏng; hãy mở bằng Word (Mở và sửa chữa), lưu lại rồi thử lại"
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)


class Package:
    """A .docx opened for reading. Raises ReadError for anything that is no sound Word package or passes the limits."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
            raise ReadError("{name}: {damaged}", name=name, damaged=_DAMAGED) from None
        self._infos = {info.filename: info for info in infos}
        self._refuse_bombs(infos, limits)
        if any(info.flag_bits & 1 for info in infos):
            raise ReadError("{name}: tệp có mật khẩu; hãy gỡ mật khẩu rồi thử lại", name=name)
        self.main = self._main_part()

    def _refuse_bombs(self, infos: list[zipfile.ZipInfo], limits: Limits) -> None:
        total = sum(info.file_size for info in infos)
        steep = any(
            info.file_size > limits.ratio * max(info.compress_size, 1) and info.file_size > 16 * 1024 * 1024 for info in infos
        )
        if total > limits.unpacked_bytes or steep or len(infos) > limits.parts:
            raise ReadError(
                "{name}: tệp giải nén ra quá lớn ({size:.0f} MB), có thể là tệp phá hoại; plancheck không mở tệp này",
                name=self.name,
                size=total / 1024 / 1024,
            )

    def _main_part(self) -> str:
        if "[Content_Types].xml" not in self._infos:
            raise ReadError(
                "{name}: là tệp nén, không phải văn bản Word; hãy giải nén và chọn tệp .docx bên trong", name=self.name
            )
        for target, kind in self._relations("_rels/.rels", "").values():
            if kind.endswith(_MAIN_TYPES) and target in self._infos:
                if not target.startswith("word/"):
                    break
                return target
        if "word/document.xml" in self._infos:
            return "word/document.xml"
        raise ReadError(
            "{name}: không phải văn bản Word (có thể là Excel hoặc PowerPoint); plancheck đọc .docx, .md và .txt", name=self.name
        )

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id -> (target part, type) of `part`; external targets are left out."""
        folder, base = posixpath.split(part)
        return self._relations(f"{folder}/_rels/{base}.rels", folder)

    def _relations(self, rels: str, folder: str) -> dict[str, tuple[str, str]]:
        if rels not in self._infos:
            return {}
        found = {}
        for element in self.xml(rels).iter(_RELATIONSHIP):
            if element.get("TargetMode") == "External":
                continue
            target = element.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[element.get("Id", "")] = (path, element.get("Type", ""))
        return found

    @property
    def is_strict(self) -> bool:
        """Whether the main part is written in the strict variant of Open XML, which is read as the usual one."""
        return _STRICT in self._zip.read(self.main)[:4096]

    @property
    def infos(self) -> tuple[zipfile.ZipInfo, ...]:
        """The entries of the package, in its order."""
        return tuple(self._zip.infolist())

    def related(self, kind: str) -> str | None:
        """The part that the main part names with a relationship of a kind («comments», «settings»); None when it is not there."""
        found = next((t for t, k in self.relations(self.main).values() if k.endswith(f"/{kind}")), None)
        return found if found is not None and found in self._infos else None

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name in self._infos

    def bytes(self, name: str) -> bytes:
        """The unpacked bytes of a part; strict OOXML namespaces are turned into the usual ones."""
        try:
            with self._zip.open(self._infos[name]) as stream:
                data = stream.read(self._infos[name].file_size + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError):
            raise ReadError("{name}: {damaged}", name=self.name, damaged=_DAMAGED) from None
        if _STRICT in data[:4096]:
            for strict, usual in _TRANSITIONAL:
                data = data.replace(strict, usual)
        return data

    def xml(self, name: str) -> etree._Element:
        """A part as an element tree."""
        return parse_xml(self.bytes(name), self.name)


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Parse XML without entities, DTDs or network. Raises ReadError when it is not well-formed or too deep."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise ReadError("{name}: {damaged}", name=name, damaged=_DAMAGED) from None
