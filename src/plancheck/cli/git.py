"""What git says has changed: for `check --changed`."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from plancheck.errors import ConfigError
from plancheck.sources import passed_over
from plancheck.suffixes import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable


def changed(base: str, within: Iterable[Path]) -> list[Path]:
    """Documents that differ from a commit, staged or not, and those that git does not know yet, below the paths given (none: anywhere).

    Files that are gone are left out. Raises ConfigError outside a repository, and for a commit that is not there.
    """
    top = Path(_git("rev-parse", "--show-toplevel")[0])
    # Changes since a branch left its base, not what the base got since.
    start = [base]
    if base != "HEAD" and _has_commits():
        _git("rev-parse", "--verify", f"{base}^{{commit}}")
        start = _git("merge-base", base, "HEAD", allowed=1) or [base]  # branches without a common past: against the commit itself
    differing = (
        _git("diff", "--name-only", "--no-relative", "--no-renames", "--diff-filter=d", "-z", start[0], "--")
        if _has_commits()
        else []
    )
    unknown = _git("ls-files", "--others", "--exclude-standard", "--full-name", "-z", str(top))
    staged = [] if _has_commits() else _git("ls-files", "--full-name", "-z", str(top))
    here = Path.cwd()
    wanted = [p.resolve() for p in within]
    found = []
    for name in sorted({*differing, *unknown, *staged}):
        path = top / name
        if path.suffix.lower() not in SUFFIXES or not path.is_file() or passed_over(Path(name)):
            continue
        if not wanted or any(path.resolve().is_relative_to(w) for w in wanted):
            found.append(path.relative_to(here) if path.is_relative_to(here) else path)
    return found


def _has_commits() -> bool:
    return subprocess.run(["git", "rev-parse", "-q", "--verify", "HEAD"], capture_output=True, check=False).returncode == 0  # noqa: S607 - the user's own git


def _git(*args: str, allowed: int = 0) -> list[str]:
    """The names that git prints, one a line or cut at NUL; `allowed` is an exit code that is no fault."""
    try:
        done = subprocess.run(["git", *args], capture_output=True, check=False)  # noqa: S603, S607 - the user's own git
    except FileNotFoundError:
        raise ConfigError("--changed cần git, nhưng máy này chưa cài git") from None
    if done.returncode not in {0, allowed}:
        why = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ConfigError("git: {why}", why=why[0] if why else args[0])
    text = done.stdout.decode("utf-8", "surrogateescape")
    return [name for name in text.replace("\n", "\0" if "-z" not in args else "\n").split("\0") if name]
