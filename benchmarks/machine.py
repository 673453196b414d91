"""What the figures were measured on."""

from __future__ import annotations

import datetime as dt
import os
import platform
import subprocess
from pathlib import Path


def description() -> str:
    """Return date, machine, Python and load, as one sentence."""
    today = dt.datetime.now(dt.UTC).date()
    load = os.getloadavg()[0]
    return (
        f"{today}, {os.cpu_count()} cores of {_processor()}, {platform.system()} "
        f"{platform.release().split('-')[0]}, {platform.python_implementation()} "
        f"{platform.python_version()}, load at the start {load:.1f}"
    )


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def versions(python: str, *distributions: str) -> str:
    """Return the versions of distributions in an environment, as one phrase."""
    code = (
        "import importlib.metadata as m, sys\n"
        "print(*(f'{name} {m.version(name)}' for name in sys.argv[1:]), sep=', ')"
    )
    done = subprocess.run(
        [python, "-c", code, *distributions], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()
