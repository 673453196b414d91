"""openapi-python-client and ruff, run so that the same document gives the same bytes."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path

import openapi_python_client
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser.errors import ErrorLevel

from scripts.project.layout import PipelineError

RUFF = ["ruff", "--isolated", "--quiet", "--no-cache"]
LINE_LENGTH = 120


def client(
    document: bytes, folder: Path, config: Path, types: Mapping[str, str] | None = None
) -> list[str]:
    """Generate the client of one contract, and put the contract beside it as `openapi.json`.

    Args:
        document: the contract, as JSON.
        folder: where to; made.
        config: the generator's configuration; templates in `templates/` beside it replace its own.
        types: media types that it does not know, and as which of those it knows it treats them.

    Returns:
        The generator's warnings, one line each.

    Raises:
        PipelineError: the generator gave up.
    """
    source = folder.with_name(f"{folder.name}.openapi.json")
    source.write_bytes(document)
    options = ConfigFile.load_from_path(config)
    options.content_type_overrides = {**(options.content_type_overrides or {}), **(types or {})}
    settings = Config.from_sources(options, MetaType.NONE, source, "utf-8", False, folder)
    try:
        with redirect_stdout(io.StringIO()):
            errors = openapi_python_client.generate(
                config=settings, custom_template_path=config.with_name("templates")
            )
    except Exception as error:  # whatever a document can make the generator do
        raise PipelineError(
            f"the generator gave up: {_line(f'{type(error).__name__}: {error}')}"
        ) from error
    told = [_line(f"{error.header} {error.detail or ''}") for error in errors]
    if any(error.level is ErrorLevel.ERROR for error in errors):
        raise PipelineError(f"the generator gave up: {'; '.join(told)[:2000]}")
    source.rename(folder / "openapi.json")
    (folder / "py.typed").touch()
    return told


def tidy(folder: Path) -> None:
    """Sort the imports of everything in a folder, drop those of no use, and format it."""
    for path in folder.rglob("*.py"):
        try:
            compile(path.read_bytes(), path.name, "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            raise PipelineError(
                f"the generator wrote what is not Python: {path.relative_to(folder)}: {error}"
            ) from error
    rules = ["--fix-only", "--select=I,F401,F841,UP", "--target-version=py311"]
    _call([tool(RUFF[0]), "check", *RUFF[1:], *rules, "."], "sorting imports", folder)
    _call(
        [tool(RUFF[0]), "format", *RUFF[1:], f"--line-length={LINE_LENGTH}", "."],
        "formatting",
        folder,
    )


def tool(name: str) -> str:
    """A program of this very environment, not of whatever is on PATH."""
    path = Path(sys.executable).with_name(name)
    if not path.exists():
        raise PipelineError(
            f"{name} is not installed beside {sys.executable}; run this through nox"
        )
    return str(path)


def _call(command: Sequence[str], doing: str, folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PipelineError(f"{doing} failed: {_line(done.stdout + done.stderr)}")


def _line(text: str) -> str:
    return " ".join(text.split())[:2000]
