"""The tasks of this project. `nox` runs every check and test; `nox -s NAME` runs one session.

A session marked with * is part of a plain `nox`, which needs no network but the package index.
What follows `--` goes to the session: `nox -s test -- -k NAME`. With -R nothing is installed anew.
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
# Hundreds of processes are started, each of which would compile all that it imports.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

PACKAGE = "hubspot-marketing-events"
CODEGEN = ("--quiet", "-r", "scripts/requirements.txt")
PROCESSES = str(min(4, max(2, os.cpu_count() or 2)))
PARALLEL = ("-n", PROCESSES, "--dist", "loadfile")  # tests of a module share what is slow to make
PROSE = ("*.md", "*.toml", "*.yml", "*.yaml", "*.sh", "*.txt", ":!generated", ":!openapi/published")
SEED = {"PYTHONHASHSEED": "0"}  # the generator leaves the order of some values to their hashes


def wheel(session: nox.Session) -> Path:
    """Build the wheel; one that is as before stays, and is not installed and compiled again."""
    folder = Path(session.cache_dir).resolve() / "wheel"
    new = ("--out-dir", str(folder / "new"))
    session.run_install("uv", "build", "--quiet", "--wheel", "--clear", *new, external=True)
    for built in (folder / "new").glob("*.whl"):
        kept = folder / built.name
        if not kept.exists() or built.read_bytes() != kept.read_bytes():
            built.replace(kept)
    return max(folder.glob("*.whl"), key=lambda path: path.stat().st_mtime)


def install(session: nox.Session, *extras: str, group: str | None = None) -> None:
    """Install the built wheel, never the sources, and a dependency group beside it."""
    chosen = f"[{','.join(extras)}]" if extras else ""
    session.install("--quiet", f"{PACKAGE}{chosen} @ {wheel(session).as_uri()}")
    if group:
        session.install("--quiet", "--group", group)


def install_all(session: nox.Session, group: str) -> None:
    """Install the wheel with every extra."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    install(session, *project["optional-dependencies"], group=group)


def run_tests(session: nox.Session, *options: str, env: dict[str, str] | None = None) -> None:
    """Run all tests in several processes, or what is asked for in one, which starts sooner."""
    session.run("pytest", *options, *(session.posargs or PARALLEL), env=env)


def ending(session: nox.Session, module: str, *arguments: str) -> None:
    """Run a module, and end with its very exit code where it is not 0: nox makes 1 of any."""
    if session.run("python", "-c", "", log=False) is None:
        return  # --install-only
    with subprocess.Popen(
        [Path(session.bin) / "python", "-m", module, *arguments], env=os.environ | SEED
    ) as process:
        while process.poll() is None:
            with contextlib.suppress(KeyboardInterrupt):  # it gets the same Ctrl-C, and cleans up
                process.wait()
    if process.returncode:
        sys.exit(process.returncode)


@nox.session(name="generate-check")
def generate_check(session: nox.Session) -> None:
    """Check that generated/ is, byte for byte, what `generate` writes."""
    session.install(*CODEGEN)
    session.run("python", "-m", "scripts.generate", "--check", env=SEED)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, format, white space and workflows; the pre-commit hook runs this."""
    session.install("--quiet", "--group", "lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("zizmor", "--quiet", "--offline", "--persona=pedantic", ".github", "action")
    # White space and line ends, for which ruff looks in Python only.
    listed = session.run("git", "ls-files", *PROSE, external=True, silent=True, log=False)
    files = str(listed or "").splitlines()
    session.run("end-of-file-fixer", *files, log=False)
    session.run("trailing-whitespace-fixer", *files, log=False)
    session.run("mixed-line-ending", "--fix=no", *files, log=False)


@nox.session
def typing(session: nox.Session) -> None:
    """Check the types of everything, the generated client included."""
    install(session, "mock", "cli", "contract", group="typing")
    session.install(*CODEGEN)
    session.run(
        "mypy", "src", "generated", "tests/typing", "noxfile.py", env={"MYPYPATH": "src:generated"}
    )
    session.run("mypy", "scripts", env={"MYPYPATH": "."})
    session.run("mypy", "--explicit-package-bases", "examples/many_accounts")
    harness = [f"contract_tests/{name}" for name in ("defects", "independent_server")]
    session.run("mypy", "--explicit-package-bases", *harness, env={"MYPYPATH": "src:generated"})


@nox.session
def package(session: nox.Session) -> None:
    """Build the wheel and the source archive, and check what they hold: -- [FOLDER]."""
    session.install("--quiet", "--group", "package")
    folder = session.posargs[0] if session.posargs else session.create_tmp()
    session.run("uv", "build", "--quiet", "--clear", "--out-dir", folder, external=True)
    archives = [str(path) for path in sorted(Path(folder).glob("hubspot*"))]
    session.run("twine", "check", "--strict", *archives)
    session.run("python", "tests/archives.py", *archives)


@nox.session(name="test-scripts")
def test_scripts(session: nox.Session) -> None:
    """Test the pipeline in scripts/: all, or -- -k NAME."""
    session.install(*CODEGEN)
    session.install(
        "--quiet", "--group", "test", "mypy==2.4.1"
    )  # which proves what is generated of any document
    run_tests(session, "-o", "testpaths=tests/scripts", env=SEED)


@nox.session
def test(session: nox.Session) -> None:
    """Test the client, command line, mock and contract tool: all, or -- -k NAME."""
    install(session, "mock", "cli", "contract", group="test")
    run_tests(session, *(f"--ignore=tests/{name}" for name in ("docs", "many_accounts", "scripts")))


@nox.session
def contract(session: nox.Session) -> None:
    """Run the contract tests against the mock, or -- --base-url URL for another server."""
    install(session, "mock", "contract", group="contract")
    if session.posargs:
        known = ("--accepted", "contract_tests/accepted.toml")
        ending(session, "hubspot_marketing_events_contract", *known, *session.posargs)
        return

    table = tomllib.loads(Path("openapi/versions.toml").read_text(encoding="utf-8"))
    only = os.environ.get("CONTRACT_API_VERSION")
    whole = ["--whole"] if only else []  # one that is asked for alone is tested alone
    for version in [only] if only else sorted(table["versions"], key=table["default"].__ne__):
        # Each process would import Schemathesis for a plugin that no test uses.
        options = ("-p", "no:schemathesis", *PARALLEL, "--api-version", version, *whole)
        session.run("pytest", *options, "contract_tests")


@nox.session
def defects(session: nox.Session) -> None:
    """Seed a sample of defects and see each noticed; -- --all seeds them all."""
    install(session, "mock", "contract", group="contract")
    session.run("python", "-m", "contract_tests.defects", *(session.posargs or ["--fast"]))


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation into build/docs, and run every example in it."""
    install_all(session, "docs")
    session.run(
        "sphinx-build", "-q", "--fresh-env", "--fail-on-warning", "docs", "build/docs", env=SEED
    )
    run_tests(session, "-o", "testpaths=tests/docs")


@nox.session(default=False)
def format(session: nox.Session) -> None:  # noqa: A001 - the session's name
    """Format the code, and mend what ruff can mend by itself."""
    session.install("--quiet", "--group", "lint")
    session.run("ruff", "check", "--fix", ".")
    session.run("ruff", "format", ".")


@nox.session(default=False)
def deep(session: nox.Session) -> None:
    """Run the contract tests with a hundred times the cases: -- contract_tests/test_x.py."""
    install(session, "mock", "contract", group="contract")
    session.run("pytest", "--profile", "deep", *(session.posargs or ["contract_tests"]))


@nox.session(default=False)
def grids(session: nox.Session) -> None:
    """Compare schemas in every place, position and version, of which test-scripts takes a sixth."""
    session.install(*CODEGEN)
    session.install("--quiet", "--group", "test")
    session.run(
        "pytest",
        "tests/scripts/compare/test_compare_positions.py",
        env={"WHOLE_GRIDS": "1"},
    )


@nox.session(default=False)
def mutation(session: nox.Session) -> None:
    """Change the client in thousands of ways and count what its tests notice."""
    install(session, "mock", "cli", group="mutation")
    session.run("python", "tests/mutation.py", *session.posargs)


@nox.session(default=False)
def signals(session: nox.Session) -> None:
    """Stop the command line by each signal at ten moments; one retry completes each run."""
    install(session, "mock", "cli")
    session.run("python", "tests/cli/interruption.py")


@nox.session(default=False)
def cluster(session: nox.Session) -> None:
    """Kill workers and schedulers of examples/many_accounts: 20 workers, or -- --kills N."""
    install(session, "mock", group="cluster")
    session.run("pytest", "tests/many_accounts", *(session.posargs or ["--kills", "20"]))


@nox.session(default=False)
def memory(session: nox.Session) -> None:
    """Measure the peak memory of an upsert of a million events, against ten thousand."""
    install(session)
    session.run("python", "benchmarks/memory.py")


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """Measure speed, that of peers too, into benchmarks/results.md: -- [PART ...]."""
    environments = Path(session.virtualenv.location) / "environments"
    session.run("python", "-m", "benchmarks", "--environments", str(environments), *session.posargs)


@nox.session(default=False)
def image(session: nox.Session) -> None:
    """Carry out the Containerfile's steps in a fresh folder, and run the mock from there."""
    session.run("python", "tests/image.py")


@nox.session(default=False)
def demo(session: nox.Session) -> None:
    """Upsert sample events to a mock server twice, and show the outcomes."""
    install(session, "mock", "cli")
    session.run("python", "examples/demo.py", *session.posargs)


@nox.session(default=False)
def audit(session: nox.Session) -> None:
    """Look for known vulnerabilities in all that is installed; needs the advisories' server."""
    install_all(session, "audit")
    session.install(*CODEGEN)
    listed = str(session.run("uv", "pip", "freeze", external=True, silent=True) or "").splitlines()
    others = [line for line in listed if not line.startswith(PACKAGE)]
    file = Path(session.create_tmp()) / "installed.txt"
    file.write_text("\n".join(others), encoding="utf-8")
    session.run("pip-audit", "--strict", "--no-deps", "--disable-pip", "-r", str(file))


@nox.session(default=False)
def licences(session: nox.Session) -> None:
    """List the licences of all that an installation brings, and refuse any that is not named."""
    install_all(session, "licences")
    session.run("pip-licenses", *session.posargs)


@nox.session(default=False)
def fetch(session: nox.Session) -> None:
    """Download a published document into .cache/: -- 2026-03."""
    session.install(*CODEGEN)
    session.run("python", "-m", "scripts.fetch", *session.posargs)


@nox.session(default=False)
def normalize(session: nox.Session) -> None:
    """Turn a published document, a file or URL, into a normalized one: -- 2026-03 document.json."""
    session.install(*CODEGEN)
    session.run("python", "-m", "scripts.normalize", *session.posargs)


@nox.session(default=False)
def generate(session: nox.Session) -> None:
    """Write contract and client from documents and overlays; -- --check compares only."""
    if any(argument.startswith("--document") for argument in session.posargs):
        generate_any(session)  # which had no session of its own once
        return
    session.install(*CODEGEN)
    session.run("python", "-m", "scripts.generate", *session.posargs, env=SEED)


@nox.session(default=False)
def compare(session: nox.Session) -> None:
    """List the changes between two documents or versions by meaning: -- OLD NEW."""
    session.install(*CODEGEN)
    ending(session, "scripts.compare", *session.posargs)


@nox.session(default=False)
def drift(session: nox.Session) -> None:
    """Report what HubSpot changed: 0 nothing, 1 news, 3 could not look, 4 nothing new."""
    session.install(*CODEGEN)
    ending(session, "scripts.drift", *session.posargs)


@nox.session(default=False)
def bump(session: nox.Session) -> None:
    """Take over what HubSpot publishes now, tested, or change nothing: -- 2026-09."""
    session.install(*CODEGEN)
    ending(session, "scripts.bump", *session.posargs, "--nox", sys.executable)


@nox.session(default=False)
def recordings(session: nox.Session) -> None:
    """Copy recordings to another version where its contract allows it: -- 2026-03 2026-09."""
    install(session, "mock")
    old, new = session.posargs
    folder = Path("contract_tests/recordings")
    tool, refusing = (
        ("hubspot-marketing-events-mock", "recordings"),
        [0, 3],
    )  # 3 where it names some that do not hold
    if any((folder / new).glob("*.har")):
        session.run(
            *tool, str(folder / new), "--restamp", "--api-version", new, success_codes=refusing
        )
    if old != new and any((folder / old).glob("*.har")):
        into = ("--into", str(folder / new), "--api-version", new)
        session.run(*tool, str(folder / old), *into, success_codes=refusing)


@nox.session(name="generate-any", default=False)
def generate_any(session: nox.Session) -> None:
    """Write a client of any HubSpot API: -- --document FILE --output DIR [--strict]."""
    session.install(*CODEGEN)
    session.run("python", "-m", "scripts.adapt", *session.posargs, env=SEED)
