"""The command `drift` on one document, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import documents
import pytest
from pipeline import Script

from scripts.project.layout import Project


def test_drift_tells_what_changed(script: Script, tmp_path: Path) -> None:
    """For the default version: no change of meaning is 0, a change 1, no look 3."""
    document = documents.small()
    document["info"]["title"] = "Marketing Events"
    document["components"]["schemas"]["Thing"]["properties"]["size"] = {
        "type": "number",
        "default": 1.0,
    }
    path, (default, _) = tmp_path / "published.json", Project().versions()

    def drifted() -> tuple[int, str]:
        path.write_text(json.dumps(document).replace("2026-03", default))
        done = script("drift", "--document", str(path))
        return done.returncode, done.stdout

    assert 1 == drifted()[0]
    assert 0 == script("normalize", default, str(path)).returncode
    code, said = drifted()
    assert (0, True) == (code, "unchanged since" in said)
    document["info"]["description"] = "other words"
    code, said = drifted()
    assert (0, True) == (code, "unchanged since" in said)
    document["paths"] = {"/others/2026-03": {"get": {"responses": {"200": {"description": ""}}}}}
    code, said = drifted()
    assert (1, True) == (code, "the operation is gone" in said)
    path.unlink()
    assert 3 == script("drift", default, "--document", str(path)).returncode


@pytest.mark.parametrize(
    "broken", [".cache", "openapi/published/2026-03.yaml", "openapi/versions.lock", "version"]
)
def test_drift_that_cannot_look_has_a_code_of_its_own(
    script: Script, project: Path, url: str, broken: str
) -> None:
    """A file that cannot be read or written, or a version that is not carried, is no change."""
    path = project / broken
    if path.is_file():
        path.unlink()
        path.mkdir()
    elif broken == ".cache":
        path.touch()
    done = script(
        "drift", "2099-01" if broken == "version" else "2026-03", "--document", f"{url}/titled"
    )
    assert (3, 1) == (done.returncode, len(done.stderr.splitlines())), done.stderr
    assert done.stderr.startswith("could not look")
