"""The pytest plugin in projects of its users."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

WITHOUT_EXTRA = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"jsonschema_rs", "uvicorn", "orjson", "httptools", "jinja2"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
"""


def run(
    folder: Path, tests: str, *options: str, before: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run pytest on some tests in a folder of their own."""
    (folder / "test_it.py").write_text(tests)
    program = f"{before}\nimport sys, pytest\nsys.exit(pytest.main(sys.argv[1:]))"
    plugin = ("-p", "hubspot_marketing_events_mock._pytest_plugin")
    command = [sys.executable, "-c", program, "-q", *plugin, *options, str(folder)]
    # Other plugins that are installed here have needs of their own.
    environment = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=folder, env=environment
    )


def test_without_the_extra_other_tests_run(tmp_path: Path) -> None:
    """Without the mock's dependencies only tests that want the mock fail, with one line."""
    tests = "def test_other():\n    pass\n\ndef test_mine(hubspot_mock):\n    pass\n"
    done = run(tmp_path, tests, before=WITHOUT_EXTRA)
    assert "1 passed, 1 error" in done.stdout
    assert "pip install 'hubspot-marketing-events[mock]'" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_without_the_extra_the_command_says_so() -> None:
    """The command ends with 2 and the line that names the extra."""
    command = "from hubspot_marketing_events_mock._cli import main\nsys.exit(main(['serve']))"
    program = f"{WITHOUT_EXTRA}\n{command}"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (2, 1) == (done.returncode, done.stderr.count("\n"))
    assert "pip install 'hubspot-marketing-events[mock]'" in done.stderr


def test_importing_the_plugin_imports_nothing_of_the_mock() -> None:
    """Pytest loads the plugin in every run, so it must be quick."""
    program = (
        "import sys, hubspot_marketing_events_mock._pytest_plugin as plugin;"
        "wanted = ('uvicorn', 'jsonschema_rs', 'httpx', 'orjson');"
        "print([name for name in wanted if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "[]" == done.stdout.strip()


@pytest.mark.parametrize("options", [[], ["-p", "xdist", "-n", "2"]], ids=["alone", "xdist"])
def test_one_server_for_all_tests_and_each_test_finds_it_empty(
    tmp_path: Path, options: list[str]
) -> None:
    """The session's server keeps its port; a test sees nothing of another, nor its settings."""
    tests = """
import httpx, pytest

PORTS = set()

@pytest.mark.parametrize("number", range(6))
def test_it(hubspot_mock, number):
    PORTS.add(hubspot_mock.url)
    assert len(PORTS) == 1
    assert ([], 0) == (hubspot_mock.events, len(hubspot_mock.requests))
    assert hubspot_mock.mock.enforce_limit is False
    hubspot_mock.mock.enforce_limit = True
    hubspot_mock.fail_next(503)
    hubspot_mock.fail_next(503)
    url = hubspot_mock.url + "/marketing/v3/marketing-events"
    assert 503 == httpx.get(url, headers={"Authorization": "Bearer mock-token"}).status_code

def test_the_state_of_the_session_lasts(hubspot_mock_server):
    hubspot_mock_server.mock.seen = True

def test_a_test_leaves_it_alone(hubspot_mock):
    assert not hasattr(hubspot_mock.mock, "seen")
"""
    done = run(tmp_path, tests, *options)
    assert "8 passed" in done.stdout, done.stdout
