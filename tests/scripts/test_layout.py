"""How the scripts are laid out: what each package may import, and no circles."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "scripts"
BASE = {"project", "openapi"}
MAY_IMPORT = {
    "project": set(),
    "openapi": {"project"},
    "fetch": BASE,
    "normalize": BASE | {"fetch"},
    "generate": BASE | {"normalize"},
    "adapt": BASE | {"normalize", "generate"},
    "compare": BASE,
    "drift": BASE | {"fetch", "normalize", "compare"},
    "bump": BASE | {"fetch", "normalize", "generate", "compare"},
}


def imports(path: Path) -> Iterator[str]:
    """The modules of ours that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("scripts"):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if exists(inner) else str(node.module)


def exists(module: str) -> bool:
    """Whether there is a module or package of this name."""
    path = ROOT.joinpath(*module.split("."))
    return path.with_suffix(".py").exists() or path.is_dir()


def modules() -> dict[str, Path]:
    """Every module of the scripts by its name."""
    found = {}
    for path in SCRIPTS.rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def test_every_package_is_in_the_table() -> None:
    """No package is left out of the table above, and no module lies beside the packages."""
    assert MAY_IMPORT.keys() == {
        path.name for path in SCRIPTS.iterdir() if path.is_dir() and path.name != "__pycache__"
    }
    assert ["__init__.py"] == [path.name for path in SCRIPTS.glob("*.py")]


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_what_it_may(package: str) -> None:
    """A package imports only those that it is said to need."""
    used = {
        name.split(".")[1]
        for path in (SCRIPTS / package).rglob("*.py")
        for name in imports(path)
        if "." in name
    }
    assert used - {package} <= MAY_IMPORT[package]


def test_no_module_imports_itself_over_others() -> None:
    """There is no circle of imports, those inside functions included."""
    graph = {name: set(imports(path)) - {name} for name, path in modules().items()}
    assert len(graph) == len(list(TopologicalSorter(graph).static_order()))


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_is_small(package: str) -> None:
    """At most twelve modules in a package, none longer than 450 lines."""
    paths = list((SCRIPTS / package).glob("*.py"))
    assert len([path for path in paths if not path.name.startswith("__")]) <= 12
    assert [] == [path.name for path in paths if len(path.read_text().splitlines()) > 450]
