"""Redis for all tests of a session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.many_accounts.surroundings import running_redis


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add how many workers are killed."""
    parser.addoption("--kills", type=int, default=3, help="workers that are killed in a run")


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a redis-server, with its password."""
    with running_redis(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture(autouse=True)
def redis_url(redis_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same, in the environment of this process and of what it starts."""
    monkeypatch.setenv("REDIS_URL", redis_server)
    return redis_server
