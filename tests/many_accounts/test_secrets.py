"""Tokens and the password of Redis stay in the workers."""

from __future__ import annotations

import os
import pickle
import random
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from distributed import Client, LocalCluster
from distributed.diagnostics.plugin import Environ, SchedulerPlugin

from examples.many_accounts import on_dask, plan, report
from examples.many_accounts.plan import Settings
from tests.many_accounts.surroundings import PASSWORD, make_input, running_hubspot, write_tokens


class Spy(SchedulerPlugin):
    """Keeps what the scheduler sees of tasks and of what becomes of them."""

    def __init__(self, scheduler: Any) -> None:
        self.seen: list[bytes] = []
        self.scheduler = scheduler

    def transition(self, key: Any, start: str, finish: str, *_: Any, **how: Any) -> None:
        task = self.scheduler.tasks.get(key)
        self.seen.append(pickle.dumps((key, start, finish)) + repr(how).encode())
        if task:
            told = (task.run_spec, task.exception, task.traceback, task.exception_text)
            self.seen.append(pickle.dumps(told))


def test_no_secret_reaches_the_scheduler(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither graph, logs, output, run directory nor report hold a token, whatever fails."""
    accounts = ["north", "revoked", "broken"]
    given = make_input(tmp_path / "input", dict.fromkeys(accounts, 150), random.Random(1))
    directory = tmp_path / "run"
    with (
        running_hubspot(tmp_path, accounts) as hubspot,
        LocalCluster(n_workers=1, threads_per_worker=2, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        spy = Spy(cluster.scheduler)
        cluster.scheduler.add_plugin(spy)
        write_tokens(tmp_path / "tokens", hubspot.tokens)
        client.register_plugin(_environment(tmp_path / "tokens"))
        settings = Settings(tokens=f"{__name__}:token_of", base_url=hubspot.url, slice_rows=50)
        plan.make(given.folder, directory, settings)
        on_dask.run(client, str(directory), tell=print)
        logs = [client.get_worker_logs(), client.get_scheduler_logs(), client.get_events()]

    summary = report.merge(str(directory))
    assert {"revoked", "broken"} == summary.stopped.keys()
    statuses = {(row["account"], row["status"]) for row in rows_of(directory)}
    assert {("revoked", "not_sent"), ("broken", "not_sent"), ("north", "created")} <= statuses
    assert ("north", "not_sent") not in statuses

    seen = {"graph": b"".join(spy.seen), "logs": repr(logs).encode()}
    seen["output"] = "".join(capfd.readouterr()).encode()
    seen["directory"] = b"".join(_text_of(path) for path in directory.rglob("*") if path.is_file())
    assert all(b"revoked" in seen[name] for name in ("graph", "output", "directory"))
    assert b"Register worker" in seen["logs"]
    for where, text in seen.items():
        for secret in (*hubspot.tokens.values(), PASSWORD):
            assert secret.encode() not in text, f"a secret is in the {where}"


def rows_of(directory: Path) -> list[dict[str, Any]]:
    """Return the rows of the report."""
    found: list[dict[str, Any]] = pq.read_table(directory / "report.parquet").to_pylist()
    return found


def _environment(tokens: Path) -> Any:
    """Tell the workers where tokens are."""
    return Environ({"TOKENS": str(tokens)})


def token_of(account: str) -> str:
    """Return the token of an account; `broken` cannot be had."""
    token = Path(os.environ["TOKENS"], account).read_text()
    if account == "broken":
        raise LookupError(f"no use for {token}")
    return token


def _text_of(path: Path) -> bytes:
    if path.suffix == ".parquet":
        return repr(pq.ParquetFile(path).read().to_pylist()).encode()
    return path.read_bytes()
