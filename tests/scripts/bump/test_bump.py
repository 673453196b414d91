"""Bump: a version comes in whole, or not at all."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from bumping import (
    ALL,
    BASE,
    CLIENTS,
    HEARS,
    KEY,
    LIKE,
    VALID,
    Bumping,
    bumping,
    command,
    python,
    state,
)

from scripts import bump
from scripts.project import files


def test_a_version_comes_in_beside_the_others(project: Path, whole: Path) -> None:
    """Everything that belongs to a version comes in, and the rest is as it was."""
    before, now = state(project), state(whole)
    new = {f"{top}/{name}" for top in now for name in now[top].keys() - before[top].keys()}
    assert f"openapi/published/{KEY}.yaml" in new
    assert {
        f"docs/api-diff/{BASE}..{KEY}.md",
        f"contract_tests/recordings/{KEY}/upsert-200-created.har",
    } <= new
    changed = {
        f"{top}/{name}"
        for top in now
        for name in before[top]
        if now[top].get(name) != before[top][name]
    }
    assert {
        "CHANGELOG.md/.", "README.md/.", "openapi/versions.toml", "openapi/versions.lock",
        "generated/hubspot_marketing_events_client/versions.json",
    } == changed  # fmt: skip
    assert f"- API version {KEY}, new: [what changed]" in (whole / "CHANGELOG.md").read_text()


def test_the_report_has_a_line_for_each_step(whole: Path) -> None:
    """The report, which becomes a pull request's text, has a line for each step."""
    *lines, last = (whole / "report").read_text().splitlines()
    assert [f"- {name}" for name, _ in bump.STEPS] == [line.partition(":")[0] for line in lines]
    assert last.startswith(f"{KEY}: changed openapi, generated, ")


def test_the_second_time_changes_nothing(tmp_path: Path, whole: Path) -> None:
    """Run again, a bump changes no byte and tests nothing again."""
    again = shutil.copytree(whole, tmp_path / "again")
    done = bumping(again, command(again), CLIENTS.format(built=whole))
    assert (0, f"{KEY}: nothing to change") == (done.returncode, done.stdout.splitlines()[-1])
    assert state(whole) == state(again)
    assert ["recordings", "contract", "recordings"] == (again / "sessions").read_text().split()


@pytest.mark.parametrize("name", [name for name, _ in bump.STEPS])
def test_killed_after_any_step_the_tree_is_the_old_one(
    project: Path, bumped: Bumping, made: str, name: str
) -> None:
    """Killed outright once a step is done, everything is as it was."""
    before = state(project)
    kill = f"""
import os
steps = dict(bump.STEPS)
right = steps[{name!r}]
def killed(*given):
    right(*given)
    os.kill(os.getpid(), 9)
bump.STEPS[:] = [(name, killed if name == {name!r} else step) for name, step in bump.STEPS]
"""
    assert -9 == bumped(first=made + kill).returncode
    assert before == state(project)


@pytest.mark.parametrize("count", range(1, len(bump.PLACED) + 1))
def test_killed_while_it_is_put_in_place_it_is_undone(
    project: Path, bumped: Bumping, whole: Path, count: int
) -> None:
    """Killed between two exchanges, the next command of the pipeline restores the old tree."""
    before = state(project)
    kill = f"""
import os
right, done = files.replace_folder, []
def killed(new, old):
    right(new, old)
    if os.path.exists(".cache/bump/journal.json"):
        done.append(old)
    if len(done) == {count}:
        os.kill(os.getpid(), 9)
files.replace_folder = killed
"""
    assert -9 == bumped(first=ALL.format(built=whole) + kill).returncode
    assert before != state(project)
    following = [sys.executable, "-B", "-m", "scripts.compare", BASE, BASE]
    done = subprocess.run(following, cwd=project, capture_output=True, text=True, check=False)
    assert (0, "a bump that was killed has been undone\n") == (done.returncode, done.stderr)
    assert before == state(project)


def test_what_was_tested_is_not_tested_again(project: Path, bumped: Bumping) -> None:
    """A run that is killed after its contract tests goes on without them."""
    few, kill = (
        f"{VALID}bump.STEPS[2:6] = []",
        "import os\nbump.STEPS[-1] = ('changelog', lambda _: os.kill(os.getpid(), 9))",
    )
    assert -9 == bumped(first=f"{few}\n{kill}").returncode
    done = bumped(first=few)
    assert (0, True) == (done.returncode, "- contract tests: passed before" in done.stdout), (
        done.stderr
    )
    assert 1 == (project / "sessions").read_text().split().count("contract")


def test_a_document_is_kept_for_its_own_question(project: Path, bumped: Bumping) -> None:
    """What a killed bump read at a URL is kept for that URL, and not for the catalog."""
    kill = f"{VALID}import os\nbump.STEPS[1] = ('normalize', lambda _: os.kill(os.getpid(), 9))"
    assert -9 == bumped(first=kill).returncode
    memory, url = (
        project / f".cache/bump/{KEY}.json",
        "http://127.0.0.1:9/document?sig=secret",
    )  # nothing listens there
    left = json.dumps(json.loads(memory.read_text()) | {"asked": files.sha256(url.encode())})
    memory.write_text(left)
    done = bumped(KEY, "--document", url, first="bump.STEPS[1:] = []")
    assert "as an unfinished bump read it" in done.stdout, done.stderr
    assert "secret" not in left + done.stdout + done.stderr
    memory.write_text(left)
    once = "from scripts.fetch import _download\n_download.PAUSES = ()"
    done = bumped(KEY, "--catalog", "http://127.0.0.1:9/catalog", first=once)
    assert (1, True) == (
        done.returncode,
        "http://127.0.0.1:9/catalog: cannot be downloaded" in done.stderr,
    )


@pytest.mark.parametrize("left", ["{", "[]"])
def test_a_memory_that_is_broken_is_none(project: Path, bumped: Bumping, left: str) -> None:
    """What an unfinished bump left and nobody can read is passed over."""
    files.write(project / f".cache/bump/{KEY}.json", left.encode())
    done = bumped(first="bump.STEPS[1:] = []")
    assert (0, f"{KEY}: nothing to change") == (done.returncode, done.stdout.splitlines()[-1]), (
        done.stderr
    )


def test_a_file_is_read_again(project: Path, bumped: Bumping) -> None:
    """After a kill, a document that is a file is taken as it is now."""
    kill = f"{VALID}import os\nbump.STEPS[1] = ('normalize', lambda _: os.kill(os.getpid(), 9))"
    assert -9 == bumped(first=kill).returncode
    (project / "document.json").write_text("{}")
    assert "document.json: not an OpenAPI 3.0 or 3.1 document" in bumped().stderr


EDIT = """
from contextlib import contextmanager
right = _copies.copied
@contextmanager
def copied(project):
    with right(project) as copy:
        (project.openapi / "README.md").write_text("mine")
        yield copy
_command.copied = copied
"""


def test_what_somebody_changed_meanwhile_is_not_overwritten(project: Path, bumped: Bumping) -> None:
    """A file that somebody changed during the bump stays; the bump says so and changes nothing."""
    before = state(project)
    done = bumped(first=f"{EDIT}bump.STEPS[:] = []")
    assert (1, True) == (
        done.returncode,
        "openapi: changed by somebody else during the bump" in done.stderr,
    )
    before["openapi"]["README.md"] = b"mine"
    assert before == state(project)


def test_trees_of_the_dead_are_removed(project: Path, bumped: Bumping) -> None:
    """What killed bumps left is removed; what a live one works on stays."""
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    leave = f"""
import os
for number in ({dead.pid}, os.getpid(), os.getppid()):
    os.makedirs(f".cache/bump/tree-{{number}}/docs")
bump.STEPS[:] = []
"""
    assert 0 == bumped(first=leave).returncode
    assert [f"tree-{os.getpid()}"] == [
        path.name for path in (project / ".cache/bump").glob("tree-*")
    ]


def test_a_version_may_become_the_default(tmp_path: Path, whole: Path) -> None:
    """With --default the new version is the default everywhere; the second run changes nothing."""
    again = shutil.copytree(whole, tmp_path / "again")
    done = bumping(again, [*command(again), "--default"], CLIENTS.format(built=whole))
    assert f"- changelog: - The default API version is {KEY}." in done.stdout.splitlines()
    assert (
        f"\n- The default API version is {KEY}.\n- API version {KEY}, new"
        in (again / "CHANGELOG.md").read_text()
    )
    assert f'default = "{KEY}"' in (again / "openapi/versions.toml").read_text()
    table = json.loads(
        (again / "generated/hubspot_marketing_events_client/versions.json").read_text()
    )
    assert (KEY, 3) == (table["default"], len(table["versions"]))
    done = bumping(again, [*command(again), "--default"], f"{VALID}bump.STEPS[3:6] = []")
    assert (0, f"{KEY}: nothing to change") == (done.returncode, done.stdout.splitlines()[-1])


@pytest.mark.parametrize("today", [False, True], ids=["later", "on the same day"])
def test_a_revision_of_a_version_is_told(project: Path, bumped: Bumping, today: bool) -> None:
    """A revised version is taken over, with what changed since the revision before."""
    path, lock = project / "document.json", project / "openapi/versions.lock"
    path.write_text(
        path.read_text().replace(KEY, LIKE).replace('"ACADEMY"', '"ACADEMY", "A_NEW_ONE"')
    )
    if today:
        day = dt.datetime.now(dt.UTC).date()
        lock.write_text(re.sub(r'(?m)^retrieved = ".*"$', f'retrieved = "{day}"', lock.read_text()))
    done = bumped(*command(project, LIKE), first=f"{VALID}bump.STEPS[3:7] = []")
    assert 0 == done.returncode, done.stderr
    page = next((project / "docs/api-diff").glob(f"{LIKE}_*..{LIKE}_*.md"))
    assert '"A_NEW_ONE"' in page.read_text()
    assert f"- API version {LIKE}, as published by " in (project / "CHANGELOG.md").read_text()


def test_a_revision_renews_what_is_kept_of_it(project: Path, bumped: Bumping) -> None:
    """Comparisons of a revised version with others than the default are made anew, each once."""
    path, table = project / "document.json", project / "openapi/versions.toml"
    path.write_text(
        path.read_text().replace(KEY, LIKE).replace('"ACADEMY"', '"ACADEMY", "A_NEW_ONE"')
    )
    table.write_text(table.read_text().replace(f'default = "{BASE}"', f'default = "{LIKE}"'))
    done = bumped(*command(project, LIKE), first=f"{VALID}bump.STEPS[3:7] = []")
    assert (0, 1) == (done.returncode, done.stdout.count(f"docs/api-diff/{LIKE}..2026-03.md")), (
        done.stderr
    )
    assert '"A_NEW_ONE"' in (project / f"docs/api-diff/{LIKE}..2026-03.md").read_text()


def test_the_lock_is_nothing_to_test(project: Path, bumped: Bumping) -> None:
    """If only the lock changes, as by another day of reading, the contract tests do not run."""
    path = project / "document.json"
    path.write_text(path.read_text().replace(KEY, LIKE))
    done = bumped(*command(project, LIKE), first="bump.STEPS[2:6] = []")
    assert (0, True) == (done.returncode, "- contract tests: nothing has changed" in done.stdout), (
        done.stderr
    )
    assert f"{LIKE}: changed openapi" == done.stdout.splitlines()[-1]


def test_failing_contract_tests_leave_everything(project: Path, bumped: Bumping) -> None:
    """Where the contract tests fail, the step is named, and the project is as it was."""
    before = state(project)
    done = bumped(first=f"{VALID}bump.STEPS[2:6] = []", FAILING="contract")
    assert 1 == done.returncode
    assert f"bump {KEY} stopped at contract tests, and the project is as it was" in done.stderr
    assert "mend the contract in openapi/overlays/" in done.stderr.splitlines()[-1]
    assert before == state(project)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interrupted_it_waits_for_what_it_runs_and_leaves_nothing(
    project: Path, number: int
) -> None:
    """On a signal, the running session ends first, the copy goes, and one line says so."""
    steps = 'bump.STEPS[:] = [("tests", lambda one: _sessions.run_session(one, "slow"))]'
    slow = python(command(project), f"{steps}\n{HEARS}")
    with subprocess.Popen(
        slow, cwd=project, env={"SAYING": "started"}, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr
        assert ["[1/1] tests\n", "started\n"] == [process.stderr.readline() for _ in range(2)]
        process.send_signal(number)
        assert "interrupted: nothing was changed\n" == process.stderr.read()
    assert (130, True) == (process.returncode, (project / "cleaned").exists())
    assert [] == list((project / ".cache/bump").glob("tree-*"))


def test_recordings_that_a_revision_breaks_are_named(project: Path, bumped: Bumping) -> None:
    """A revision that its own recordings do not keep names each of them, and says what to do."""
    said = f"contract_tests/recordings/{LIKE}/a.har: does not keep the contract of upsert"
    done = bumped(*command(project, LIKE), first="bump.STEPS[:5] = []", SAYING=said)
    assert 1 == done.returncode
    assert done.stderr.endswith(
        f"\n  - {said}\ndelete these recordings, or record them anew, and run it again\n"
    )


def test_an_error_of_the_system_is_one_line(project: Path, bumped: Bumping) -> None:
    """An error of the disk is told in one line, with the file, wherever it happens."""
    done = bumped(first='bump.STEPS[:] = [("fetch", lambda _: open("/nowhere/a"))]')
    told = "the project is as it was: /nowhere/a: No such file or directory"
    assert f"error: bump {KEY} stopped at fetch, and {told}" == done.stderr.splitlines()[-1]
    shutil.rmtree(project / ".cache")
    (project / ".cache").touch()
    assert f"error: {project}/.cache/bump: Not a directory\n" == bumped().stderr


def test_what_stands_in_the_way_is_told_and_proposed(project: Path, bumped: Bumping) -> None:
    """A blocked bump names the obstacle, what to do next, the comparison and its proposal."""
    path = project / "document.json"
    document = json.loads(path.read_text())
    document["components"]["schemas"]["New"] = {"type": "object"}
    path.write_text(json.dumps(document))
    before = state(project)
    done = bumped(*command(project)[:-2], "--propose")
    assert (1, True) == (done.returncode, "  - schema New has no description\n" in done.stderr)
    assert f"as it was (what changed: .cache/bump/{BASE}..{KEY}.md" in done.stderr
    proposal = f".cache/bump/{KEY}.proposed.diff"
    assert f"Proposed: {proposal}, after which nothing stands in the way" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("Next: ")
    assert before == state(project)
    subprocess.run([shutil.which("git") or "git", "apply", proposal], cwd=project, check=True)
    first = "bump.STEPS[4:] = []"
    assert 0 == bumped(*command(project)[:-2], first=first).returncode


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("../x", "'../x' is no version's key"),
        ("2027-03", f"info/version is '{KEY}', not '2027-03'"),
    ],
)
def test_what_cannot_be_bumped_is_one_line(
    project: Path, bumped: Bumping, key: str, said: str
) -> None:
    """An invalid key, and a document of another version, are refused; nothing is changed."""
    before = state(project)
    done = bumped(*command(project, key))
    assert (1, True) == (done.returncode, said in done.stderr.splitlines()[-1]), done.stderr
    assert before == state(project)
