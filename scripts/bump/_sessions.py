"""Sessions of nox, run in the copy."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from scripts.bump._bump import Bump
from scripts.project.layout import PipelineError


def run_session(
    bump: Bump, name: str, *arguments: str, mend: str = "", **environment: str
) -> list[str]:
    """Run a session of nox in the copy, and return the lines that it printed.

    Its output goes to standard error, apart from the report. It has a process group of its own:
    an interrupt of the bump ends the session too, once, and the bump waits for it.
    """
    command = [bump.options.nox, "-m", "nox", "-f", str(bump.copy.root / "noxfile.py"), "-s", name]
    command += ["--", *arguments] if arguments else []
    said = []
    with subprocess.Popen(
        command,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
        errors="replace",
        process_group=0,
    ) as process:
        try:
            for line in process.stdout or ():
                sys.stderr.write(line)
                said.append(line)
        except KeyboardInterrupt:
            _end(process)
            process.communicate()
            raise
    if process.returncode:
        told = (
            f"session {name} failed with exit code {process.returncode}; "
            f"what it said stands above{mend}"
        )
        raise PipelineError(told)
    return said


def _end(process: subprocess.Popen[str]) -> None:
    """End a session and the processes that it started; on Windows the session alone."""
    if sys.platform == "win32":
        process.terminate()
    else:
        os.killpg(process.pid, signal.SIGTERM)
