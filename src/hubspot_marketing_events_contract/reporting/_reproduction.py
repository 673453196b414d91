"""A finding as a line for a shell, and as a test."""

from __future__ import annotations

import shlex

import httpx

from hubspot_marketing_events_contract.reporting._report import Report
from hubspot_marketing_events_contract.running._runner import Result

_LONGEST = 4000  # characters of a body on a command line
_VARIABLES = {
    "other_app": "CONTRACT_OTHER_APP_TOKEN",
    "reader": "CONTRACT_READER_TOKEN",
    "expired": "CONTRACT_EXPIRED_TOKEN",
    "other_account": "CONTRACT_OTHER_ACCOUNT_TOKEN",
}


def curl(request: httpx.Request, report: Report) -> str:
    """Return a line for a shell that sends a request again; tokens are variables."""
    parts = ["curl", "-sS", "-X", request.method]
    variable = _variable(request, report)
    if variable:
        parts += ["-H", f"Authorization: Bearer ${variable}"]
    if request.content:
        parts += ["-H", f"Content-Type: {request.headers.get('Content-Type', '')}"]
        parts += ["--data-binary", report.target.redaction.body(request.content)[:_LONGEST]]

    url = report.text(str(request.url))
    line = " ".join(shlex.quote(part) for part in [*parts, url])
    # In double quotes the shell puts in the token.
    return line.replace(
        f"'Authorization: Bearer ${variable}'", f'"Authorization: Bearer ${variable}"'
    )


def _variable(request: httpx.Request, report: Report) -> str | None:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    tokens = report.target.tokens
    known = {getattr(tokens, name): variable for name, variable in _VARIABLES.items()}
    return ({tokens.own: "HUBSPOT_ACCESS_TOKEN"} | known).get(given) if given else None


def reproduction(result: Result, report: Report) -> str:
    """Return a test that does with the same values what the property did."""
    target, needed = report.target, sorted(result.property.tokens)
    variables = ["HUBSPOT_ACCESS_TOKEN", *(_VARIABLES[name] for name in needed)]
    capabilities = (
        "all" if len(result.property.capabilities) > 3 else ",".join(sorted(target.capabilities))
    )
    found = f"Found with seed {report.seed} on version {report.version}"
    head = [
        _line(result.property.claim), "",
        f"{found}: {_line(result.finding or '', report)}",
        "",
        "Run it with: pytest FILE. It needs hubspot-marketing-events[contract,mock], pytest,",
        "and these variables:",
        "",
        "    CONTRACT_BASE_URL  the server; without it, the mock in this process, which is right",
        *(f"    {name}" for name in variables),
    ]  # fmt: skip
    return "\n".join([
        f'"""{head[0]}', *head[1:], '"""', "", "import os", "",
        f'os.environ.setdefault("CONTRACT_API_VERSION", {report.version!r})',
        f'os.environ.setdefault("CONTRACT_CAPABILITIES", {capabilities!r})', "",
        "from hubspot_marketing_events_contract import reproduce  # noqa: E402", "", "",
        f"def test_{result.property.name}() -> None:",
        f"    reproduce({result.property.name!r}, {report.text(repr(result.drawn))})", "",
    ])  # fmt: skip


def _line(text: str, report: Report | None = None) -> str:
    plain = report.text(text) if report else text
    return " ".join(plain.split()).replace("\\", "\\\\").replace('"""', "'''")[:500]
