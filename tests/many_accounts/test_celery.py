"""The same slices on Celery workers, with Redis as the broker."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from examples.many_accounts import plan, report
from examples.many_accounts.plan import Settings
from tests.many_accounts.surroundings import (
    INTERVAL,
    LIMIT,
    check_nothing_lost,
    make_input,
    most_in,
    running_hubspot,
    write_tokens,
)

ROOT = Path(__file__).parents[2]
SIZES = {"north": 1500, "south": 600, "east": 150}
SEED = random.randrange(10**6)


@contextmanager
def running_worker() -> Iterator[psutil.Process]:
    """Run a worker with two processes; a message that it keeps for eight seconds is lost to it."""
    options = ("worker", "--concurrency", "2", "--loglevel", "WARNING", "--without-mingle")
    command = [sys.executable, "-m", "celery", "--app", "examples.many_accounts.on_celery"]
    environment = {**os.environ, "VISIBILITY": "8"}
    with subprocess.Popen([*command, *options], cwd=ROOT, env=environment) as process:
        yield psutil.Process(process.pid)
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_until(directory: Path, slices: int, seconds: float = 120) -> None:
    """Wait until so many slices are finished."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = list(directory.glob("accounts/*/*.parquet"))
        if sum(not path.name.endswith("open.parquet") for path in found) >= slices:
            return
        time.sleep(0.05)
    raise AssertionError(f"{slices} slices are not finished after {seconds} s")


def test_killed_celery_workers_lose_and_double_nothing(tmp_path: Path) -> None:
    """A child and a whole worker are killed; another worker goes on to the end."""
    print(f"seed {SEED}")
    given = make_input(tmp_path / "input", SIZES, random.Random(SEED))
    directory = tmp_path / "run"
    with running_hubspot(tmp_path, SIZES, latency=0.2) as hubspot:
        tokens = write_tokens(tmp_path / "tokens", hubspot.tokens)
        settings = Settings(
            tokens=str(tokens), base_url=hubspot.url, timeout=2.0, slice_rows=150, lanes=2
        )
        made = plan.make(given.folder, directory, settings)
        slices = 2 * sum(made.accounts.values())
        queue = [sys.executable, "-m", "examples.many_accounts", "enqueue", str(directory)]
        subprocess.run(queue, cwd=ROOT, check=True)

        with running_worker() as worker:
            wait_until(directory, 2)
            worker.children()[0].kill()
            wait_until(directory, 6)
            for process in [worker, *worker.children(recursive=True)]:
                process.kill()
        with running_worker():
            wait_until(directory, slices)
        report.merge(str(directory))
        check_nothing_lost(given, hubspot, directory / "report.parquet")
    assert LIMIT >= most_in(INTERVAL, hubspot.notes())
