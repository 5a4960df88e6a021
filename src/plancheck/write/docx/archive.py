"""A package written anew: the parts that were not touched byte for byte as they were, in their order."""

from __future__ import annotations

import copy
import io
import posixpath
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

from plancheck.errors import ReadError
from plancheck.read.docx.names import W, is_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plancheck.read.docx.package import Package

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_SIGNATURES = "_xmlsignatures/"
_CONTENT_TYPES = "[Content_Types].xml"


def refuse_locked(package: Package, name: str) -> None:
    """Raise ReadError for a signed or protected document: what is written into it would break the signature or be barred."""
    if any(info.filename.startswith(_SIGNATURES) for info in package.infos):
        raise ReadError("{name}: văn bản đã ký số; ghi thêm sẽ làm hỏng chữ ký. Hãy dùng bản chưa ký", name=name)
    settings = package.related("settings")
    protection = package.xml(settings).find(f"{W}documentProtection") if settings is not None else None
    if protection is not None and is_on(protection.get(f"{W}enforcement", "0")):
        raise ReadError("{name}: văn bản đang bị khóa chỉnh sửa; hãy bỏ bảo vệ (Xem lại › Hạn chế chỉnh sửa) trước", name=name)
    if package.is_strict:
        raise ReadError("{name}: tệp lưu ở dạng «Strict Open XML»; hãy lưu lại dạng Word (.docx) thường", name=name)


def serialised(root: etree._Element) -> bytes:
    """A part as bytes, as Word writes it."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def rewritten(package: Package, parts: Mapping[str, bytes]) -> bytes:
    """The package with some parts replaced or added. Raises ReadError when another part of it is damaged."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for info in package.infos:
            content = parts[info.filename] if info.filename in parts else package.bytes(info.filename)
            new.writestr(copy.copy(info), content, compress_type=info.compress_type)
        known = {info.filename for info in package.infos}
        for name in (n for n in parts if n not in known):
            new.writestr(name, parts[name])
    return packed.getvalue()


def with_relation(package: Package, source: str, target: str, kind: str) -> dict[str, bytes]:
    """The relationships of a part with one more target; {} when it is there. Raises ReadError for damaged XML."""
    if any(found == target for found, _ in package.relations(source).values()):
        return {}
    folder, base = posixpath.split(source)
    name = f"{folder}/_rels/{base}.rels"
    root = package.xml(name) if package.has(name) else etree.fromstring(f'<Relationships xmlns="{_RELATIONS[1:-1]}"/>')
    used = {element.get("Id") for element in root}
    ident = next(f"rIdPlancheck{n}" for n in range(len(used) + 2) if f"rIdPlancheck{n}" not in used)
    relative = posixpath.relpath(target, folder)
    etree.SubElement(root, f"{_RELATIONS}Relationship", {"Id": ident, "Type": kind, "Target": relative})
    return {name: serialised(root)}


def with_content_type(package: Package, part: str, kind: str) -> dict[str, bytes]:
    """The content types with one more part; {} when it is there."""
    root = package.xml(_CONTENT_TYPES)
    if any(e.get("PartName") == f"/{part}" for e in root.iter(f"{_TYPES}Override")):
        return {}
    etree.SubElement(root, f"{_TYPES}Override", {"PartName": f"/{part}", "ContentType": kind})
    return {_CONTENT_TYPES: serialised(root)}
