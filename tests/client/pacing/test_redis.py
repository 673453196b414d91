"""Pacing that several processes share, through a real redis-server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from hubspot_marketing_events import Pacer
from hubspot_marketing_events.shared import SharedBucket

LIMIT, INTERVAL, SECONDS = 20, 1.0, 3.0
SENDER = """
import sys, time, redis
from hubspot_marketing_events import Pacer
from hubspot_marketing_events.shared import SharedBucket
port, limit = int(sys.argv[1]), int(sys.argv[2])
interval, seconds = float(sys.argv[3]), float(sys.argv[4])
bucket = SharedBucket(redis.Redis(port=port), "hubspot", timeout=0.2)
pacer, end, sent = Pacer(limit, interval, bucket=bucket), time.monotonic() + seconds, 0
while time.monotonic() < end:
    wait = pacer.permit()
    sent += not wait
    time.sleep(wait)
print(sent)
"""
pytestmark = pytest.mark.skipif(
    shutil.which("redis-server") is None and "CI" not in os.environ,
    reason="redis-server, a Debian package, is not installed here",
)


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """A redis-server of this test's own, on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        free: int = probe.getsockname()[1]
    command = [
        "redis-server",
        "--port",
        str(free),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--dir",
        str(tmp_path),
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    client = redis.Redis(port=free)
    for _ in range(100):
        try:
            client.ping()
            break
        except redis.ConnectionError:
            time.sleep(0.05)
    yield free
    client.close()
    server.terminate()
    server.wait(10)


def test_two_processes_together_keep_the_limit(port: int) -> None:
    """Two processes that send as fast as they may stay within one limit, and use it."""
    watcher = redis.Redis(port=port)
    arguments = [str(value) for value in (port, LIMIT, INTERVAL, SECONDS)]
    senders = [
        subprocess.Popen(
            [sys.executable, "-c", SENDER, *arguments], stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    most = 0
    while any(sender.poll() is None for sender in senders):
        times = [score for _, score in watcher.zrange("hubspot", 0, -1, withscores=True)]
        most = max(
            [
                most,
                *(
                    sum(start <= other < start + INTERVAL * 1000 for other in times)
                    for start in times
                ),
            ]
        )
        time.sleep(0.02)
    watcher.close()
    sent = [int(sender.communicate()[0]) for sender in senders]
    assert LIMIT == most
    assert all(sent)
    assert 2 * LIMIT <= sum(sent) <= LIMIT * (SECONDS / INTERVAL + 2)


def test_a_request_counts_for_all_until_an_interval_after_its_response(port: int) -> None:
    """Whoever shares the bucket waits until an interval after the response of another."""
    first, second = (
        Pacer(1, 0.3, bucket=SharedBucket(redis.Redis(port=port), "hubspot")) for _ in range(2)
    )
    assert 0.0 == first.permit()
    with first.in_flight():
        time.sleep(0.4)
        assert second.permit() > 0
    responded = time.monotonic()
    while wait := second.permit():
        time.sleep(wait)
    assert 0.3 <= time.monotonic() - responded < 10  # not for the 30 seconds of a timeout


def test_a_request_whose_process_died_counts_for_its_timeout_and_an_interval(port: int) -> None:
    """A permission that nobody answers holds its place for as long as a request may take."""
    first, second = (
        Pacer(1, 0.2, bucket=SharedBucket(redis.Redis(port=port), "hubspot", timeout=0.3))
        for _ in range(2)
    )
    assert 0.0 == first.permit()
    permitted = time.monotonic()
    while wait := second.permit():
        time.sleep(wait)
    assert 0.49 <= time.monotonic() - permitted
