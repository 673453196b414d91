"""Workers and schedulers that are killed lose nothing and double nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import dask
import pyarrow.parquet as pq
import pytest
from distributed import Client, LocalCluster

from examples.many_accounts import on_dask, plan, report
from examples.many_accounts.plan import Settings
from tests.many_accounts.surroundings import (
    INTERVAL,
    LIMIT,
    HubSpot,
    check_nothing_lost,
    make_input,
    most_in,
    running_hubspot,
    write_tokens,
)

ROOT = Path(__file__).parents[2]
SEED = random.randrange(10**6)
SIZES = {"north": 2400, "south": 900, "east": 300}


def settings_for(hubspot: HubSpot, folder: Path, **other: object) -> Settings:
    """Return settings of a run against the mock, with leases that end soon."""
    tokens = write_tokens(folder / "tokens", hubspot.tokens)
    changes = {"timeout": 4.0, "slice_rows": 300, "lanes": 2, **other}
    return Settings(tokens=str(tokens), base_url=hubspot.url, **changes)  # type: ignore[arg-type]


@contextmanager
def running_cluster(workers: int) -> Iterator[tuple[LocalCluster, Client]]:
    """Run workers in processes of their own."""
    with (
        dask.config.set(
            {
                "distributed.scheduler.allowed-failures": 100,
                "distributed.deploy.lost-worker-timeout": "1 hour",
            }
        ),
        LocalCluster(n_workers=workers, threads_per_worker=2, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        yield cluster, client


class Killer(threading.Thread):
    """Kills workers at random moments while a run goes on."""

    def __init__(self, cluster: LocalCluster, kills: int, chance: random.Random) -> None:
        super().__init__(daemon=True)
        self.cluster, self.left, self.chance = cluster, kills, chance

    def run(self) -> None:
        while self.left:
            time.sleep(self.chance.uniform(0.2, 2.0))
            if busy := busy_workers(self.cluster):
                os.kill(self.chance.choice(busy), signal.SIGKILL)
                self.left -= 1


def busy_workers(cluster: LocalCluster) -> list[int]:
    """Return the process ids of workers that have a task."""
    states = cluster.scheduler.workers
    nannies = [nanny for nanny in cluster.workers.values() if nanny.worker_address in states]
    return [nanny.pid for nanny in nannies if states[nanny.worker_address].processing]


def test_killed_workers_lose_and_double_nothing(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Each input has one outcome, and the mock the last versions, whoever is killed."""
    kills, chance = request.config.getoption("--kills"), random.Random(SEED)
    print(f"seed {SEED}, {kills} kills")
    sizes = {account: size * max(1, kills // 6) for account, size in SIZES.items()}
    given = make_input(tmp_path / "input", sizes, chance)
    with (
        running_hubspot(tmp_path, sizes, latency=0.3, failing=0.02) as hubspot,
        running_cluster(3) as (cluster, client),
    ):
        settings = settings_for(hubspot, tmp_path)
        plan.make(given.folder, tmp_path / "run", settings)
        killer = Killer(cluster, kills, chance)
        killer.start()
        on_dask.run(client, str(tmp_path / "run"))
        assert 0 == killer.left
        summary = report.merge(str(tmp_path / "run"))
        rows = check_nothing_lost(given, hubspot, tmp_path / "run" / "report.parquet")

    assert summary.through
    created = sum(row["status"] == "created" for row in rows)
    assert created <= len(given.last)
    assert LIMIT >= most_in(INTERVAL, hubspot.notes())


def test_workers_share_the_budget_of_an_account(tmp_path: Path) -> None:
    """Three workers that send for one account use its limit, and never exceed it."""
    given = make_input(tmp_path / "input", {"north": 1200}, random.Random(SEED))
    with running_hubspot(tmp_path, ["north"]) as hubspot, running_cluster(3) as (_, client):
        settings = settings_for(hubspot, tmp_path, lanes=6, slice_rows=24)
        plan.make(given.folder, tmp_path / "run", settings)
        on_dask.run(client, str(tmp_path / "run"))
        report.merge(str(tmp_path / "run"))
        check_nothing_lost(given, hubspot, tmp_path / "run" / "report.parquet")

    notes = hubspot.notes()
    assert {200} == {note.status for note in notes}
    assert len(notes) > 2 * LIMIT
    assert 0.9 * LIMIT < most_in(INTERVAL, notes) <= LIMIT


def command(*arguments: object) -> list[str]:
    """Return the command of the example."""
    return [sys.executable, "-m", "examples.many_accounts", *map(str, arguments)]


def finished_in(directory: Path) -> set[Path]:
    """Return the outcomes of finished slices."""
    found = directory.glob("accounts/*/*.parquet")
    return {path for path in found if not path.name.endswith("open.parquet")}


def test_a_killed_scheduler_is_gone_on_after(tmp_path: Path) -> None:
    """The same command goes on, sends no finished slice again, and loses and doubles nothing."""
    given = make_input(tmp_path / "input", SIZES, random.Random(SEED))
    directory = tmp_path / "run"
    with running_hubspot(tmp_path, SIZES, latency=0.3) as hubspot:
        plan.make(given.folder, directory, settings_for(hubspot, tmp_path))
        run = command("run", directory, "--workers", 2, "--threads", 2, "--dashboard", ":0")
        with subprocess.Popen(run, cwd=ROOT, start_new_session=True) as first:
            while len(finished_in(directory)) < 3:
                time.sleep(0.05)
            first.kill()

        kept = {path: path.stat().st_mtime_ns for path in finished_in(directory)}
        sent = sum(len(note.sent) for note in hubspot.notes())
        done = subprocess.run(run, cwd=ROOT, check=True, capture_output=True, text=True)
        check_nothing_lost(given, hubspot, directory / "report.parquet")
        assert kept == {path: path.stat().st_mtime_ns for path in kept}
        again = sum(len(note.sent) for note in hubspot.notes()) - sent

    assert "0 accounts stopped" in done.stdout
    assert LIMIT >= most_in(INTERVAL, hubspot.notes())
    left = sum(given.rows.values()) - sum(map(rows_in, kept))
    assert again <= left


def rows_in(path: Path) -> int:
    """Return how many outcomes a file has."""
    count: int = pq.read_metadata(path).num_rows
    return count


def test_a_worker_that_was_only_thought_dead_overwrites_nothing(tmp_path: Path) -> None:
    """A worker that stands still within a slice, and wakes up later, sends nothing old."""
    given = make_input(tmp_path / "input", {"north": 1200}, random.Random(SEED))
    directory = tmp_path / "run"
    with (
        running_hubspot(tmp_path, ["north"], latency=0.3) as hubspot,
        dask.config.set({"distributed.scheduler.worker-ttl": "2s"}),
        running_cluster(2) as (cluster, client),
    ):
        settings = settings_for(hubspot, tmp_path, lanes=1, timeout=2.0)
        plan.make(given.folder, directory, settings)
        frozen = threading.Thread(target=freeze_the_busy, args=(cluster, directory), daemon=True)
        frozen.start()
        on_dask.run(client, str(directory))
        frozen.join(60)
        time.sleep(1.0)  # for what the woken worker would send
        report.merge(str(directory))
        check_nothing_lost(given, hubspot, directory / "report.parquet")


def freeze_the_busy(cluster: LocalCluster, directory: Path) -> None:
    """Stop a busy worker, and let it go on when others are past what it had."""
    while not (busy := busy_workers(cluster)):
        time.sleep(0.02)
    time.sleep(0.1)
    before = len(finished_in(directory))
    os.kill(busy[0], signal.SIGSTOP)
    while len(finished_in(directory)) < before + 2:
        time.sleep(0.02)
    with suppress(ProcessLookupError):
        os.kill(busy[0], signal.SIGCONT)
