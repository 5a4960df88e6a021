"""Many files: the same report from one process, several, a cluster or the cache; stopped, killed or broken runs lose nothing."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
import unicodedata
from pathlib import Path

import pytest
from msgspec.structs import replace

from benchmarks.generate import generate
from conftest import FIXTURES, TODAY
from plancheck import checker, engine, pipeline, resources
from plancheck.model.finding import FileReport
from plancheck.report import formats
from plancheck.report.terminal import View
from plancheck.results import ResultStore
from plancheck.settings import _program, by_path
from plancheck.spool import Spool
from test_cli import out, plancheck
from workers import dies, interruptible

OPTIONS = pipeline.Options(today=TODAY)
BROKEN = FIXTURES / "union-province-2024" / "broken.md"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("nhieu")
    generate(root, 60)
    return root


def told(root: Path, options: pipeline.Options) -> str:
    """The report as JSON: what must be the same byte for byte."""
    return "".join(formats.rendered(pipeline.check([root], options), "json", View()))


def test_processes_and_the_cluster_say_what_one_process_says(folder: Path) -> None:
    alone = told(folder, OPTIONS)

    assert told(folder, replace(OPTIONS, jobs=2)) == alone
    assert told(folder, replace(OPTIONS, jobs=2, engine="dask")) == alone


def test_an_engine_that_is_not_there_is_one_line(folder: Path) -> None:
    done = plancheck(folder, "--engine", "dask:tcp://127.0.0.1:1", "--no-cache")
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert plancheck(folder, "--engine", "spark").returncode == 2


def test_a_warm_run_reads_only_hashes_and_says_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = replace(OPTIONS, cache=True)
    cold = told(folder, options)

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("parsed again")

    monkeypatch.setattr(checker, "parse", refuse)

    assert told(folder, options) == cold


@pytest.mark.parametrize(
    "change", [{"stage": "phat-hanh"}, {"today": TODAY.replace(year=2027)}, {"ignore": ("TH",)}, {"lang": "en"}]
)
def test_other_settings_are_another_entry_of_the_cache(folder: Path, change: dict[str, object]) -> None:
    told(folder, replace(OPTIONS, cache=True))

    changed = replace(OPTIONS, **change)  # type: ignore[arg-type]

    assert told(folder, replace(changed, cache=True)) == told(folder, changed)


def test_another_vocabulary_is_another_entry_of_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = by_path(OPTIONS)(BROKEN)
    before = settings.key()
    monkeypatch.setattr(resources, "program_files", lambda: (BROKEN,))
    _program.cache_clear()
    try:
        assert settings.key() != before
    finally:
        _program.cache_clear()


def test_a_waiver_that_comes_later_is_not_hidden_by_the_cache(tmp_path: Path) -> None:
    for n in range(3):
        shutil.copy(BROKEN, tmp_path / f"{n}.md")
    options = replace(OPTIONS, cache=True)
    assert sum(len(f.waived) for f in pipeline.check([tmp_path], options).files) == 0

    (tmp_path / "plancheck.waivers.toml").write_text('[[waiver]]\ncode = "TH201"\nreason = "x"\n', encoding="utf-8")
    found = out(plancheck(tmp_path, "-f", "json"))

    assert json.loads(found)["summary"]["waived"] == 3


def test_a_damaged_cache_is_no_cache(folder: Path, tmp_path: Path) -> None:
    env = {"PLANCHECK_CACHE_DIR": str(tmp_path)}
    first = plancheck(folder, "-f", "json", **env)
    store = next(tmp_path.glob("results-*.sqlite"))
    for leftover in tmp_path.glob("results-*.sqlite-*"):
        leftover.unlink()
    store.write_bytes(b"khong phai SQLite" * 100)

    again = plancheck(folder, "-f", "json", **env)

    assert (again.returncode, again.stdout, again.stderr) == (first.returncode, first.stdout, b"")


def test_entries_that_nobody_used_for_a_month_go() -> None:
    report = FileReport("a.md", "0" * 64)
    store = ResultStore.open(TODAY)
    assert store is not None
    store.put("khoa", report)
    store.close()
    later = ResultStore.open(TODAY.replace(month=12, day=31))
    assert later is not None
    assert later.get("khoa", "b.md") == replace(report, path="b.md")
    later.put("khac", report)
    later._used.clear()
    later.close()

    last = ResultStore.open(TODAY)
    assert last is not None
    assert last.get("khoa", "a.md") is None
    last.close()


def test_a_file_that_kills_its_worker_is_told_and_takes_no_other_with_it() -> None:
    paths = [Path("chet.md" if n == 37 else f"{n}.md") for n in range(120)]

    found = list(engine.spread(paths, dies, replace(OPTIONS, jobs=2), lambda path, why: f"!{path.name} {why}"))

    assert [f for n, f in enumerate(found) if n != 37] == [p.name for n, p in enumerate(paths) if n != 37]
    assert found[37].startswith("!chet.md chet.md: tiến trình")


def test_the_cluster_goes_on_when_a_worker_is_killed_in_the_middle(folder: Path) -> None:
    """The worker is shot from outside while it works; the scheduler gives its files to another."""
    from distributed import Client, LocalCluster

    alone = told(folder, OPTIONS)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        pids = list(client.run(os.getpid).values())
        shot = threading.Timer(0.4, os.kill, (pids[0], signal.SIGKILL))
        shot.start()
        options = replace(OPTIONS, engine=f"dask:{cluster.scheduler_address}")
        assert told(folder, options) == alone
        shot.join()


def test_ctrl_c_reports_what_is_done_and_says_that_it_was_stopped(tmp_path: Path) -> None:
    generate(tmp_path, 1500)
    process = subprocess.Popen(
        [sys.executable, "-m", "plancheck", "check", str(tmp_path), "-f", f"json:{tmp_path / 'kq.json'}", "-f", "full", "-q", "-j", "2", "--no-cache"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=interruptible,
    )  # fmt: skip
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    printed, errors = process.communicate(timeout=60)

    assert process.returncode == 130, errors.decode()
    assert b"Traceback" not in errors
    assert "Đã dừng theo lệnh" in printed.decode()
    files = json.loads((tmp_path / "kq.json").read_text(encoding="utf-8"))["files"]
    assert 0 < len(files) < 1500
    assert all(f["error"] is None for f in files)


def test_a_run_that_is_killed_leaves_no_half_written_report_and_no_worker(tmp_path: Path) -> None:
    generate(tmp_path / "kho", 300)
    process = subprocess.Popen(
        [sys.executable, "-m", "plancheck", "check", str(tmp_path / "kho"), "-f", f"json:{tmp_path / 'kq.json'}", "-j", "2", "--no-cache"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(2.5)
    children = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, encoding="utf-8", check=False
    )
    process.kill()
    process.wait()

    assert not (tmp_path / "kq.json").exists()
    workers = [int(pid) for pid in children.stdout.split()]
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and any(Path(f"/proc/{pid}").exists() for pid in workers):
        time.sleep(0.1)
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]


def test_a_folder_of_troubles_is_reported_and_the_rest_checked(tmp_path: Path) -> None:
    """Broken, empty, locked, circular, NFD, vanished and forbidden: each is told or left out, and the good plan is judged."""
    good = tmp_path / unicodedata.normalize("NFD", "Kế hoạch năm 2026") / unicodedata.normalize("NFD", "bản thảo ở huyện.md")
    good.parent.mkdir()
    shutil.copy(BROKEN, good)
    (tmp_path / "hong.docx").write_bytes(b"PK\x03\x04 khong phai zip")
    (tmp_path / "rong.docx").write_bytes(b"")
    (tmp_path / "~$ke-hoach.docx").write_bytes(b"lock")
    (tmp_path / ".an.md").write_text("x", encoding="utf-8")
    (tmp_path / "vong").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "dut.md").symlink_to(tmp_path / "khong-co.md")

    done = plancheck(tmp_path, "-f", "json")

    assert done.returncode == 3
    files = {Path(f["path"]).name: f for f in json.loads(done.stdout)["files"]}
    assert set(files) == {good.name, "hong.docx", "rong.docx", "dut.md"}
    assert {f["code"] for f in files[good.name]["findings"]} >= {"TH201", "BC201"}
    assert all(files[name]["error"] for name in ("hong.docx", "rong.docx", "dut.md"))


@pytest.mark.skipif(os.geteuid() == 0 and shutil.which("setpriv") is None, reason="root may read everything")
def test_a_folder_without_rights_is_told_and_the_others_are_checked(tmp_path: Path) -> None:
    shutil.copy(BROKEN, tmp_path / "a.md")
    closed = tmp_path / "kin"
    closed.mkdir()
    shutil.copy(BROKEN, closed / "b.md")
    shutil.copy(BROKEN, tmp_path / "c.md")
    (tmp_path / "c.md").chmod(0)
    closed.chmod(0)
    tmp_path.chmod(0o755)
    command = [sys.executable, "-m", "plancheck", "check", str(tmp_path), "-f", "json", "--isolated"]
    if os.geteuid() == 0:
        command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command]
        for parent in (tmp_path, *tmp_path.parents):
            if parent.stat().st_mode & 0o001 == 0:
                parent.chmod(parent.stat().st_mode | 0o011)
    try:
        done = subprocess.run(
            command, capture_output=True, check=False, env={**os.environ, "PLANCHECK_NO_CACHE": "1"}, timeout=120
        )
    finally:
        closed.chmod(0o755)

    if done.returncode == 1 and b"PermissionError" in done.stderr:
        pytest.skip("another user may not run this Python")
    assert done.returncode == 3, done.stderr.decode()
    files = {Path(f["path"]).name: f["error"] for f in json.loads(done.stdout)["files"]}
    assert files["a.md"] is None
    assert "quyền" in files["kin"]
    assert "quyền" in files["c.md"]


def test_a_file_that_vanishes_during_the_run_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(3):
        shutil.copy(BROKEN, tmp_path / f"{n}.md")
    real = checker.Checker.report

    def report(self: checker.Checker, path: Path) -> FileReport:
        (tmp_path / "2.md").unlink(missing_ok=True)
        return real(self, path)

    monkeypatch.setattr(checker.Checker, "report", report)

    errors = [f.error for f in pipeline.check([tmp_path], OPTIONS).files]

    assert errors[:2] == [None, None]
    assert errors[2] is not None
    assert "không có tệp này" in errors[2]


@pytest.mark.parametrize("target", ["kq.json", "kq.html"])
def test_a_full_disk_is_one_line_and_the_old_report_stays(tmp_path: Path, target: str) -> None:
    old = tmp_path / target
    old.write_text("báo cáo cũ", encoding="utf-8")
    name = "json" if target.endswith("json") else "html"

    done = subprocess.run(
        [sys.executable, "-m", "plancheck", "check", str(BROKEN), "-f", f"{name}:{old}"],
        capture_output=True, check=False, timeout=120, env={**os.environ, "PLANCHECK_NO_CACHE": "1"},
        preexec_fn=lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN), resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))),
    )  # fmt: skip

    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert len(done.stderr.decode().strip().splitlines()) == 1
    assert old.read_text(encoding="utf-8") == "báo cáo cũ"
    assert [p.name for p in tmp_path.iterdir()] == [target]


def test_the_spool_gives_back_what_was_put_in() -> None:
    spool = Spool()
    reports = [FileReport(f"{n}.md", error=None if n % 3 else "x") for n in range(1203)]
    for report in reports:
        spool.append(report)

    assert len(spool) == 1203
    assert list(spool) == reports
    assert spool[1202] == reports[-1] == spool[-1]
    assert spool[499:502] == tuple(reports[499:502])
    with pytest.raises(IndexError):
        spool[1203]


def test_fixing_that_is_killed_leaves_every_file_as_it_was_or_as_it_should_be(tmp_path: Path) -> None:
    before = BROKEN.read_bytes()
    shutil.copy(BROKEN, tmp_path / "mau.md")
    plancheck(tmp_path / "mau.md", "--fix")
    after = (tmp_path / "mau.md").read_bytes()
    (tmp_path / "mau.md").unlink()
    assert before != after
    for n in range(60):
        shutil.copy(BROKEN, tmp_path / f"{n:02d}.md")

    seen = set()
    for moment in (0.5, 0.8, 1.1):
        process = subprocess.Popen(
            [sys.executable, "-m", "plancheck", "check", str(tmp_path), "--fix", "-q", "-j", "1"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(moment)
        process.kill()
        process.wait()
        seen |= {path.read_bytes() for path in tmp_path.glob("*.md")}
    assert seen <= {before, after}
    assert len(list(tmp_path.glob("*.md"))) == 60
