"""What can be done with this project, in the order of the flow; `nox -l` is the table of contents.

A session without a star runs only when it is named. A plain `nox` needs no network but the
package index.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import nox

nox.needs_version = ">=2025.5.1"
nox.options.default_venv_backend = "uv"
nox.options.error_on_missing_interpreters = True
nox.options.reuse_venv = "yes"

PACKAGE = "hubspot-marketing-events"
CODEGEN = ("--quiet", "-r", "scripts/requirements.txt")
PARALLEL = ("-n", "2", "--dist", "loadfile")  # the modules of tests share what is slow to make
SEED = {"PYTHONHASHSEED": "0"}  # the generator leaves the order of some values to their hashes


def install(session: nox.Session, *extras: str, group: str | None = None) -> None:
    """Install the built wheel, never the sources, and a dependency group beside it."""
    wheel = f".[{','.join(extras)}]" if extras else "."
    # uv would take a wheel it built before as long as pyproject.toml is unchanged.
    session.install("--quiet", "--reinstall-package", PACKAGE, wheel)
    if group:
        session.install("--quiet", "--group", group)


def ending(session: nox.Session, module: str, *arguments: str) -> None:
    """Run a module, and end with its very exit code where it is not 0: nox makes 1 of any."""
    if session.run("python", "-c", "", log=False) is None:
        return  # --install-only
    with subprocess.Popen(
        [Path(session.bin) / "python", "-m", module, *arguments], env=os.environ | SEED
    ) as process:
        while process.poll() is None:
            with contextlib.suppress(
                KeyboardInterrupt
            ):  # it has had the same Ctrl-C, and cleans up
                process.wait()
    if process.returncode:
        sys.exit(process.returncode)


@nox.session(default=False)
def fetch(session: nox.Session) -> None:
    """Put a document of HubSpot's public catalog into the cache: nox -s fetch -- 2026-03."""
    session.install(*CODEGEN)
    session.run("python", "-m", "scripts.fetch", *session.posargs)


@nox.session(default=False)
def drift(session: nox.Session) -> None:
    """What HubSpot changed since: 0 nothing, 1 something new, 3 could not look, 4 nothing new."""
    session.install(*CODEGEN)
    ending(session, "scripts.drift", *session.posargs)


@nox.session(default=False)
def normalize(session: nox.Session) -> None:
    """A published document, a file or URL, to facts: nox -s normalize -- 2026-03 document.json."""
    session.install(*CODEGEN)
    session.run("python", "-m", "scripts.normalize", *session.posargs)


@nox.session(default=False)
def generate(session: nox.Session) -> None:
    """Facts and overlays to contract and client; -- --check compares."""
    if any(argument.startswith("--document") for argument in session.posargs):
        generate_any(session)  # which had no session of its own once
        return
    session.install(*CODEGEN)
    session.run("python", "-m", "scripts.generate", *session.posargs, env=SEED)


@nox.session(name="generate-any", default=False)
def generate_any(session: nox.Session) -> None:
    """A client of any HubSpot API: -- --document FILE --output DIR [--strict]."""
    session.install(*CODEGEN)
    session.run("python", "-m", "scripts.adapt", *session.posargs, env=SEED)


@nox.session(default=False)
def compare(session: nox.Session) -> None:
    """Changes between two documents or versions, by meaning: -- OLD NEW [--format markdown]."""
    session.install(*CODEGEN)
    ending(session, "scripts.compare", *session.posargs)


@nox.session(default=False)
def recordings(session: nox.Session) -> None:
    """Copy a version's recordings to another where its contract allows: -- 2026-03 2026-09."""
    install(session, "mock")
    old, new = session.posargs
    folder = Path("contract_tests/recordings")
    tool, refusing = (
        ("hubspot-marketing-events-mock", "recordings"),
        [0, 3],
    )  # 3 where it names some that do not hold
    if (folder / new).is_dir():
        session.run(
            *tool, str(folder / new), "--restamp", "--api-version", new, success_codes=refusing
        )
    if old != new:
        into = ("--into", str(folder / new), "--api-version", new)
        session.run(*tool, str(folder / old), *into, success_codes=refusing)


@nox.session(default=False)
def bump(session: nox.Session) -> None:
    """Take over what HubSpot publishes now: -- 2026-09 [--document FILE] (--help has more)."""
    session.install(*CODEGEN)
    ending(session, "scripts.bump", *session.posargs, "--nox", sys.executable)


@nox.session(name="generate-check")
def generate_check(session: nox.Session) -> None:
    """The committed client is byte for byte what would be generated."""
    session.install(*CODEGEN)
    session.run("python", "-m", "scripts.generate", "--check", env=SEED)


@nox.session
def lint(session: nox.Session) -> None:
    """Style, formatting, and what workflows may do."""
    session.install("--quiet", "--group", "lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("zizmor", "--quiet", "--offline", "--persona=pedantic", ".github", "action")


@nox.session
def typing(session: nox.Session) -> None:
    """Types, strict, of everything including what was generated."""
    install(session, "mock", "cli", "contract", group="typing")
    session.install(*CODEGEN)
    session.run(
        "mypy", "src", "generated", "tests/typing", "noxfile.py", env={"MYPYPATH": "src:generated"}
    )
    session.run("mypy", "scripts", env={"MYPYPATH": "."})
    harness = [f"contract_tests/{name}" for name in ("defects", "independent_server")]
    session.run("mypy", "--explicit-package-bases", *harness, env={"MYPYPATH": "src:generated"})


@nox.session(name="test-scripts")
def test_scripts(session: nox.Session) -> None:
    """Unit tests of the pipeline, in the generator's own environment."""
    session.install(*CODEGEN)
    session.install(
        "--quiet", "--group", "test", "mypy==2.4.1"
    )  # which proves what is generated of any document
    session.run("pytest", *PARALLEL, "tests/scripts", *session.posargs, env=SEED)


@nox.session
def test(session: nox.Session) -> None:
    """Unit tests of the facade and the mock, against the built wheel."""
    install(session, "mock", "cli", "contract", group="test")
    session.run("pytest", *PARALLEL, "--ignore=tests/scripts", *session.posargs)


@nox.session
def contract(session: nox.Session) -> None:
    """Contract tests of the default version and what differs in others, or of -- --base-url URL."""
    install(session, "mock", "contract", group="contract")
    tool = "hubspot_marketing_events_contract"
    known = ("--accepted", "contract_tests/accepted.toml")
    if session.posargs:
        ending(session, tool, *known, *session.posargs)
        return
    table = tomllib.loads(Path("openapi/versions.toml").read_text(encoding="utf-8"))
    only = os.environ.get("CONTRACT_API_VERSION")
    whole = ["--whole"] if only else []  # one that is asked for alone is tested alone
    for version in [only] if only else sorted(table["versions"], key=table["default"].__ne__):
        session.run("pytest", "contract_tests", "--api-version", version, *whole)
        session.run("python", "-m", tool, *known, "--profile", "quick", "--api-version", version)


@nox.session
def defects(session: nox.Session) -> None:
    """Seed defects and see that each is noticed: the fast ones, or all with -- --all."""
    install(session, "mock", "contract", group="contract")
    session.run("python", "-m", "contract_tests.defects", *(session.posargs or ["--fast"]))


@nox.session(default=False)
def deep(session: nox.Session) -> None:
    """Contract tests with a hundred times the cases; choose: -- contract_tests/test_x.py."""
    install(session, "mock", "contract", group="contract")
    session.run("pytest", "--profile", "deep", *(session.posargs or ["contract_tests"]))


@nox.session(default=False)
def signals(session: nox.Session) -> None:
    """Stop the command line by each signal at ten moments; one retry completes each run."""
    install(session, "mock", "cli")
    session.run("python", "tests/cli/interruption.py")


@nox.session(default=False)
def memory(session: nox.Session) -> None:
    """Peak memory of upserting a million events from a generator, against ten thousand."""
    install(session)
    session.run("python", "benchmarks/memory.py")


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """Measure costs, peers' too, into benchmarks/results.md: -- [PART ...] [--prism PATH]."""
    environments = Path(session.virtualenv.location) / "environments"
    session.run("python", "-m", "benchmarks", "--environments", str(environments), *session.posargs)


@nox.session(default=False)
def mutation(session: nox.Session) -> None:
    """Change the client in a thousand ways, and count what its tests notice; fails under 94 %."""
    install(session, "mock", "cli", group="mutation")
    session.run("python", "tests/mutation.py", *session.posargs)


@nox.session(default=False)
def image(session: nox.Session) -> None:
    """Carry out the steps of the Containerfile in a fresh folder, and run what comes of them."""
    session.run("python", "tests/image.py")


@nox.session(default=False)
def demo(session: nox.Session) -> None:
    """Upsert the sample events to a mock server, twice, and show what became of them."""
    install(session, "mock", "cli")
    session.run("python", "examples/demo.py", *session.posargs)
