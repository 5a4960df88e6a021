"""What a page about one file shows beside its findings; kept only when a report asks for it, as it holds the whole document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plancheck.model.value import Value

if TYPE_CHECKING:
    from plancheck.model.archive import Relations
    from plancheck.model.document import Document
    from plancheck.model.matrix import MatrixRow
    from plancheck.model.plan import Plan
    from plancheck.model.timeline import Timeline


class Detail(Value):
    """The document, what was understood of it, its matrix, its timeline (None when it names no day), the rules that judged it,
    and how it stands among other documents.
    """

    document: Document
    plan: Plan
    matrix: tuple[MatrixRow, ...]
    timeline: Timeline | None
    judged_by: tuple[str, ...]
    relations: Relations
