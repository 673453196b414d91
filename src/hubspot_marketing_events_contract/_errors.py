"""What ends a run before it has a result.

SetupError            the options cannot work; nothing was sent
"""

from __future__ import annotations


class SetupError(ValueError):
    """A run cannot begin; says why and what to do."""
