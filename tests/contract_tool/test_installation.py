"""What the three commands say where only the client is installed."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pytest

# An import of None fails as that of a package that is not installed.
ABSENT = """
import sys
sys.modules |= dict.fromkeys(("cyclopts", "hypothesis", "jsonschema_rs", "orjson", "uvicorn"))
from {package}{module} import main
sys.exit(main({arguments!r}))
"""
COMMANDS = [
    ("cli", "hubspot_marketing_events", "._cli"),
    ("contract", "hubspot_marketing_events_contract", ""),
    ("mock", "hubspot_marketing_events_mock", "._cli"),
]


def run(package: str, module: str, arguments: list[str]) -> tuple[int, str, str]:
    """Run a command in a base install; returns its exit code and what it wrote."""
    code = ABSENT.format(package=package, module=module, arguments=arguments)
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    return found.returncode, found.stdout, found.stderr


@pytest.mark.parametrize(("extra", "package", "module"), COMMANDS)
def test_a_missing_extra_is_one_line(extra: str, package: str, module: str) -> None:
    """Each command names its extra in the same words, and exits with 2."""
    said = (
        f"error: the command needs the extra `{extra}`:"
        f" pip install 'hubspot-marketing-events[{extra}]'\n"
    )
    assert (2, "", said) == run(package, module, ["--help"])


@pytest.mark.parametrize(("extra", "package", "module"), COMMANDS)
def test_the_version_needs_no_extra(extra: str, package: str, module: str) -> None:
    """`--version` prints the version of the package."""
    del extra
    wanted = f"{version('hubspot-marketing-events')}\n"
    assert (0, wanted, "") == run(package, module, ["--version"])
