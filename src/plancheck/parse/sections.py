"""The tree of numbered parts, their titles and roles; every block knows the path of the part that it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from plancheck.model.plan import Annex, Label, Section
from plancheck.model.span import Located, Span
from plancheck.model.value import Value
from plancheck.parse.labels import labelled
from plancheck.text.fold import key
from plancheck.text.numerals import written
from plancheck.vocabulary import load

if TYPE_CHECKING:
    from plancheck.model.document import Block
    from plancheck.parse.regions import Regions

_RANKS = {
    "part": 0,
    "roman": 2,
    "article": 3,
    "arabic": 3,
    "decimal2": 4,
    "decimal3": 5,
    "decimal4": 6,
    "letter": 8,
    "bracketed": 9,
    "bracketed_letter": 10,
}
_CAPITAL_ABOVE, _CAPITAL_BELOW = 1, 2.5
_ARABIC_BRACKET = 7
_LONGEST_TITLE = 200
_LONGEST_LOWER_TITLE = 90


class _Node(Struct):
    """A section while it is being built; frozen into a Section at the end."""

    rank: float
    label: Label
    label_span: Span
    title: Located[str]
    role: str | None
    path: str
    blocks: list[int] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)
    annex: bool = False

    def frozen(self, level: int) -> Section:
        return Section(
            label=self.label,
            label_span=self.label_span,
            title=self.title,
            level=level,
            role=self.role,
            path=self.path,
            blocks=tuple(self.blocks),
            children=tuple(c.frozen(level + 1) for c in self.children),
            annex=self.annex,
        )


class Outline(Value):
    """Top-level sections (annexes last), the annexes, and the path of every block («» outside the body)."""

    sections: tuple[Section, ...]
    annexes: tuple[Annex, ...]
    paths: tuple[str, ...]


def read_sections(blocks: tuple[Block, ...], cut: Regions) -> Outline:
    """Build the tree of the body and of the annexes."""
    paths = [""] * len(blocks)
    top = _tree(blocks, cut.body, paths)
    annexes = []
    for part in cut.annexes:
        node = _annex(blocks, part)
        top.append(node)
        annexes.append(Annex(node.label.text, node.title))
        for index in part:
            paths[index] = node.path
    return Outline(tuple(n.frozen(1) for n in top), tuple(annexes), tuple(paths))


def _tree(blocks: tuple[Block, ...], body: range, paths: list[str]) -> list[_Node]:
    top: list[_Node] = []
    stack: list[_Node] = []
    capitals_above = next((_style(blocks[i]) == "capital" for i in body if _style(blocks[i]) in {"capital", "roman"}), True)
    pending: _Node | None = None
    for index in body:
        block = blocks[index]
        marked = labelled(block) if block.place.table is None else None
        if pending is not None and marked is None and block.place.table is None and len(block.text) < _LONGEST_TITLE:
            pending.title = Located(block.text, block.text, Span(index, 0, len(block.text)))
            pending.role = _role(block.text, top=not pending.path.count("."))
            pending.blocks.append(index)
            paths[index] = pending.path
            pending = None
            continue
        pending = None
        if marked is None or marked.label.style == "bullet":
            if stack:
                stack[-1].blocks.append(index)
                paths[index] = stack[-1].path
            continue
        rank = _rank(marked.label, capitals_above=capitals_above)
        while stack and (stack[-1].rank >= rank):
            stack.pop()
        parent = stack[-1] if stack else None
        title = _title(block, marked.rest)
        node = _Node(
            rank=rank,
            label=marked.label,
            label_span=marked.span,
            title=title,
            role=_role(title.text, top=parent is None),
            path=_path(parent, marked.label),
            blocks=[index],
        )
        (parent.children if parent else top).append(node)
        stack.append(node)
        paths[index] = node.path
        if not title.text:
            pending = node
    return top


def _style(block: Block) -> str | None:
    marked = labelled(block)
    return marked.label.style if marked else None


def _rank(label: Label, *, capitals_above: bool) -> float:
    """How deep a label stands; parts A, B, C stand above I, II where they come first, and below them otherwise."""
    if label.style == "capital":
        return _CAPITAL_ABOVE if capitals_above else _CAPITAL_BELOW
    if label.style == "decimal":
        return _RANKS[f"decimal{len(label.value)}"]
    if label.style == "arabic" and label.mark == ")":
        return _ARABIC_BRACKET
    return _RANKS[label.style]


def _path(parent: _Node | None, label: Label) -> str:
    step = written(label.style, label.value)
    if parent is None:
        return step
    if label.style == "decimal" and parent.label.style in {"arabic", "decimal"}:
        shorter = ".".join(str(v) for v in parent.label.value)
        if step.startswith(f"{shorter}."):
            return f"{parent.path}.{step[len(shorter) + 1 :]}"
    return f"{parent.path}.{step}"


def _title(block: Block, rest: int) -> Located[str]:
    """The heading words behind a label; of a long paragraph only what stands before its first colon or full stop."""
    text = block.text[rest:]
    if len(text) > _LONGEST_TITLE or ": " in text:
        ends = [p for p in (text.find(": "), text.find(". "), text.find(";")) if 0 < p < _LONGEST_TITLE]
        text = text[: min(ends)] if ends else text[:_LONGEST_TITLE]
    text = text.rstrip(" :")
    return Located(text, text, Span(block.index, rest, rest + len(text)))


def _role(title: str, *, top: bool) -> str | None:
    """The role of a heading; below the top level only of one that reads like a heading, not of a sentence."""
    words = key(title)
    if top:
        return role_of(words)
    return role_of(words, anywhere=False) if len(words) <= _LONGEST_LOWER_TITLE else None


def role_of(title_key: str, *, anywhere: bool = True) -> str | None:
    """The role that a heading's words show, None when they show none; `anywhere` looks beyond its first words too."""
    words = title_key.strip(" .:*-")
    for rule in load().roles:
        if (
            words in rule.exact
            or (words.startswith(rule.starts) and any(_begins(words, s) for s in rule.starts))
            or (anywhere and any(c in words for c in rule.contains))
        ):
            return rule.role
    return None


def roles_of(title_key: str) -> frozenset[str]:
    """All roles that a heading's words show («Nội dung, hình thức và thời gian thực hiện» shows three)."""
    words = title_key.strip(" .:*-")
    found = {rule.role for rule in load().also_roles if any(c in words for c in rule.contains)}
    main = role_of(words)
    return frozenset(found | ({main} if main else set()))


def _begins(words: str, start: str) -> bool:
    return words.startswith(start) and not words[len(start) : len(start) + 1].isalnum()


def _annex(blocks: tuple[Block, ...], part: range) -> _Node:
    block = blocks[part.start]
    lines = block.text.split("\n")
    label = lines[0].strip(" .:")
    rest = " ".join(lines[1:]).strip()
    title = (
        Located(rest, rest, Span(block.index, len(block.text) - len(rest), len(block.text)))
        if rest and rest in block.text
        else None
    )
    if title is None:
        title = Located("", "", Span(block.index, len(block.text), len(block.text)))
        for index in part[1:4]:
            following = blocks[index]
            if following.place.table is None and not following.key.startswith(("(kèm", "kèm theo", "(ban hành")):
                title = Located(following.text, following.text, Span(index, 0, len(following.text)))
                break
    marked = Label("annex", (), "", label)
    return _Node(0, marked, Span(block.index, 0, len(lines[0])), title, "attachment", label, list(part), [], annex=True)
