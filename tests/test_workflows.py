"""The workflows may do no more than they need, and their scripts keep their word to a `gh` that notes its calls."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
PINNED = re.compile(r"[\w-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
GH = """#!/bin/sh
echo "$*" >>"$HERE/calls"
case "$*" in
*" list "*) cat "$HERE/open" ;;
*@-* | *"--body-file -"*) cat >"$HERE/body" ;;
esac
"""
NOX = """#!/bin/sh
printf '%s\\n' "$@" >"$HERE/asked"
echo "- fetch: done"
echo "error: said why" >&2
exit $CODE
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose `gh`, first on the path, notes its calls; `open` is what it lists."""
    for name, text in {"gh": GH, "open": "", "calls": ""}.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "gh").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setenv("HERE", str(tmp_path))
    monkeypatch.setenv("PAUSES", "0")
    return tmp_path


def run(script: str, *arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a script of the workflows to its end, however it ends."""
    command = ["bash", str(GITHUB / "scripts" / script), *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=60)


def calls(here: Path) -> list[str]:
    """The calls of `gh` that were made, each by its first two words."""
    return [" ".join(line.split()[:2]) for line in (here / "calls").read_text().splitlines()]


def drift(code: str) -> subprocess.CompletedProcess[str]:
    """Report what a look that is this line of shell finds."""
    return run("report-drift.sh", "sh", "-c", code)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_by_commit(path: Path) -> None:
    """Every action is named by a full commit, with its version beside it."""
    used = re.findall(r"\buses:\s*(.+)", path.read_text())
    assert used
    assert [] == [action for action in used if not PINNED.fullmatch(action)]


def test_a_version_of_an_action_is_one_commit() -> None:
    """No action is used at two versions, nor a version at two commits."""
    used = {
        action for path in WORKFLOWS for action in re.findall(r"\buses:\s*(.+)", path.read_text())
    }
    assert len({action.partition("@")[0] for action in used}) == len(used)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_nothing_is_permitted_but_by_a_job(path: Path) -> None:
    """A workflow as a whole may do nothing, and each job says what it may and how long it may take."""
    workflow = yaml.safe_load(path.read_text())
    assert {} == workflow["permissions"]
    assert [] == [
        name
        for name, job in workflow["jobs"].items()
        if not {"permissions", "timeout-minutes"} <= set(job)
    ]


def test_only_what_reports_may_write() -> None:
    """No job may write but the one that keeps the issue and the one that opens the pull request."""
    jobs = {
        name: job
        for path in WORKFLOWS
        for name, job in yaml.safe_load(path.read_text())["jobs"].items()
    }
    assert {"drift", "propose"} == {
        name for name, job in jobs.items() if "write" in job["permissions"].values()
    }


def test_every_claim_is_tried_deeply() -> None:
    """The nightly jobs are the files of contract tests, one each."""
    workflow = yaml.safe_load((GITHUB / "workflows" / "nightly.yml").read_text())
    files = sorted(
        path.stem.removeprefix("test_") for path in (ROOT / "contract_tests").glob("test_*.py")
    )
    assert files == workflow["jobs"]["deep"]["strategy"]["matrix"]["claim"]


def test_nox_is_one_version() -> None:
    """Workflows, .ci/run and the types that are checked are of the same nox."""
    text = "".join(
        path.read_text() for path in (*WORKFLOWS, ROOT / ".ci" / "run", ROOT / "pyproject.toml")
    )
    assert 1 == len(set(re.findall(r"nox(?:\[uv\])?==([\d.]+)", text)))


def test_no_drift_calls_nobody(here: Path) -> None:
    """Where nothing changed, no issue is touched."""
    done = drift("echo unchanged")
    assert (0, "unchanged\n", []) == (done.returncode, done.stdout, calls(here))


def test_drift_opens_an_issue(here: Path) -> None:
    """The first change opens an issue with the report as its body."""
    assert 0 == drift("echo '1 breaking'; exit 1").returncode
    assert ["issue list", "label create", "issue create"] == calls(here)
    assert "1 breaking\n" == (here / "body").read_text()


def test_drift_updates_the_open_issue(here: Path) -> None:
    """Where an issue is open, its body becomes the new report and no second one is opened."""
    (here / "open").write_text("7\n")
    assert 0 == drift("echo '2 breaking'; exit 1").returncode
    assert (
        "api --silent --method PATCH repos/{owner}/{repo}/issues/7" in (here / "calls").read_text()
    )
    assert (["issue list", "api --silent"], "2 breaking\n") == (
        calls(here),
        (here / "body").read_text(),
    )


def test_a_report_is_cut_to_what_an_issue_takes(here: Path) -> None:
    """A body stays below GitHub's limit of 65,536 characters."""
    assert 0 == drift("yes | head -c 100000; exit 1").returncode
    assert 60_001 == len((here / "body").read_text())


def test_a_look_that_fails_once_is_a_warning(here: Path) -> None:
    """Where the second look sees, the run succeeds with a warning."""
    done = drift('[ -e "$HERE/tried" ] && echo unchanged && exit; touch "$HERE/tried"; exit 3')
    assert (0, []) == (done.returncode, calls(here))
    assert done.stdout.startswith("::warning ")


def test_looks_that_all_fail_are_an_error(here: Path) -> None:
    """Where no look sees, the run fails, and no issue is touched."""
    done = drift("exit 3")
    assert (3, []) == (done.returncode, calls(here))
    assert ["::warning", "::error"] == [line.split()[0] for line in done.stdout.splitlines()]


def test_a_crash_is_no_drift(here: Path) -> None:
    """An exit code of 1 without a report opens no issue."""
    assert (1, []) == (drift("exit 1").returncode, calls(here))


def git(folder: Path, *arguments: str) -> str:
    """Run git as nobody in particular, and give what it says."""
    named = ("-c", "user.name=t", "-c", "user.email=t@localhost")
    command = ["git", *named, *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def bump(
    here: Path, monkeypatch: pytest.MonkeyPatch, **given: str
) -> subprocess.CompletedProcess[str]:
    """Run the bump's step with a `nox` that notes its arguments, reports, and ends as it is told."""
    (here / "nox").write_text(NOX)
    (here / "nox").chmod(0o755)
    unset = dict.fromkeys(("DOCUMENT", "LIKE", "DEFAULT"), "")
    for name, value in {
        **unset,
        "CODE": "0",
        "GITHUB_STEP_SUMMARY": str(here / "summary"),
        **given,
    }.items():
        monkeypatch.setenv(name, value)
    return run("bump.sh", str(here))


def test_a_bump_is_asked_for_as_the_form_says(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each field of the form is one argument, whatever it holds, and the report is what is printed."""
    given = {"VERSION": "2026-09", "DOCUMENT": "a b; $(c)", "LIKE": "v3", "DEFAULT": "yes"}
    assert 0 == bump(here, monkeypatch, **given).returncode
    asked = ["-s", "bump", "--", "2026-09", "--document", "a b; $(c)", "--like", "v3", "--default"]
    assert asked == (here / "asked").read_text().splitlines()
    assert "- fetch: done\n" == (here / "report.md").read_text()


def test_a_field_that_is_empty_is_no_argument(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A form with nothing but the version asks for the version alone, and a bump that succeeds has no summary."""
    assert 0 == bump(here, monkeypatch, VERSION="2026-09").returncode
    assert ["-s", "bump", "--", "2026-09"] == (here / "asked").read_text().splitlines()
    assert not (here / "summary").exists()


def test_why_a_bump_failed_is_in_the_summary(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a bump fails, so does the step, and its summary says why."""
    assert 3 == bump(here, monkeypatch, VERSION="2026-09", CODE="3").returncode
    assert "    error: said why\n" == (here / "summary").read_text()


@pytest.fixture
def bumped(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone that a bump has changed, packed into `proposal`; without git settings of whoever runs the tests."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    clone, proposal = here / "clone", here / "proposal"
    proposal.mkdir()
    (proposal / "report.md").write_text("Bumped.\n")
    git(here, "init", "--quiet", "--bare", "--initial-branch=main", "origin.git")
    git(here, "clone", "--quiet", "origin.git", "clone")
    (clone / "kept.bin").write_bytes(b"\0old")
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message=first")
    git(clone, "push", "--quiet", "origin", "HEAD:main")
    (clone / "kept.bin").write_bytes(b"\0new")
    (clone / "docs" / "api-diff").mkdir(parents=True)
    (clone / "docs" / "api-diff" / "1..2.md").write_text("1 breaking\n")
    assert 0 == run("pack-bump.sh", str(proposal), cwd=clone).returncode
    shutil.rmtree(clone)
    git(here, "clone", "--quiet", "origin.git", "clone")
    return here


def propose(here: Path) -> subprocess.CompletedProcess[str]:
    """Propose what was packed."""
    return run("propose-bump.sh", "2026-09", str(here / "proposal"), cwd=here / "clone")


def test_a_bump_opens_a_pull_request(bumped: Path) -> None:
    """What changed, in binary files too, is pushed and proposed with the report, and CI is started."""
    done = propose(bumped)
    assert (0, "") == (done.returncode, done.stderr)
    assert ["auth setup-git", "pr list", "pr create", "workflow run"] == calls(bumped)
    assert "Bumped.\n1 breaking\n" == (bumped / "body").read_text()
    assert "\0new" == git(bumped / "origin.git", "show", "bump/2026-09:kept.bin")


def test_a_bump_updates_its_pull_request(bumped: Path) -> None:
    """A second run replaces the branch and the body, and opens no second pull request."""
    assert 0 == propose(bumped).returncode
    packed = bumped / "proposal" / "bump.patch"
    packed.write_text(packed.read_text().replace("+1 breaking", "+2 breaking"))
    (bumped / "calls").write_text("")
    (bumped / "open").write_text("7\n")
    git(bumped / "clone", "switch", "--quiet", "--detach", "origin/main")
    assert 0 == propose(bumped).returncode
    assert ["auth setup-git", "pr list", "api --silent", "workflow run"] == calls(bumped)
    assert "2 breaking\n" == git(
        bumped / "origin.git", "show", "bump/2026-09:docs/api-diff/1..2.md"
    )


def test_a_bump_replaces_no_commit_of_another(bumped: Path) -> None:
    """Where somebody has committed to the branch, nothing is pushed, and the error names them and what to do."""
    assert 0 == propose(bumped).returncode
    git(
        bumped / "clone",
        "commit",
        "--quiet",
        "--allow-empty",
        "--author=m <m@localhost>",
        "--message=mine",
    )
    git(bumped / "clone", "push", "--quiet", "origin", "bump/2026-09")
    git(bumped / "clone", "switch", "--quiet", "--detach", "origin/main")
    done = propose(bumped)
    assert (1, True) == (
        done.returncode,
        "::error title=Bump::bump/2026-09 ends with a commit of m@localhost" in done.stdout,
    )
    assert "mine\n" == git(bumped / "origin.git", "log", "-1", "--format=%s", "bump/2026-09")


def test_a_bump_of_nothing_ends(bumped: Path) -> None:
    """Where nothing changed, the run says so, and nothing is pushed or opened."""
    (bumped / "proposal" / "bump.patch").write_text("")
    done = propose(bumped)
    assert (0, []) == (done.returncode, calls(bumped))
    assert "2026-09: nothing to change" in done.stdout
