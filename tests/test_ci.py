"""plancheck where CI and desks meet it: the real pre-commit, the command of the action, the GitLab file, git, and watching a folder."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from conftest import FIXTURES, ROOT
from test_cli import out, plancheck
from workers import interruptible

PLAN = FIXTURES / "union-province-2024"
BIN = Path(sys.executable).parent


def git(folder: Path, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b.vn", "-c", "core.quotepath=off", *args],
        cwd=folder, capture_output=True, encoding="utf-8", check=False, env={**os.environ, **env},
    )  # fmt: skip


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A git repository with a clean plan and its configuration."""
    root = tmp_path / "kho văn bản"
    root.mkdir()
    assert git(root, "init", "-q", "-b", "main").returncode == 0
    shutil.copy(PLAN / "clean.docx", root / "Kế hoạch 86.docx")
    (root / "plancheck.toml").write_text('exclude = ["*/luu/*"]\n', encoding="utf-8")
    git(root, "add", "-A")
    assert git(root, "commit", "-qm", "đầu").returncode == 0
    return root


def test_the_hook_stops_a_commit_of_a_broken_plan_and_lets_a_clean_one_pass(repo: Path) -> None:
    """With the real pre-commit; the hook runs this plancheck instead of one that it would have to install."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    hook = next(h for h in hooks if h["id"] == "plancheck")
    local = {"repo": "local", "hooks": [{**hook, "language": "system"}]}
    (repo / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [local]}, allow_unicode=True), encoding="utf-8")
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    env = {"PATH": path, "PRE_COMMIT_HOME": str(repo.parent / "pc"), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"], cwd=repo, capture_output=True, check=False, env={**os.environ, **env}
    )
    assert done.returncode == 0, done.stderr
    (repo / "luu").mkdir()
    shutil.copy(PLAN / "broken.docx", repo / "luu" / "cũ.docx")
    (repo / "README.md").write_text("không phải kế hoạch\n", encoding="utf-8")
    git(repo, "add", "-A")
    clean = git(repo, "commit", "-m", "sạch", **env)
    assert clean.returncode == 0, clean.stdout + clean.stderr

    shutil.copy(PLAN / "broken.docx", repo / "Kế hoạch 86.docx")
    git(repo, "add", "-A")
    stopped = git(repo, "commit", "-m", "hỏng", **env)

    assert stopped.returncode == 1
    assert "TH201" in stopped.stdout + stopped.stderr
    assert "Kế hoạch 86.docx" in stopped.stdout + stopped.stderr


def test_the_command_of_the_action_writes_summary_annotations_and_sarif(repo: Path, tmp_path: Path) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    step = next(s for s in action["runs"]["steps"] if s.get("name") == "Check")
    inputs = {name: value["default"] for name, value in action["inputs"].items()}
    inputs["args"] = "--today 2026-11-21 --statistics"
    env = {k: inputs[v.split("inputs.")[1].split(" ")[0].rstrip("}")] for k, v in step["env"].items()}
    shutil.copy(PLAN / "broken.docx", repo / "Kế hoạch hỏng.docx")
    summary, temporary = tmp_path / "summary.md", tmp_path / "runner"
    temporary.mkdir()

    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", step["run"]], cwd=repo, capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, **env, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "GITHUB_STEP_SUMMARY": str(summary),
             "RUNNER_TEMP": str(temporary), "GITHUB_ACTIONS": "true", "PYTHONUTF8": "1"},
    )  # fmt: skip

    assert done.returncode == 1, done.stderr
    assert "::error file=Kế hoạch hỏng.docx" in done.stdout
    assert "| Kế hoạch hỏng.docx | 2 |" in summary.read_text(encoding="utf-8")
    sarif = json.loads((repo / "plancheck.sarif").read_text(encoding="utf-8"))
    assert {r["ruleId"] for r in sarif["runs"][0]["results"]} >= {"TH201", "BC201"}


def test_the_gitlab_file_of_init_runs_and_leaves_the_reports_that_it_names(repo: Path) -> None:
    plancheck("init", ".", "--with", "gitlab", cwd=repo)
    job = yaml.safe_load((repo / ".gitlab-ci.yml").read_text(encoding="utf-8"))["plancheck"]
    shutil.copy(PLAN / "broken.docx", repo / "hỏng.docx")

    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", "\n".join(job["script"])], cwd=repo, capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PYTHONUTF8": "1"},
    )  # fmt: skip

    assert done.returncode == 1, done.stderr
    reports = job["artifacts"]["reports"]
    quality = json.loads((repo / reports["codequality"]).read_text(encoding="utf-8"))
    assert {entry["check_name"] for entry in quality} >= {"TH201", "BC201"}
    assert "<testsuites" in (repo / reports["junit"]).read_text(encoding="utf-8")


def test_the_workflow_of_init_is_yaml_that_uses_the_action(repo: Path) -> None:
    plancheck("init", ".", "--with", "github", cwd=repo)

    flow = yaml.safe_load((repo / ".github" / "workflows" / "plancheck.yml").read_text(encoding="utf-8"))

    uses = [s["uses"].partition("@")[0] for s in flow["jobs"]["plancheck"]["steps"]]
    assert uses == ["actions/checkout", "plancheck/plancheck", "github/codeql-action/upload-sarif"]


def test_changed_checks_what_differs_from_a_commit_and_what_git_does_not_know(repo: Path) -> None:
    def checked(*args: str) -> set[str]:
        done = plancheck("check", "--changed", *args, "-f", "json", cwd=repo)
        return {f["path"] for f in json.loads(done.stdout)["files"]} if done.stdout else set()

    assert checked() == set()
    assert "Không có tệp nào thay đổi" in plancheck("check", "--changed", cwd=repo).stderr.decode()
    shutil.copy(PLAN / "broken.docx", repo / "Kế hoạch 86.docx")
    shutil.copy(PLAN / "broken.md", repo / "Bản mới.md")
    (repo / "ảnh.png").write_bytes(b"x")
    assert checked() == {"Kế hoạch 86.docx", "Bản mới.md"}
    git(repo, "checkout", "-q", "-b", "nhánh")
    git(repo, "add", "-A")
    git(repo, "commit", "-qm", "sửa")
    assert checked() == set()
    assert checked("main") == {"Kế hoạch 86.docx", "Bản mới.md"}
    git(repo, "rm", "-q", "Bản mới.md")
    assert checked("main") == {"Kế hoạch 86.docx"}


def test_changed_outside_a_repository_and_against_nothing_is_one_line(tmp_path: Path, repo: Path) -> None:
    for done in (plancheck("check", "--changed", cwd=tmp_path), plancheck("check", "--changed", "khong-co", cwd=repo)):
        assert done.returncode == 2
        assert len(done.stderr.decode().strip().splitlines()) == 1


def test_force_exclude_leaves_out_what_is_named(repo: Path) -> None:
    (repo / "luu").mkdir()
    shutil.copy(PLAN / "broken.docx", repo / "luu" / "a.docx")

    assert plancheck("luu/a.docx", cwd=repo).returncode == 1
    assert plancheck("luu/a.docx", "Kế hoạch 86.docx", "--force-exclude", cwd=repo).returncode == 0
    assert plancheck("luu/a.docx", "--force-exclude", cwd=repo).returncode == 0


def test_files_come_from_a_list(repo: Path) -> None:
    (repo / "ds.txt").write_text("Kế hoạch 86.docx\n\n", encoding="utf-8")

    assert "1 tệp" in out(plancheck("check", "--files-from", "ds.txt", cwd=repo))


def test_watch_shows_only_what_changed(tmp_path: Path) -> None:
    plan = tmp_path / "a.md"
    shutil.copy(PLAN / "broken.md", plan)
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "plancheck", "watch", str(tmp_path), "--interval", "0.2"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONIOENCODING": "utf-8"}, preexec_fn=interruptible,
    )  # fmt: skip
    assert process.stdout is not None
    first = process.stdout.readline().decode()
    time.sleep(0.5)
    plan.write_text(plan.read_text(encoding="utf-8").replace("15/11/2024", "11/10/2024"), encoding="utf-8")
    changed = [process.stdout.readline().decode() for _ in range(2)]
    (tmp_path / "~$a.md").write_text("x", encoding="utf-8")
    plan.unlink()
    gone = process.stdout.readline().decode()
    process.send_signal(signal.SIGINT)
    rest, errors = process.communicate(timeout=30)

    assert "7 phát hiện" in first
    assert "còn 6 phát hiện" in changed[0]
    assert "đã hết  TH201" in changed[1]
    assert "đã xóa" in gone
    assert (rest, errors, process.returncode) == (b"", b"", 0)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_prints_a_script_for_the_shell(shell: str) -> None:
    assert "plancheck" in out(plancheck("completion", shell))


def test_bash_completes_commands_with_the_printed_script() -> None:
    script = out(plancheck("completion", "bash"))
    probe = (
        script + "\nCOMP_WORDS=(plancheck cov); COMP_CWORD=1; _plancheck_completion plancheck; printf '%s\\n' \"${COMPREPLY[@]}\""
    )

    done = subprocess.run(
        ["bash", "-c", probe],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"},
    )

    assert done.stdout.split() == ["coverage"], done.stderr


def test_a_list_as_powershell_writes_it_is_read(repo: Path) -> None:
    for encoding in ("utf-16", "utf-8-sig"):
        (repo / "ds.txt").write_text("Kế hoạch 86.docx\r\n", encoding=encoding)
        assert "1 tệp" in out(plancheck("check", "--files-from", "ds.txt", cwd=repo))
    (repo / "ds.txt").write_text("", encoding="utf-8")
    assert plancheck("check", "--files-from", "ds.txt", cwd=repo).returncode == 0


@pytest.mark.parametrize("path", ["luu/a.docx", "{root}/luu/a.docx"])
def test_excludes_hold_from_any_folder_and_for_whole_paths(repo: Path, path: str) -> None:
    (repo / "plancheck.toml").write_text('exclude = ["luu/*"]\n', encoding="utf-8")
    (repo / "luu").mkdir()
    shutil.copy(PLAN / "broken.docx", repo / "luu" / "a.docx")

    assert plancheck(path.format(root=repo), "--force-exclude", cwd=repo).returncode == 0
    assert plancheck("a.docx", "--force-exclude", cwd=repo / "luu").returncode == 0
    assert "1 tệp" in out(plancheck("check", repo, cwd=repo.parent))


def test_a_file_that_is_named_twice_is_checked_once(repo: Path) -> None:
    assert "1 tệp" in out(plancheck("check", ".", "Kế hoạch 86.docx", cwd=repo))


def test_workers_speak_the_language_of_the_run(tmp_path: Path) -> None:
    for n in range(25):
        (tmp_path / f"{n}.docx").write_bytes(b"PK\x03\x04 khong phai zip")

    done = plancheck("check", tmp_path, "--lang", "en", "-j", "2", "-f", "concise")

    assert "damaged" in done.stdout.decode()
    assert "hỏng" not in done.stdout.decode()


def test_annotated_copies_are_no_plans_of_their_own(repo: Path) -> None:
    assert plancheck("annotate", "Kế hoạch 86.docx", cwd=repo).returncode in {0, 1}
    assert (repo / "Kế hoạch 86.nhan-xet.docx").exists()

    assert "1 tệp" in out(plancheck("check", ".", cwd=repo))
