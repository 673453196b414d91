"""A server that publishes documents, and no pause before it is asked again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from publishing import Published, serving

from scripts.fetch import _download


@pytest.fixture
def url() -> Iterator[str]:
    """Where documents are published."""
    with serving(Published) as found:
        yield found


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try a download again as often as ever, but at once."""
    monkeypatch.setattr(_download, "PAUSES", (0.0,) * len(_download.PAUSES))
