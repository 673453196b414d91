"""The workflows may do no more than they need, and their scripts keep their word."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
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
    """A workflow may do nothing as a whole; each job says what it may, and for how long."""
    workflow = yaml.safe_load(path.read_text())
    assert {} == workflow["permissions"]
    assert [] == [
        name
        for name, job in workflow["jobs"].items()
        if not {"permissions", "timeout-minutes"} <= set(job)
    ]


def test_only_what_reports_may_write() -> None:
    """No job may write but those that keep the issue, open the pull request, and publish."""
    jobs = {
        name: job
        for path in WORKFLOWS
        for name, job in yaml.safe_load(path.read_text())["jobs"].items()
    }
    assert {"drift", "propose", "publish"} == {
        name for name, job in jobs.items() if "write" in job["permissions"].values()
    }


def test_every_claim_is_tried_deeply() -> None:
    """The nightly jobs are the files of contract tests, one each."""
    workflow = yaml.safe_load((GITHUB / "workflows" / "nightly.yml").read_text())
    files = sorted(
        path.stem.removeprefix("test_") for path in (ROOT / "contract_tests").glob("test_*.py")
    )
    assert files == workflow["jobs"]["deep"]["strategy"]["matrix"]["claim"]


def test_the_matrix_of_versions_is_the_table(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the nightly run tests whole are the versions of `openapi/versions.toml`."""
    monkeypatch.setenv("GITHUB_OUTPUT", str(here / "output"))
    assert 0 == run("list-versions.sh").returncode
    table = tomllib.loads((ROOT / "openapi" / "versions.toml").read_text())
    name, _, said = (here / "output").read_text().partition("=")
    assert ("keys", list(table["versions"])) == (name, json.loads(said))


def test_nox_is_one_version() -> None:
    """Workflows, .ci/run and the types that are checked are of the same nox."""
    text = "".join(
        path.read_text() for path in (*WORKFLOWS, ROOT / ".ci" / "run", ROOT / "pyproject.toml")
    )
    assert 1 == len(set(re.findall(r"nox(?:\[uv\])?==([\d.]+)", text)))


# A `gh` that keeps issues in a file, as GitHub does as far as the script asks, and notes each
# call that tells somebody.
GITHUB_CLI = """#!{python}
import json, os, pathlib, sys
here = pathlib.Path(os.environ["HERE"])
store = here / "issues.json"
issues = json.loads(store.read_text()) if store.exists() else []
said = sys.argv[1:]
def option(name):
    return said[said.index(name) + 1]
told = ""
if said[:2] == ["issue", "list"]:
    assert option("--label") == "drift" and option("--state") == "all"
    for one in issues[-1:]:
        print(f"{{one['number']}} {{one['state']}}\\n{{one['body']}}")
elif said[:2] == ["issue", "create"]:
    body = sys.stdin.read()
    number = len(issues) + 7
    issues.append({{"number": number, "state": "OPEN", "title": option("--title"), "body": body}})
    told = "create"
elif said[:2] == ["issue", "comment"]:
    (here / "comment").write_text(sys.stdin.read())
    assert int(said[2]) == issues[-1]["number"]
    told = "comment"
elif said[:2] == ["issue", "close"]:
    assert int(said[2]) == issues[-1]["number"]
    issues[-1]["state"] = "CLOSED"
    told = "close"
elif said[0] == "api":
    assert said[4].endswith(f"/issues/{{issues[-1]['number']}}")
    issues[-1]["title"] = option("--raw-field").removeprefix("title=")
    issues[-1]["body"] = sys.stdin.read()
assert all(len(one["body"]) <= 65536 for one in issues)
store.write_text(json.dumps(issues))
with (here / "told").open("a") as file:
    file.write(told + "\\n" if told else "")
"""
# A look: of what differs now, each letter is a change, and a capital letter one that breaks calls.
# The history holds those that were reported.
LOOK = """
import json, sys
now, said = sys.argv[1], sys.argv[2:]
history, summary = (said[said.index(name) + 1] for name in ("--history", "--summary"))
text = open(history).read().strip()
known = json.loads(text) if text else []
new = [one for one in now if one not in known]
if now == "?":
    sys.exit(3)
title = f"HubSpot {'broke' if now != now.lower() else 'changed'} {now}" if now else "As it was"
alarm = "alarm" if any(one.isupper() for one in new) else ""
open(summary, "w").write(f"{title}\\n{alarm}\\nnew: {' '.join(new)}\\n")
print(f"# {title}" if now else "")
if new:
    open(history, "w").write(json.dumps(known + new))
sys.exit(1 if new else 4 if now else 0)
"""
# What differs at each look, and whom the script tells of it.
SERIES = [
    ("", ""), ("", ""), ("a", "create"), ("a", ""), ("ab", ""), ("abC", "comment"), ("abC", ""),
    ("aC", ""),
    ("?", ""), ("aCD", "comment"), ("", "close"), ("", ""), ("C", ""), ("aC", ""), ("", ""),
    ("e", "create"),
    ("?", ""), ("e", ""), ("eF", "comment"), ("eFC", ""), ("eFCG", "comment"), ("eFCG", ""),
    ("", "close"),
    ("G", ""), ("", ""), ("H", "create"), ("Hi", ""), ("", "close"),
]  # fmt: skip


@pytest.fixture
def issues(here: Path) -> Path:
    """A folder whose `gh` keeps issues."""
    (here / "gh").write_text(GITHUB_CLI.format(python=sys.executable))
    (here / "look.py").write_text(LOOK)
    return here


def look(here: Path, now: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Report what differs now; returns how it ended, and whom it told."""
    (here / "told").write_text("")
    done = run("report-drift.sh", sys.executable, str(here / "look.py"), now)
    return done, (here / "told").read_text().split()


def newest(here: Path) -> dict[str, str]:
    """The newest issue."""
    found: dict[str, str] = json.loads((here / "issues.json").read_text())[-1]
    return found


def test_a_series_of_looks_tells_what_is_new_and_no_more(issues: Path) -> None:
    """Over 28 looks, an issue is opened, commented on and closed only where there is news."""
    for number, (now, told) in enumerate(SERIES):
        done, seen = look(issues, now)
        expected = 3 if now == "?" else 0
        assert (expected, told.split()) == (done.returncode, seen), (number, now, done.stderr)


def test_an_issue_is_titled_by_what_differs_now(issues: Path) -> None:
    """The title follows how bad it is, and the body has all of it."""
    for now, title in [
        ("a", "HubSpot changed a"),
        ("aB", "HubSpot broke aB"),
        ("a", "HubSpot changed a"),
    ]:
        look(issues, now)
        assert title == newest(issues)["title"]
        assert newest(issues)["body"].startswith(f"# {title}\n")


def test_a_comment_says_what_is_new(issues: Path) -> None:
    """What breaks calls is in a comment, which calls people, and not in an edit alone."""
    look(issues, "a")
    look(issues, "aBC")
    assert "new: B C\n" == (issues / "comment").read_text()


def test_a_report_is_cut_to_what_an_issue_takes(issues: Path) -> None:
    """A body stays below GitHub's 65,536 characters, and the history stays whole in it."""
    (issues / "look.py").write_text(
        LOOK.replace('print(f"# {title}', 'print("x" * 100_000 + f"# {title}')
    )
    assert ["create"] == look(issues, "a")[1]
    assert 64_000 < len(newest(issues)["body"]) < 65_536
    assert [] == look(issues, "a")[1]


def test_an_issue_that_somebody_edited_is_kept_up(issues: Path) -> None:
    """Line ends of another system, and an issue without a history, hinder nothing."""
    look(issues, "a")
    store = json.loads((issues / "issues.json").read_text())
    store[-1]["body"] = store[-1]["body"].replace("\n", "\r\n")
    (issues / "issues.json").write_text(json.dumps(store))
    assert [] == look(issues, "a")[1]
    store[-1]["body"] = "mine"
    (issues / "issues.json").write_text(json.dumps(store))
    done, told = look(issues, "aB")
    assert (0, ["comment"]) == (done.returncode, told)


def test_a_look_that_fails_once_is_a_warning(issues: Path) -> None:
    """Where the second look sees, the run succeeds with a warning."""
    tried = str(issues / "tried")
    once = (
        f"import os, sys\nif not os.path.exists({tried!r}):\n"
        f"    open({tried!r}, 'w')\n    sys.exit(3)\n"
    )
    (issues / "look.py").write_text(once + LOOK)
    done, told = look(issues, "")
    assert (0, []) == (done.returncode, told)
    assert done.stdout.startswith("::warning ")


def test_looks_that_all_fail_are_an_error(issues: Path) -> None:
    """Where no look sees, the run fails, and no issue is touched."""
    done, told = look(issues, "?")
    assert (3, []) == (done.returncode, told)
    assert ["::warning", "::error"] == [line.split()[0] for line in done.stdout.splitlines()]


@pytest.mark.parametrize("code", [1, 2, 130])
def test_a_crash_is_no_drift(issues: Path, code: int) -> None:
    """A look that ends without a report, or with a code that means nothing, opens no issue."""
    (issues / "look.py").write_text(f"raise SystemExit({code})")
    done, told = look(issues, "a")
    assert (code, []) == (done.returncode, told)


def git(folder: Path, *arguments: str) -> str:
    """Run git as nobody in particular, and give what it says."""
    named = ("-c", "user.name=t", "-c", "user.email=t@localhost")
    command = ["git", *named, *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def bump(
    here: Path, monkeypatch: pytest.MonkeyPatch, **given: str
) -> subprocess.CompletedProcess[str]:
    """Run the bump's step with a `nox` that notes its arguments, reports, and ends as told."""
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
    """Each field of the form is one argument, whatever it holds; the report is what is printed."""
    given = {"VERSION": "2026-09", "DOCUMENT": "a b; $(c)", "LIKE": "v3", "DEFAULT": "yes"}
    assert 0 == bump(here, monkeypatch, **given).returncode
    asked = ["-s", "bump", "--", "2026-09", "--document", "a b; $(c)", "--like", "v3", "--default"]
    assert asked == (here / "asked").read_text().splitlines()
    assert "- fetch: done\n" == (here / "report.md").read_text()


def test_a_field_that_is_empty_is_no_argument(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A form with only a version asks for that version, and a bump that succeeds has no summary."""
    assert 0 == bump(here, monkeypatch, VERSION="2026-09").returncode
    assert ["-s", "bump", "--", "2026-09"] == (here / "asked").read_text().splitlines()
    assert not (here / "summary").exists()


def test_why_a_bump_failed_is_in_the_summary(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a bump fails, so does the step, and its summary says why."""
    assert 3 == bump(here, monkeypatch, VERSION="2026-09", CODE="3").returncode
    assert "    error: said why\n" == (here / "summary").read_text()


@pytest.fixture
def bumped(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone that a bump has changed, packed into `proposal`, without the user's git settings."""
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
    """What changed, binary files too, is pushed and proposed with the report, and CI is started."""
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
    """Where somebody else committed to the branch, nothing is pushed, and the error names them."""
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
