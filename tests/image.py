"""Carry out the steps of the Containerfile in a fresh folder, without a container: nox -s image.

The first stage's COPY and RUN are done as they are written, with the paths of the image in a
folder. Then the command is started with the image's variables, asked for its health, and stopped.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
MOCK = "/opt/mock"
_STARTING = 100  # times a tenth of a second


def main() -> int:
    """Build, run and stop; returns 0 where all of it went well."""
    instructions = read((ROOT / "Containerfile").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "image"
        build(instructions, Path(folder) / "build", image)
        return run(instructions, image)


def read(text: str) -> list[tuple[str, str]]:
    """The instructions of a Containerfile, each with its words."""
    lines = re.sub(r"\\\n", " ", text).splitlines()
    return [
        (line.split(maxsplit=1)[0], line.split(maxsplit=1)[1])
        for line in lines
        if line and not line.startswith("#")
    ]


def build(instructions: list[tuple[str, str]], context: Path, image: Path) -> None:
    """Carry out the first stage."""
    context.mkdir()
    stages = [number for number, (name, _) in enumerate(instructions) if name == "FROM"]
    for name, words in instructions[: stages[1]]:
        if name == "COPY":
            *sources, target = words.split()
            for source in sources:
                copy(ROOT / source, context / target / ("" if target != source else ".."))
        elif name == "RUN":
            command = words.replace(MOCK, str(image)).replace("python ", f"{sys.executable} ", 1)
            line = command if MOCK in words else words
            subprocess.run(line, shell=True, check=True, cwd=context)  # noqa: S602 - our own file


def copy(source: Path, target: Path) -> None:
    """Copy a file or folder into a folder."""
    target.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, target / source.name, ignore=ignored, dirs_exist_ok=True)
    else:
        shutil.copy(source, target)


def run(instructions: list[tuple[str, str]], image: Path) -> int:
    """Start the image's command with its variables, ask for its health, and stop it."""
    said = dict(instructions)
    variables = dict(pair.split("=", 1) for pair in shlex.split(said["ENV"]))
    entry = [word.replace(MOCK, str(image)) for word in json.loads(said["ENTRYPOINT"])]
    check = [
        word.replace(MOCK, str(image))
        for word in json.loads(said["HEALTHCHECK"].partition("CMD")[2])
    ]
    environment = {
        "PATH": os.environ["PATH"],
        **variables,
        "HUBSPOT_MOCK_ALLOW_HOST": "hubspot-mock",
    }
    with subprocess.Popen([*entry, *json.loads(said["CMD"])], env=environment) as process:
        for _ in range(_STARTING):
            if subprocess.run(check, capture_output=True, check=False).returncode == 0:
                break
            time.sleep(0.1)
        url = f"http://127.0.0.1:{variables['HUBSPOT_MOCK_PORT']}/marketing/v3/marketing-events"
        request = urllib.request.Request(
            url, headers={"Authorization": "Bearer mock-token", "Host": "hubspot-mock"}
        )
        with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310 - ours
            print(response.status, response.read().decode())
        process.send_signal(signal.SIGTERM)
        code = process.wait(5)
    print("stopped with", code)
    return code


if __name__ == "__main__":
    sys.exit(main())
