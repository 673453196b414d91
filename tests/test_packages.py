"""Each package imports what ARCHITECTURE.md lets it, and no more."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
THIN_CLIENT, MOCK, TOOL, CLIENT = (
    "hubspot_marketing_events",
    "hubspot_marketing_events_mock",
    "hubspot_marketing_events_contract",
    "hubspot_marketing_events_client",
)
PACKAGES = {
    "generated": {"attrs", "httpx"},
    "scripts": {
        "filelock",
        "jinja2",
        "jsonpath_ng",
        "openapi_python_client",
        "openapi_spec_validator",
        "referencing",
        "scripts",
        "tomli_w",
        "yaml",
    },
    f"src/{THIN_CLIENT}": {
        "attrs",
        "chardet",
        "clevercsv",
        "cyclopts",
        "filelock",
        "httpcore",
        "httpx",
        "ijson",
        "jsonschema_rs",
        "markupsafe",
        "orjson",
        "pyrate_limiter",
        "python_calamine",
        "redis",
        "rich",
        "stamina",
        THIN_CLIENT,
    },
    f"src/{MOCK}": {
        "attrs",
        "httptools",
        "httpx",
        "jinja2",
        "jsonschema_rs",
        "orjson",
        "pytest",
        "uvicorn",
        "uvloop",
        MOCK,
    },
    f"src/{TOOL}": {"httpx", "hypothesis", "jsonschema_rs", TOOL},
    "contract_tests/independent_server": set(),
}


def imported(path: Path) -> Iterator[str]:
    """The packages that a module imports, but for the standard library and its own folder."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        else:
            continue
        yield from {name.partition(".")[0] for name in names} - sys.stdlib_module_names


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_what_it_may(package: str) -> None:
    """No module of a package imports anything but what the package may."""
    # The contract tool has a module for when no server is named, and one for Schemathesis.
    apart = {"_mock.py", "_schemathesis_hooks.py"} if TOOL in package else set()
    modules = [path for path in (ROOT / package).rglob("*.py") if path.name not in apart]
    assert modules
    assert PACKAGES[package] >= {name for path in modules for name in imported(path)}


def test_one_module_knows_the_generated_client() -> None:
    """In the client, `_call.py` alone names the generated client; elsewhere `_contract.py` does."""
    naming = {
        path.name
        for path in (ROOT / "src").rglob("*.py")
        if CLIENT in path.read_text(encoding="utf-8")
    }
    assert {"_call.py", "_contract.py"} == naming


def test_importing_one_version_imports_no_other() -> None:
    """Each version's client lies beside the others, and is loaded alone."""
    for module in json.loads((ROOT / "generated" / CLIENT / "versions.json").read_bytes())[
        "versions"
    ].values():
        code = (
            f"import sys, {CLIENT}.{module}.models, {CLIENT}.{module}.client; print(*sys.modules)"
        )
        loaded = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.split()
        versions = {name.split(".")[1] for name in loaded if name.startswith(f"{CLIENT}.")}
        assert {module} == versions


def test_importing_the_client_imports_neither_command_line_nor_pacing() -> None:
    """What only some callers need is imported late (httpx itself imports rich, if installed)."""
    code = "import sys, hubspot_marketing_events; print(*sys.modules)"
    loaded = set(
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.split()
    )
    assert THIN_CLIENT in loaded
    assert {"cyclopts", "pyrate_limiter", "redis", CLIENT, MOCK}.isdisjoint(loaded)
