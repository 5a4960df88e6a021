"""Where `rules/` and `grammar/` are: inside the wheel, or at the top of a checkout. No other module knows."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from plancheck.errors import RuleError

_HERE = Path(__file__).resolve().parent


@lru_cache(maxsize=1)
def _root() -> Path:
    for candidate in (_HERE / "_data", _HERE.parent.parent):
        if (candidate / "rules").is_dir() and (candidate / "grammar").is_dir():
            return candidate
    raise RuleError("{here}: không thấy thư mục rules/ và grammar/ của plancheck; hãy cài đặt lại chương trình", here=_HERE)


def rules_dir() -> Path:
    """The folder of the rules that plancheck ships; `vocabulary/` inside it is no rule group."""
    return _root() / "rules"


def vocabulary_dir() -> Path:
    """The folder of the knowledge files."""
    return _root() / "rules" / "vocabulary"


def grammar_dir() -> Path:
    """The folder of the Lark grammars."""
    return _root() / "grammar"


@lru_cache(maxsize=1)
def program_files() -> tuple[Path, ...]:
    """Everything that decides what is said of a document besides the rules: the program itself, the knowledge files and the grammars."""
    return (*sorted(_HERE.rglob("*.py")), *sorted(vocabulary_dir().glob("*.yaml")), *sorted(grammar_dir().glob("*.lark")))


def shown(path: Path) -> str:
    """The path of a shipped file as a reader knows it (`rules/th/TH103-….yaml`), any other path as it is."""
    try:
        return path.resolve().relative_to(_root()).as_posix()
    except ValueError:
        return str(path)
