"""A server that publishes documents."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from publishing import Published, serving


@pytest.fixture
def url() -> Iterator[str]:
    """Where documents are published."""
    with serving(Published) as found:
        yield found
