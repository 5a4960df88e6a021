"""Prints what plancheck costs as ratios to physical floors measured in the same run. Not a test: nothing asserts timings.

Run it as `python tests/benchmarks/run.py [--quick]`; README.md beside it says how the table is to be read.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

FIXTURES = Path(__file__).parents[2] / "fixtures"
TODAY = date(2026, 6, 1)
PLAN = FIXTURES / "union-province-2024" / "clean"
DOCUMENT = "word/document.xml"
_DAY = re.compile(r"(?<![\d/])(\d{1,2})(/\d{1,2}/\d{4})(?!\d)")
_NUMBER = re.compile(r"(?<!\d)\d+(?=/(?:KH|CTr|NQ|QĐ|CV)-)")
_CHAPTER = re.compile(r"(?<=^\*\*)[IVXLCD]+(?=\. )", re.MULTILINE)
_DIGITS = re.compile(r"\d+")
_COPIES = 5
_ONES = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ROMAN = (*_ONES, "X", *(f"X{n}" for n in _ONES), "XX", *(f"XX{n}" for n in _ONES))
_MEMO = 4096
_NULL = subprocess.DEVNULL


class Row(NamedTuple):
    """One line of the table: the cost, the same as a multiple of a floor, and which floor that is."""

    name: str
    cost: str
    ratio: float | None = None
    floor: str = ""


class Effort(NamedTuple):
    """How much is measured: the runs of each thing, and how many files the small and the large folder hold."""

    runs: int
    small: int
    large: int


def best(function: Callable[[], object], runs: int, before: Callable[[], object] | None = None) -> float:
    """Seconds of the fastest of several runs; `before` is called ahead of each one, outside the clock."""
    times = []
    for _ in range(runs):
        if before is not None:
            before()
        gc.collect()
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def milli(seconds: float) -> str:
    """Seconds as milliseconds."""
    return f"{seconds * 1000:.3f} ms"


def child(arguments: list[str], environment: dict[str, str], runs: int) -> tuple[float, float]:
    """Seconds and resident megabytes of this Python as a process, least of several runs. Raises RuntimeError if it failed."""
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        process = subprocess.Popen([sys.executable, *arguments], stdout=_NULL, stderr=_NULL, env=environment)
        _pid, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise RuntimeError(f"exit code {process.returncode}: {' '.join(arguments)}")
        found.append((seconds, usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)))
    return min(f[0] for f in found), min(f[1] for f in found)


def varied(text: str, number: int) -> str:
    """The text with other days and other document numbers."""
    text = _DAY.sub(lambda m: f"{(int(m[1]) + number - 1) % 28 + 1:02}{m[2]}", text)
    return _NUMBER.sub(lambda m: f"{int(m[0]) + number:02}", text)


def varied_docx(data: bytes, number: int) -> bytes:
    """The .docx with the words of its body varied."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, varied(part.decode(), number).encode() if name == DOCUMENT else part)
    return packed.getvalue()


def fill_folder(folder: Path, count: int) -> None:
    """Fill a folder with plans made of the fixtures, one half .md and one half .docx."""
    folder.mkdir()
    texts, packed = ([p.read_bytes() for p in sorted(FIXTURES.glob(f"*/*.{suffix}"))] for suffix in ("md", "docx"))
    for n in range(count // 2):
        (folder / f"{n:04}.md").write_text(varied(texts[n % len(texts)].decode(), n // len(texts)), encoding="utf-8")
        (folder / f"{n:04}d.docx").write_bytes(varied_docx(packed[n % len(packed)], n // len(packed)))


def long_plan(times: int) -> str:
    """A clean plan with its body repeated in parts of five copies (chapters above XXXIX are none), days and numbers varied."""
    text = PLAN.with_suffix(".md").read_text(encoding="utf-8")
    start, end = text.index("**I. "), text.index("Trên đây là")
    body = ""
    for first in range(0, times, _COPIES):
        part = "".join(varied(text[start:end], n) for n in range(first, min(first + _COPIES, times)))
        pieces = zip(("", *_ROMAN), _CHAPTER.split(part), strict=False)
        body += f"**PHẦN {first // _COPIES + 1}. NỘI DUNG**\n\n" + "".join(number + rest for number, rest in pieces)
    return text[:start] + body + text[end:]


def process_rows(folder: Path, effort: Effort) -> tuple[list[Row], float, float]:
    """Whole commands as processes, and folders; also the large folder's seconds per file, with and without the start."""
    environment = {k: v for k, v in os.environ.items() if k not in {"PYTHONDONTWRITEBYTECODE", "PLANCHECK_NO_CACHE"}}
    # Byte code and compiled rules are kept in the temporary folder: the state that a second call finds.
    environment |= {"PYTHONPYCACHEPREFIX": str(folder / "pyc"), "PLANCHECK_CACHE_DIR": str(folder / "cache")}
    check = ["-m", "plancheck", "check", "--isolated", "--today", TODAY.isoformat()]
    written, runs = PLAN.with_suffix(".md"), effort.runs
    bare, _ = child(["-I", "-c", "pass"], environment, runs)
    click, click_memory = child(["-c", "import click"], environment, runs)
    rows = [
        Row("floor (c) python -c 'import click'", milli(click), 1.0, "(c)"),
        Row("floor (d) python -I -c pass", milli(bare), bare / click, "(c)"),
    ]
    commands = {
        "plancheck --help": (["-m", "plancheck", "--help"], environment),
        "check one .md": ([*check, str(written)], environment),
        "check one .docx": ([*check, str(PLAN.with_suffix(".docx"))], environment),
        "check one .md, rules not cached": ([*check, str(written)], environment | {"PLANCHECK_NO_CACHE": "1"}),
    }
    for name, (arguments, given) in commands.items():
        seconds, _ = child(arguments, given, runs)
        rows.append(Row(f"process: {name}", milli(seconds), seconds / click, "(c)"))
    taken = {}
    for count in (effort.small, effort.large):
        fill_folder(folder / str(count), count)
        taken[count] = child([*check, "--no-cache", "-j", "1", str(folder / str(count))], environment, 2)
    again, _ = child(
        [*check, "-j", "1", str(folder / str(effort.large))], environment, 2
    )  # the first of the two keeps the results
    (small, small_memory), (large, memory) = taken[effort.small], taken[effort.large]
    rows += [
        Row(f"folder of {effort.large} files, one core", f"{effort.large / large:.1f} files/s"),
        Row(f"folder of {effort.large} files, results kept", f"{effort.large / again:.1f} files/s"),
        Row(f"memory, {effort.small} files", f"{small_memory:.1f} MB", small_memory / click_memory, "(c)"),
        Row(f"memory, {effort.large} files (flat: 1.0)", f"{memory:.1f} MB", memory / small_memory, f"{effort.small} files"),
    ]
    return rows, large / effort.large, (large - small) / (effort.large - effort.small)


def forget() -> None:
    """Empty the memos of texts and fragments, so that a document read for the second time costs what it did the first time."""
    for name, module in list(sys.modules.items()):
        for memo in vars(module).values() if name.startswith("plancheck.") else ():
            if hasattr(memo, "cache_parameters") and (memo.cache_parameters()["maxsize"] or 0) >= _MEMO:
                memo.cache_clear()


def stage_rows(effort: Effort, folder_seconds: float, marginal: float) -> list[Row]:
    """Reading, parsing and linting in this process, per file, over all fixtures; then the long plans."""
    from lxml import etree

    runs = effort.runs
    files = {s: [(p.name, p.read_bytes()) for p in sorted(FIXTURES.glob(f"*/*.{s}"))] for s in ("docx", "md")}
    texts = [data.decode() for _name, data in files["md"]]

    def unzip(data: bytes) -> object:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return etree.fromstring(package.read(DOCUMENT))

    def per_file(function: Callable[[], object], before: Callable[[], object] | None = None) -> float:
        return best(function, runs, before) / len(texts)

    floors = {
        "docx": ("(a)", per_file(lambda: [unzip(d) for _n, d in files["docx"]])),
        "md": ("(b)", per_file(lambda: [sum(1 for _ in _DIGITS.finditer(t)) for t in texts])),
    }
    rows = [
        Row("floor (a) unzip + lxml of a .docx", milli(floors["docx"][1]), 1.0, "(a)"),
        Row("floor (b) one re pass over a .md", milli(floors["md"][1]), 1.0, "(b)"),
    ]
    for suffix, (name, floor) in floors.items():
        for stage, (function, before) in _stages(files[suffix]).items():
            seconds = per_file(function, before)
            rows.append(Row(f".{suffix}: {stage}", milli(seconds), seconds / floor, name))
    mean = (floors["docx"][1] + floors["md"][1]) / 2
    rows.append(Row("folder: seconds per file", milli(folder_seconds), folder_seconds / mean, "mean (a), (b)"))
    rows.append(Row("folder: the same without the start", milli(marginal), marginal / mean, "mean (a), (b)"))
    first: dict[str, float] = {}
    for times in (1, 10, 100):
        text = long_plan(times)
        stages = _stages([("plan.md", text.encode())])
        del stages["parse, memos warm"]
        costs = {s: best(f, runs if times < 100 else 2, b) / len(text) for s, (f, b) in stages.items()}
        costs["read+parse+lint"] = sum(costs.values())
        for stage, cost in costs.items():
            base = first.setdefault(stage, cost)
            rows.append(Row(f"plan x{times}: {stage}", f"{cost * 1e6:.3f} us/char", cost / base, "plan x1, per char"))
    return rows


def _stages(files: list[tuple[str, bytes]]) -> dict[str, tuple[Callable[[], object], Callable[[], object] | None]]:
    """The three stages over some files: what is timed, and what comes before it outside the clock."""
    from plancheck import lint
    from plancheck.parse import parse
    from plancheck.read import read_bytes
    from plancheck.ruleset.load import load

    rules = load()
    documents = [read_bytes(data, name) for name, data in files]
    plans = [(d, parse(d, TODAY)) for d in documents]
    return {
        "read": (lambda: [read_bytes(data, name) for name, data in files], forget),
        "parse": (lambda: [parse(d, TODAY) for d in documents], forget),
        "parse, memos warm": (lambda: [parse(d, TODAY) for d in documents], None),
        "lint": (lambda: [lint.run(d, p, rules, today=TODAY) for d, p in plans], forget),
    }


def main() -> None:
    """Measure and print. Processes come first: a child's memory never counts less than its parent had when it was started."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer runs and smaller folders")
    effort = Effort(3, 20, 100) if parser.parse_args().quick else Effort(10, 100, 1000)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        rows, per_file, marginal = process_rows(Path(folder), effort)
    rows += stage_rows(effort, per_file, marginal)
    width = max(len(r.name) for r in rows)
    print(f"{'name':<{width}}  {'cost':>15}  {'ratio':>9}  to floor")
    for row in rows:
        print(f"{row.name:<{width}}  {row.cost:>15}  {'' if row.ratio is None else f'{row.ratio:.2f}':>9}  {row.floor}".rstrip())


if __name__ == "__main__":
    main()
