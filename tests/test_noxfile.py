"""Which exit codes the sessions take, and end with."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# The noxfile without nox, which is no package of this session's.
NOXFILE = """
import runpy, signal, sys, types
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell may have had passed over
nox = types.ModuleType("nox")
nox.options, nox.session = types.SimpleNamespace(), lambda *_, **__: lambda function: function
sys.modules["nox"] = nox
functions = runpy.run_path(sys.argv[1])
"""
# Of a session, what `ending` knows; its `run` returns what a test says.
ENDING = """
session = types.SimpleNamespace(bin=sys.argv[2], run=lambda *_, **__: {ran})
functions["ending"](session, "module")
"""
RECORDINGS = """
run = lambda *_, success_codes=(0,), **__: print(*success_codes)
given = ["2025-09", "2026-03"]
session = types.SimpleNamespace(posargs=given, install=lambda *_, **__: None, run=run)
functions["recordings"].__globals__["install"] = lambda *_: None
functions["recordings"](session)
"""


def ending(folder: Path, module: str, ran: str = "True") -> subprocess.Popen[str]:
    """Start `ending` with a module that is these lines."""
    (folder / "module.py").write_text(module)
    code = NOXFILE + ENDING.format(ran=ran)
    command = [
        sys.executable,
        "-c",
        code,
        str(ROOT / "noxfile.py"),
        str(Path(sys.executable).parent),
    ]
    return subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, text=True, start_new_session=True
    )


def test_a_session_ends_with_the_code_of_its_module(tmp_path: Path) -> None:
    """The exit code of a module becomes that of nox."""
    with ending(tmp_path, "raise SystemExit(3)") as process:
        assert 3 == process.wait(30)


def test_installing_only_runs_nothing(tmp_path: Path) -> None:
    """With --install-only, of which nox tells by running nothing, the module is not run either."""
    with ending(tmp_path, "raise SystemExit(3)", ran="None") as process:
        assert 0 == process.wait(30)


def test_an_interrupted_module_cleans_up(tmp_path: Path) -> None:
    """On Ctrl-C a module has the time to clean up, and its exit code counts."""
    module = """
import signal, time
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    print("runs", flush=True)
    time.sleep(30)
except KeyboardInterrupt:
    time.sleep(1)
    raise SystemExit(130)
"""
    with ending(tmp_path, module) as process:
        assert process.stdout
        assert "runs\n" == process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        assert 130 == process.wait(30)


def test_recordings_that_are_refused_fail_no_session() -> None:
    """Recordings that do not hold end no session; a failure of the tool does."""
    command = [sys.executable, "-c", NOXFILE + RECORDINGS, str(ROOT / "noxfile.py")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert ["0 3", "0 3"] == done.stdout.splitlines()


GENERATE = """
run = lambda *arguments, **__: print(*arguments)
session = types.SimpleNamespace(posargs={posargs}, install=lambda *_: None, run=run)
functions["generate"](session)
"""


@pytest.mark.parametrize(
    ("posargs", "module"),
    [
        ([], "scripts.generate"),
        (["--check"], "scripts.generate"),
        (["--document", "x.json", "--output", "x"], "scripts.adapt"),
        (["--document=x.json", "--output=x"], "scripts.adapt"),
    ],
)
def test_generate_takes_any_document_as_before(posargs: list[str], module: str) -> None:
    """`nox -s generate -- --document` is `nox -s generate-any`, with the same arguments."""
    code = NOXFILE + GENERATE.format(posargs=posargs)
    command = [sys.executable, "-c", code, str(ROOT / "noxfile.py")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert ["python", "-m", module, *posargs] == done.stdout.split()
