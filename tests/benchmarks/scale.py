"""A large folder: files a second for one process, two, and a Dask cluster, cold and warm, beside a floor measured in the same run.

Run it as `python tests/benchmarks/scale.py [FILES]` (20,000 by default; about 25 minutes on two cores). The floor reads every file once in one
process: of a Word file it unzips and parses the main part, of a text it makes one pass with `re`. Not a test: nothing asserts timings.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from generate import generate
from lxml import etree

ROWS = (
    ("check, 1 process, cold", ("check", "-j", "1"), True),
    ("check, 1 process, warm", ("check", "-j", "1"), False),
    ("check, 2 processes, cold", ("check", "-j", "2"), True),
    ("check, 2 processes, warm", ("check", "-j", "2"), False),
    ("check, Dask with 2 workers, cold", ("check", "-j", "2", "--engine", "dask"), True),
    ("check, Dask with 2 workers, warm", ("check", "-j", "2", "--engine", "dask"), False),
    ("index, 2 processes, new", ("index", "-j", "2"), True),
    ("index, nothing changed", ("index", "-j", "2"), False),
)


def floor(root: Path) -> float:
    """Seconds to read and parse every file once, and no more."""
    start = time.perf_counter()
    for path in sorted(root.rglob("*")):
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as package:
                etree.fromstring(package.read("word/document.xml"))
        elif path.suffix == ".md":
            re.findall(r"\d+", path.read_bytes().decode())
    return time.perf_counter() - start


def hashing(root: Path) -> float:
    """Seconds to hash every file: the floor of a run in which nothing has changed."""
    start = time.perf_counter()
    for path in sorted(root.rglob("*.*")):
        hashlib.sha256(path.read_bytes()).digest()
    return time.perf_counter() - start


def run(root: Path, arguments: tuple[str, ...], cache: Path) -> tuple[float, float, str]:
    """(seconds, resident megabytes of the main process, digest of the findings) of a command over the folder."""
    report = cache / "report.jsonl"
    extra = ("-f", f"jsonl:{report}", "--fail-on", "never") if arguments[0] == "check" else ()
    command = [sys.executable, "-m", "plancheck", arguments[0], str(root), *arguments[1:], *extra, "--today", "2026-11-21"]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "PLANCHECK_CACHE_DIR": str(cache)})
    _pid, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(process.returncode)
    digest = hashlib.sha256(report.read_bytes()).hexdigest()[:12] if report.exists() else ""
    report.unlink(missing_ok=True)
    return seconds, usage.ru_maxrss / 1024, digest


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as name:
        root, cache = Path(name) / "kho", Path(name) / "cache"
        cache.mkdir(mode=0o700)
        generate(root, count)
        base, hashed = floor(root), hashing(root)
        print(
            f"{count} files; floor {base:.1f} s ({count / base:.0f} files/s), hashing {hashed:.1f} s ({count / hashed:.0f} files/s)"
        )
        print("| row | seconds | files/s | ratio to its floor | MB | findings |\n|---|---:|---:|---:|---:|---|")
        for title, arguments, cold in ROWS:
            if cold:
                for old in cache.glob("results-*"):
                    old.unlink()
            seconds, memory, digest = run(root, arguments, cache)
            ratio = seconds / (base if cold else hashed)
            print(f"| {title} | {seconds:.1f} | {count / seconds:.0f} | {ratio:.1f} | {memory:.0f} | {digest} |", flush=True)


if __name__ == "__main__":
    main()
