"""How a command begins and ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from scripts.project import files
from scripts.project.layout import PipelineError, Project


def reason(problem: Exception) -> str:
    """Why something failed, in one line; for an error of the system, where and what."""
    if isinstance(problem, OSError) and problem.strerror:
        return f"{problem.filename}: {problem.strerror}" if problem.filename else problem.strerror
    return str(problem)


def run(main: Callable[[Sequence[str]], int | None]) -> None:
    """Run a script's `main` and end the process: 0, or 1 with one clear line, or 130 on Ctrl-C."""
    try:
        if files.recover(Project().journal):
            sys.stderr.write("a bump that was killed has been undone\n")
        sys.exit(main(sys.argv[1:]) or 0)
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # the interpreter flushes it once more
        sys.exit(1)
    except (PipelineError, OSError) as problem:
        sys.stderr.write(f"error: {reason(problem)}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.stderr.write("interrupted: nothing was changed\n")
        sys.exit(130)
