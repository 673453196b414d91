"""Seeding defects, and finding out what notices each."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from attrs import define, field

from contract_tests.defects import DEFECTS, Defect, Tampered
from contract_tests.defects.external import EXTERNAL_DEFECTS, ExternalDefect
from contract_tests.defects.transport_server import TransportServer
from hubspot_marketing_events_contract.properties import PROPERTIES, Property
from hubspot_marketing_events_contract.running._runner import EXAMPLES, run
from hubspot_marketing_events_contract.running._schemathesis import HOOKS
from hubspot_marketing_events_contract.target._contract import load_contract
from hubspot_marketing_events_contract.target._mock import InProcess, mock_target, own_mock
from hubspot_marketing_events_contract.target._target import Target
from hubspot_marketing_events_mock import Contract

HERE = Path(__file__).parents[1]
_FEW = 4  # defects that are not worth other processes
_LONGEST = 300.0  # seconds for the tests of one defect


@define
class Row:
    """What became of a defect."""

    defect: str
    kind: str
    what: str
    caught_by: str | None
    seconds: float
    schemathesis: str = ""
    operator: str = "by hand"
    operations: str = ""


@define
class _Seeder:
    """Seeds defects, one after another, in one process."""

    without: Sequence[str]
    schemathesis: bool
    document: Any = field(factory=lambda: load_contract(None))
    contract: Contract = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.contract = Contract(self.document)

    def row(self, defect: Defect | ExternalDefect, noticed: Counter[str | None]) -> Row:
        """Seed a defect, and see what notices it."""
        properties = [one for one in PROPERTIES.values() if one.name not in self.without]
        # All claims together take a ninth of the time of the properties that look at everything.
        # Of each, those come first that noticed other defects.
        properties.sort(key=lambda one: ("systematic" in one.check.__module__, -noticed[one.name]))
        row = _row(defect, self.document, self.contract, properties)
        if self.schemathesis and isinstance(defect, Defect):
            row.schemathesis = _schemathesis(defect, self.document, self.contract)
        return row


_seeder: _Seeder | None = None  # of this process


@contextmanager
def workers(
    jobs: int, defects: int, without: Sequence[str], schemathesis: bool
) -> Iterator[Executor]:
    """What seeds the defects: other processes, or for a few a thread of this one.

    Args:
        jobs: how many processes.
        defects: how many defects there are to seed.
        without: names of properties that are left out.
        schemathesis: whether Schemathesis looks as well.
    """
    given = (without, schemathesis)
    pool: Executor
    if defects < _FEW:
        pool = ThreadPoolExecutor(1, initializer=_begin, initargs=given)
    else:
        context = get_context("spawn")
        pool = ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=given)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(without: Sequence[str], schemathesis: bool) -> None:
    global _seeder  # noqa: PLW0603 - each process has one
    _seeder = _Seeder(without, schemathesis)


def seeded(pool: Executor, names: Iterable[str], jobs: int) -> Iterator[Row]:
    """Seed defects, and yield what became of each as soon as it is known.

    What noticed earlier defects comes first, which changes the time and not the result.
    """
    noticed = Counter[str | None]()
    left, running = iter(names), set[Future[Row]]()
    while True:
        for name in islice(left, jobs + 1 - len(running)):
            running.add(pool.submit(_seed, name, noticed.copy()))
        if not running:
            return
        done, running = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            row = future.result()
            noticed[row.caught_by] += 1
            yield row


def _seed(name: str, noticed: Counter[str | None]) -> Row:
    assert _seeder
    return _seeder.row(DEFECTS[name] if name in DEFECTS else EXTERNAL_DEFECTS[name], noticed)


def findings_without(seed: int) -> list[str]:
    """What the properties find on the server without a defect, in a worker."""
    assert _seeder
    target = mock_target(_seeder.document, InProcess(own_mock(_seeder.contract)))
    results = run(PROPERTIES.values(), target, examples=EXAMPLES["quick"], seeded=seed)
    return [
        f"seed {seed}: {result.property.name}: {result.finding}"
        for result in results
        if result.finding
    ]


def _row(
    defect: Defect | ExternalDefect,
    document: Any,
    contract: Contract,
    properties: Sequence[Property],
) -> Row:
    begun = time.monotonic()
    if isinstance(defect, Defect):
        tampered = Tampered(contract, InProcess(own_mock(contract)), defect)
        caught = _by_properties(mock_target(document, tampered), properties)
    elif defect.of == "contract":
        changed = copy.deepcopy(document)
        defect.seed(changed)
        caught = _by_properties(mock_target(changed, InProcess(own_mock(contract))), properties)
    else:
        caught = _by_tests(defect)
    operations = " ".join(sorted(defect.operations)) if isinstance(defect, Defect) else ""
    return Row(
        defect.name, defect.kind, defect.what, caught, time.monotonic() - begun,
        operator=operator_of(defect), operations=operations,
    )  # fmt: skip


def _by_properties(target: Target, properties: Sequence[Property]) -> str | None:
    results = run(properties, target, examples=EXAMPLES["quick"], seeded=1, shrink=False)
    return next((result.property.name for result in results if result.finding), None)


def _by_tests(defect: ExternalDefect) -> str | None:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "--profile",
        "quick",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:schemathesis",
        defect.noticed_by,
    ]
    environment = os.environ | {"CONTRACT_DEFECT": defect.name}
    done = subprocess.run(
        command,
        cwd=HERE.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=_LONGEST,
    )
    if done.returncode not in {0, 1}:
        raise RuntimeError(
            f"{defect.name}: the tests did not run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    return Path(defect.noticed_by).stem if done.returncode else None


def _schemathesis(defect: Defect, document: Any, contract: Contract) -> str:
    """What Schemathesis' own checks and phases say of the server with the defect."""
    with (
        TransportServer(Tampered(contract, InProcess(own_mock(contract)), defect)) as server,
        tempfile.TemporaryDirectory() as name,
    ):
        folder = Path(name)
        (folder / "openapi.json").write_text(json.dumps(document))
        command: list[Any] = [
            Path(sys.executable).with_name("schemathesis"),
            "--config-file",
            HERE / "schemathesis.toml",
        ]
        command += [
            "run",
            folder / "openapi.json",
            "--url",
            server.url,
            "--header",
            "Authorization: Bearer mock-token",
        ]
        command += ["--checks", "all", "--max-examples", "10", "--seed", "1", "--no-color"]
        environment = os.environ | {
            "SCHEMATHESIS_HOOKS": HOOKS,
            "PYTHONPATH": str(HERE),
        }
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
    if done.returncode not in {0, 1}:
        raise RuntimeError(
            f"{defect.name}: Schemathesis did not run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    return "noticed" if done.returncode else "missed"


def operator_of(defect: Defect | ExternalDefect) -> str:
    """What made a defect."""
    return defect.operator if isinstance(defect, Defect) else f"of {defect.of}"
