"""What a check may look at, and the items that selectors hand to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec import field

from plancheck.model.archive import Neighbours
from plancheck.model.value import Value

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from plancheck.model.document import Document
    from plancheck.model.finding import Related
    from plancheck.model.plan import Plan
    from plancheck.model.span import Span
    from plancheck.model.waiver import WaiverState
    from plancheck.vocabulary import Vocabulary


class Context(Value):
    """A document, what was understood of it, the settings of the run, what became of the waivers, and the documents beside it."""

    document: Document
    plan: Plan
    vocabulary: Vocabulary
    today: date
    stage: str
    values: Mapping[str, Any]
    waivers: tuple[WaiverState, ...] = ()
    neighbours: Neighbours = field(default_factory=Neighbours)


class Item(Value):
    """Something that a rule speaks of: where it stands (None: nowhere), its words, and named values for checks and messages.

    `twins` are the other places of the same fault, which is told once; a fix mends them too.
    """

    span: Span | None
    text: str
    values: Mapping[str, Any] = field(default_factory=dict)
    related: tuple[Related, ...] = ()
    twins: tuple[Item, ...] = ()

    def value(self, name: str) -> Any:
        """A named value; `text` is the words themselves. Missing names are None."""
        return self.text if name == "text" else self.values.get(name)


class Subject(Value):
    """What a check speaks of: the items selected by `of` and by `among`, and where to point when something is missing (`at`)."""

    of: tuple[Item, ...]
    among: tuple[Item, ...]
    at: Item
    context: Context


class Unknown(Value):
    """A selector's answer when the document cannot show what is asked; `reason` is a key of the wording below.

    `optional`: it is not the document that is short of something, but the user has no archive.
    """

    reason: str
    optional: bool = False


Selected = tuple[Item, ...] | Unknown
Select = Callable[[str], Selected]

NO_LAYOUT = "bản trích văn bản không cho thấy trình bày"
NO_HEADER = "bản trích văn bản đã mất phần đầu"
NO_FOOTER = "bản trích văn bản đã mất phần cuối (nơi nhận, chữ ký)"
NO_SECTIONS = "không nhận ra các mục của kế hoạch"
NO_DATE = "văn bản chưa ghi ngày ban hành"
NO_ISSUER = "không rõ cơ quan ban hành thuộc cấp nào"
BY_REFERENCE = "nơi nhận ghi theo mục của kế hoạch, không nêu tên đơn vị"
SCANNED = "văn bản nhận dạng từ ảnh quét, chữ và số có thể bị đọc sai"
NO_ARCHIVE = "chưa có mục lục kho văn bản (plancheck index)"
NO_ATTACHMENTS = "bản trích văn bản có thể không kèm phụ lục"


class Hit(Value):
    """What a check found: the item at fault, other words that belong to it, and values for the message.

    `possible` marks what the text only allows to be wrong; the finding is then a hint.
    """

    item: Item
    related: tuple[Related, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    possible: bool = False
