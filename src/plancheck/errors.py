"""Exceptions for the outside world; each carries the exit code of the command that meets it. Findings are never exceptions.

PlancheckError
├── ReadError      3   an input is missing, unreadable, encrypted, too large, or of a kind that is not read
├── ConfigError    2   an option or a plancheck.toml is wrong
└── RuleError      2   a rule, vocabulary or grammar file is wrong
"""

from __future__ import annotations

import gettext
from enum import IntEnum

# What a shell calls a program that Ctrl-C ended.
INTERRUPTED = 130


class ExitCode(IntEnum):
    """Exit codes of every command; the worst wins in the order INTERNAL > USAGE > INPUT > FINDINGS > OK."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    INPUT = 3
    INTERNAL = 4

    @classmethod
    def worst(cls, *codes: ExitCode) -> ExitCode:
        """The code that wins when several things happened in one run."""
        order = (cls.OK, cls.FINDINGS, cls.INPUT, cls.USAGE, cls.INTERNAL)
        return max(codes, key=order.index, default=cls.OK)


def told(template: str, **values: object) -> str:
    """A message in the language of the run, its values filled in; a value that is a message itself is translated too."""
    spoken = {name: gettext.gettext(v) if isinstance(v, str) and v else v for name, v in values.items()}
    return gettext.gettext(template).format(**spoken)


def reason(error: Exception) -> str:
    """Why the system refused something, in words; the name of the exception for what is rare."""
    named = (
        (FileNotFoundError, "không có thư mục hoặc tệp này"),
        (IsADirectoryError, "đây là thư mục"),
        (PermissionError, "không có quyền"),
    )
    return next((text for kind, text in named if isinstance(error, kind)), error.__class__.__name__)


class PlancheckError(Exception):
    """Something outside plancheck is wrong. `str(error)` is one line that says what and what to do, Vietnamese by default.

    `template` is the Vietnamese message with `{names}` for the values; `path` is the file that it is about, "" for none.
    """

    exit_code = ExitCode.INTERNAL

    def __init__(self, template: str, **values: object) -> None:
        self.path = str(values.get("path", ""))
        super().__init__(told(template, **values) if values else gettext.gettext(template))


class ReadError(PlancheckError):
    """A file cannot be read as a document."""

    exit_code = ExitCode.INPUT


class ConfigError(PlancheckError):
    """An option or the configuration file is wrong."""

    exit_code = ExitCode.USAGE


class RuleError(PlancheckError):
    """A rule, vocabulary or grammar file is wrong; the line starts with `file:line:column:` where these are known."""

    exit_code = ExitCode.USAGE
