"""Exchanges of several names: all of them, or none."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scripts.project import files


@pytest.fixture
def pairs(tmp_path: Path) -> list[tuple[Path, Path]]:
    """Two new folders, each with an old one whose place it is to take."""
    for name in ("new", "old"):
        for number in "12":
            (tmp_path / f"{name}{number}").mkdir()
            (tmp_path / f"{name}{number}" / "file").write_text(name)
    return [(tmp_path / f"new{number}", tmp_path / f"old{number}") for number in "12"]


def test_exchanges_under_way_are_not_undone(
    tmp_path: Path, pairs: list[tuple[Path, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody alive is putting in place is waited for, and stays."""
    right, begun, waiting = files.replace_folder, threading.Event(), threading.Event()

    def slow(new: Path, old: Path) -> None:
        right(new, old)
        begun.set()
        waiting.wait(0.5)

    monkeypatch.setattr(files, "replace_folder", slow)
    with ThreadPoolExecutor() as pool:
        placed = pool.submit(files.replace_all, pairs, tmp_path / "journal.json")
        begun.wait(10)
        assert not pool.submit(files.recover, tmp_path / "journal.json").result(10)
        placed.result(10)
    assert ["new", "new"] == [(old / "file").read_text() for _, old in pairs]
