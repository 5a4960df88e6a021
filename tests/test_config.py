"""plancheck.toml: one file governs a folder, `extends` is the only merging, and a fault is told at its line and column."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

import repository
from conftest import FIXTURES, TODAY
from plancheck import config, pipeline
from plancheck.errors import ConfigError
from plancheck.toml_file import positions
from test_cli import out, plancheck

BROKEN = FIXTURES / "union-province-2024" / "broken.md"


def folder(root: Path, **files: str) -> Path:
    for name, text in files.items():
        path = root / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def put(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ('stge = "nhap"\n', ":1:1:", "«stage»"),
        ('show = "info"\nstage = "nháp"\n', ":2:1:", "nhap"),
        ('[severity]\nTH101 = "loi"\n', ":2:1:", "error"),
        ('[per-file]\n"a/**" = { ignor = ["TH"] }\n', ":2:12:", "«ignore»"),
        ("max-size-mb = 0\n", ":1:1:", "số nguyên dương"),
        ('ignore = "TH"\n', ":1:1:", "danh sách chuỗi"),
        ('# x\nstage = "nhap\n', ":2:", "TOML"),
        ('extends = "khong-co.toml"\n', ":1:1:", "khong-co.toml"),
    ],
)
def test_a_fault_is_told_at_line_and_column_with_what_was_meant(tmp_path: Path, text: str, where: str, said: str) -> None:
    put(tmp_path, "plancheck.toml", text)

    with pytest.raises(ConfigError) as error:
        config.of(tmp_path)

    assert f"plancheck.toml{where}" in str(error.value)
    assert said in str(error.value)


def test_extends_lays_a_file_over_another_entry_by_entry(tmp_path: Path) -> None:
    put(
        tmp_path,
        "goc/plancheck.toml",
        'stage = "nhap"\nignore = ["NG"]\nrule-dirs = ["quy-tac"]\n[severity]\nTH101 = "error"\nTH108 = "info"\n',
    )
    put(tmp_path, "don-vi/plancheck.toml", 'extends = "../goc/plancheck.toml"\nignore = ["KY"]\n[severity]\nTH108 = "warning"\n')

    found = config.of(tmp_path / "don-vi")

    assert (found.stage, found.ignore) == ("nhap", ("KY",))
    assert dict(found.severity) == {"TH101": "error", "TH108": "warning"}
    assert found.rule_dirs[0].resolve() == (tmp_path / "goc" / "quy-tac").resolve()
    assert found.origins["stage"].line == 1
    assert found.origins["severity.TH108"].path == tmp_path / "don-vi" / "plancheck.toml"


def test_files_that_extend_each_other_in_a_circle_are_told(tmp_path: Path) -> None:
    put(tmp_path, "plancheck.toml", 'extends = "b.toml"\n')
    put(tmp_path, "b.toml", 'extends = "plancheck.toml"\n')

    with pytest.raises(ConfigError, match="vòng tròn"):
        config.of(tmp_path)


def test_the_nearest_file_governs_and_the_search_ends_at_git(tmp_path: Path) -> None:
    put(tmp_path, "plancheck.toml", 'stage = "nhap"\n')
    (tmp_path / "kho" / ".git").mkdir(parents=True)
    put(tmp_path, "kho/a/plancheck.toml", 'stage = "phat-hanh"\n')
    (tmp_path / "kho" / "b").mkdir()

    assert config.of(tmp_path / "kho" / "a").stage == "phat-hanh"
    assert config.of(tmp_path / "kho" / "b").stage is None


@pytest.mark.parametrize(
    ("path", "pattern", "fits"),
    [
        ("du-thao/a.docx", "du-thao/**", True),
        ("du-thao/x/a.docx", "du-thao/**", True),
        ("a.docx", "**/a.docx", True),
        ("x/a.docx", "a.docx", True),
        ("x/a.docx", "du-thao/**", False),
        ("Kế hoạch/Bản thảo.docx", "Kế hoạch/*.docx", True),
    ],
)
def test_patterns_of_files(path: str, pattern: str, fits: bool) -> None:
    assert config.fits(path, pattern) is fits


def test_settings_hold_for_the_files_that_match(tmp_path: Path) -> None:
    put(tmp_path, "plancheck.toml", '[per-file]\n"du-thao/**" = { ignore = ["TH", "BC"], fail-on = "never" }\n')
    put(tmp_path, "du-thao/a.md", BROKEN.read_text(encoding="utf-8"))
    put(tmp_path, "a.md", BROKEN.read_text(encoding="utf-8"))

    report = pipeline.check([tmp_path], pipeline.Options(today=TODAY))

    found = {Path(f.path).relative_to(tmp_path).as_posix(): {x.code for x in f.findings} for f in report.files}
    assert {"TH201", "BC201"} <= found["a.md"]
    assert not {"TH201", "BC201"} & found["du-thao/a.md"]
    assert pipeline.check([tmp_path / "du-thao"], pipeline.Options(today=TODAY)).exit_code == 0


def test_config_prints_what_holds_and_where_it_was_set(tmp_path: Path) -> None:
    put(tmp_path, "plancheck.toml", 'show = "warning"\n\n[severity]\nTH101 = "error"\n')

    text = out(plancheck("config", "--origin", tmp_path))

    assert f'show = "warning"  # {tmp_path / "plancheck.toml"}:1' in text
    assert f'severity.TH101 = "error"  # {tmp_path / "plancheck.toml"}:4' in text
    assert 'stage = "trinh-ky"  # mặc định' in text


def test_positions_are_not_misled_by_strings_of_several_lines() -> None:
    text = 'a = """\nstage = 1\n"""\n[values]\n"tên cơ quan" = "x"\nb = { c = 1, d = 2 }\n'

    found = positions(text)

    assert ("stage",) not in found
    assert found["values", "tên cơ quan"] == (5, 1)
    assert found["values", "b", "d"] == (6, 14)


def test_the_schema_of_the_configuration_names_every_key() -> None:
    from plancheck.config_schema import ConfigFile

    assert set(ConfigFile.model_json_schema(by_alias=True)["properties"]) == set(config.KEYS)


def test_init_writes_what_is_not_there_and_the_result_is_in_force(tmp_path: Path) -> None:
    put(tmp_path, ".gitlab-ci.yml", "cua-toi: {}\n")
    put(tmp_path, ".gitignore", "*.bak")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)

    text = out(plancheck("init", tmp_path))

    assert "đã có, giữ nguyên" in text
    assert (tmp_path / ".gitlab-ci.yml").read_text(encoding="utf-8") == "cua-toi: {}\n"
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8").splitlines()[:2] == ["*.bak", "plancheck.archive.sqlite"]
    assert config.of(tmp_path).stage == "trinh-ky"
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file() and ".git/" not in p.as_posix()}
    plancheck("init", tmp_path)
    assert before == {p: p.read_bytes() for p in before}


def test_a_baseline_accepts_what_is_there_and_only_shrinks(tmp_path: Path) -> None:
    put(tmp_path, "plancheck.toml", 'baseline = "plancheck.baseline.jsonl"\n')
    put(tmp_path, "b.md", BROKEN.read_text(encoding="utf-8"))
    put(tmp_path, "a.md", BROKEN.read_text(encoding="utf-8"))
    baseline = tmp_path / "plancheck.baseline.jsonl"
    assert plancheck("baseline", "write", tmp_path).returncode == 0
    lines = baseline.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(lines)
    assert plancheck(tmp_path).returncode == 0

    # A fault mended and another one made: the new one is told, the old entry is idle.
    text = (
        (tmp_path / "a.md")
        .read_text(encoding="utf-8")
        .replace("**V. KINH PHÍ**", "**IV. KINH PHÍ**")
        .replace("VI. TỔ CHỨC", "V. TỔ CHỨC")
    )
    put(tmp_path, "a.md", text.replace("trước ngày 26/9/2024", "trước ngày 31/9/2024"))
    told = out(plancheck(tmp_path, "-f", "concise"))
    assert "TH104" in told
    assert "PC102" in told

    assert "--grow" in out(plancheck("baseline", "write", tmp_path))
    after = baseline.read_text(encoding="utf-8").splitlines()
    assert set(after) < set(lines)
    assert plancheck(tmp_path).returncode == 1
    out(plancheck("baseline", "write", tmp_path, "--grow"))
    assert plancheck(tmp_path).returncode == 0

    (tmp_path / "b.md").unlink()
    assert "gỡ 7 mục" in out(plancheck("baseline", "prune", tmp_path))
    assert "b.md" not in baseline.read_text(encoding="utf-8")


def test_two_branches_of_a_baseline_merge_without_a_conflict(tmp_path: Path) -> None:
    def git(*args: str) -> str:
        done = subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@b", *args],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    git("init", "-q", "-b", "main")
    plancheck("init", tmp_path)
    (tmp_path / "plancheck.toml").write_text('baseline = "plancheck.baseline.jsonl"\n', encoding="utf-8")
    put(tmp_path, "m.md", BROKEN.read_text(encoding="utf-8"))
    plancheck("baseline", "write", ".", cwd=tmp_path)
    git("add", "-A")
    git("commit", "-qm", "đầu")
    for branch, name in (("mot", "k.md"), ("hai", "l.md")):
        git("checkout", "-q", "-b", branch, "main")
        put(tmp_path, name, BROKEN.read_text(encoding="utf-8"))
        plancheck("baseline", "write", ".", "--grow", cwd=tmp_path)
        git("add", "-A")
        git("commit", "-qm", branch)
    git("merge", "-q", "-m", "ghép", "mot")

    assert plancheck(".", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("line", ["khong phai json", '{"file": "a.md"}', "[]"])
def test_a_wrong_line_of_a_baseline_is_told(tmp_path: Path, line: str) -> None:
    put(tmp_path, "hien-trang.jsonl", line + "\n")
    put(tmp_path, "a.md", BROKEN.read_text(encoding="utf-8"))

    options = replace(pipeline.Options(today=TODAY), baseline=tmp_path / "hien-trang.jsonl")
    with pytest.raises(ConfigError, match=r"hien-trang\.jsonl:1:1"):
        pipeline.check([tmp_path / "a.md"], options)


def test_a_rule_that_cannot_be_judged_keeps_its_entries_in_the_baseline(tmp_path: Path) -> None:
    repository.build(tmp_path)
    assert plancheck("index", tmp_path).returncode == 0
    assert plancheck("baseline", "write", tmp_path).returncode == 0
    before = (tmp_path / "plancheck.baseline.jsonl").read_text(encoding="utf-8")
    (tmp_path / "plancheck.archive.sqlite").unlink()

    plancheck("baseline", "prune", tmp_path)

    kept = (tmp_path / "plancheck.baseline.jsonl").read_text(encoding="utf-8")
    assert {line for line in before.splitlines() if '"LK2' in line} <= set(kept.splitlines())


@pytest.mark.parametrize(
    "text", ['extends = "a\\u0000b"\n', "a = " + "[" * 3000 + "]" * 3000 + "\n", "max-size-mb = " + "9" * 5000 + "\n"]
)
def test_odd_configurations_are_one_line(tmp_path: Path, text: str) -> None:
    put(tmp_path, "plancheck.toml", text)
    put(tmp_path, "a.md", BROKEN.read_text(encoding="utf-8"))

    done = plancheck(tmp_path / "a.md")

    assert done.returncode == 2
    assert len(done.stderr.decode().strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "where"), [('[severity]\nTH999 = "error"\n', ":2:1:"), ('show = "info"\nignore = ["co-so-sau-cap-tre"]\n', ":2:1:")]
)
def test_a_setting_that_names_no_rule_is_told_at_its_place(tmp_path: Path, text: str, where: str) -> None:
    put(tmp_path, "plancheck.toml", text)

    with pytest.raises(ConfigError) as error:
        pipeline.check([tmp_path], pipeline.Options(today=TODAY))

    assert f"plancheck.toml{where}" in str(error.value)
    assert "có phải" in str(error.value) or "plancheck rules" in str(error.value)
