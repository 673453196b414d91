"""Every block of code in README and documentation runs, or is checked as far as it can be."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import inspect
import io
import json
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
import yaml
from redis.backoff import ConstantBackoff
from redis.retry import Retry

import hubspot_marketing_events as package
from hubspot_marketing_events_mock import MockServer, Token
from tests.docs import shell
from tests.docs.pages import ROOT, Block, blocks, pages

REDIS_URL = "redis://127.0.0.1:6379"
MOCK_URL = "http://127.0.0.1:8787"  # what pages call the mock that a reader has started
TOKENS = {"mock-token": Token(), "pat-na1-...": Token()}
SHELLS = {"console", "sh", "shell", "bash"}
# In a test, HubSpot itself is the mock.
FUNCTION = """
hubspot-marketing-events() {{
  case "$*" in
    *--base-url*) command hubspot-marketing-events "$@" ;;
    upsert*|participants*|delete*) command hubspot-marketing-events "$@" --base-url {url} ;;
    list*|get*|find*) command hubspot-marketing-events "$@" --base-url {url} ;;
    *) command hubspot-marketing-events "$@" ;;
  esac
}}
"""


class Reader:
    """Somebody who does what a page says, in an empty folder, with a mock in HubSpot's place."""

    def __init__(self, server: MockServer, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.server, self.folder = server, folder
        self.names: dict[str, Any] = {"__name__": "__main__", "patch": patch.setattr}
        self.redis: subprocess.Popen[bytes] | None = None
        self.port = 0
        self.printed = ""
        self.environment = {
            "HUBSPOT_ACCESS_TOKEN": "mock-token",
            "PATH": f"{shell.BIN}:/usr/local/bin:/usr/bin:/bin",
            "COLUMNS": "100",
        }

    def do(self, block: Block) -> None:
        """Do what a block shows, and compare what it prints."""
        if block.mark == "not run":
            self.look_at(block)
            return

        text = block.text.replace(MOCK_URL, self.server.url)
        if REDIS_URL in text:
            text = text.replace(REDIS_URL, self.redis_url())
        if block.mark == "file":
            target = self.folder / block.said
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
            self.parse(block, text)
        elif block.mark == "pytest":
            (self.folder / block.said).write_text(text)
            self.run_tests(block.said)
        elif block.mark == "output":
            assert shell.same(text, self.printed), self.printed
        elif block.language == "python":
            self.run_python(text, block.place)
        elif block.language in SHELLS:
            self.run_shell(text)
        else:
            self.parse(block, text)

    @staticmethod
    def look_at(block: Block) -> None:
        """Check of a block that is not run what can be: its reason, its syntax, its commands."""
        assert block.said, "say why it is not run"
        if block.language == "python":
            ast.parse(block.text)
        if block.language in SHELLS:
            for command, _ in shell.commands(block.text):
                shell.check(command)

    def redis_url(self) -> str:
        """Return the URL of a real redis-server, which is started where there is none yet."""
        if not self.redis:
            with socket.create_server(("127.0.0.1", 0)) as probe:
                self.port = probe.getsockname()[1]
            command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1"]
            command += ["--save", "", "--dir", str(self.folder)]
            self.redis = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            with redis.Redis(port=self.port, retry=Retry(ConstantBackoff(0.05), 100)) as client:
                client.ping()
        return f"redis://127.0.0.1:{self.port}"

    def run_python(self, text: str, place: str) -> None:
        """Run code as a notebook does: names stay, and `await` may stand anywhere."""
        code = compile(text, place, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            result = eval(code, self.names)  # noqa: S307 - this is the test
            if inspect.iscoroutine(result):
                asyncio.run(result)
        self.printed = printed.getvalue()

    def run_tests(self, name: str) -> None:
        """Run a file of tests as its reader would."""
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", name]
        done = subprocess.run(
            command, cwd=self.folder, check=False, capture_output=True, text=True, timeout=60
        )
        assert 0 == done.returncode, done.stdout
        self.printed = done.stdout

    def run_shell(self, text: str) -> None:
        """Run the commands of a block with prompts; check that those of another exist."""
        for command, expected in shell.commands(text):
            shell.check(command)
            if expected is not None:
                script = FUNCTION.format(url=self.server.url) + command
                actual = shell.run(script, self.folder, self.environment)
                assert shell.same(expected, actual), f"{command}\n{actual}"

    @staticmethod
    def parse(block: Block, text: str) -> None:
        """Read data; text and programs in other languages need a mark that says why."""
        match block.language:
            case "json":
                for line in [text] if text.startswith(("{\n", "[\n")) else text.splitlines():
                    json.loads(line)
            case "toml":
                tomllib.loads(text)
            case "yaml":
                list(yaml.safe_load_all(text))
            case "python":
                ast.parse(text)
            case language:
                known = block.mark == "file" or language == "text"
                assert known, f"{language or 'a block without a language'} needs a mark"


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    """A reader in an empty folder."""
    known = set(sys.modules)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    with MockServer(tokens=TOKENS) as server:
        for name in ("MarketingEvents", "AsyncMarketingEvents"):
            monkeypatch.setattr(package, name, aimed(getattr(package, name), server.url))
        reader = Reader(server, tmp_path, monkeypatch)
        for name, value in reader.environment.items():
            monkeypatch.setenv(name, value)
        yield reader
    if reader.redis:
        reader.redis.terminate()
        reader.redis.wait(10)
    for name in set(sys.modules) - known:
        if (tmp_path / f"{name.replace('.', '/')}.py").exists():
            del sys.modules[name]


def aimed(client: type, url: str) -> type:
    """Return a client that takes another server for HubSpot."""

    def begin(self: Any, **arguments: Any) -> None:
        client.__init__(self, **{"base_url": url, **arguments})  # type: ignore[misc]

    return type(client.__name__, (client,), {"__init__": begin})


PAGES = {str(page.relative_to(ROOT)): page for page in pages() if any(blocks(page))}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_does_what_it_shows(name: str, reader: Reader) -> None:
    """Code runs and prints what the page says; commands and options exist; data can be read."""
    for block in blocks(PAGES[name]):
        try:
            reader.do(block)
        except BaseException as error:
            error.add_note(f"the block at {block.place}")
            raise
