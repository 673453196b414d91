"""What ends a run before it is through.

    SetupError            the options cannot work, or there is no such server; nothing was tested
    RunEnded              the server is gone or refuses more; what was found so far is kept
    NoResponse            one request has no response; the property that sent it is tried once more

The last two are no `Exception`, so that neither a property nor the search for a smaller example
takes them for something that a server does wrong, and repeats the request.
"""

from __future__ import annotations


class SetupError(ValueError):
    """A run cannot begin; says why and what to do."""


class RunEnded(BaseException):
    """A run cannot go on; says why and what to do."""


class NoResponse(BaseException):
    """A request has no response: `args[0]` says which, and why."""
