"""What people read of a run: JUnit, HAR, a reproduction for each finding, and one page."""

from __future__ import annotations

import datetime as dt
import json
import shlex
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import httpx

from hubspot_marketing_events_contract._redaction import Redaction
from hubspot_marketing_events_contract._runner import Result
from hubspot_marketing_events_contract._target import Target

_AUTHORIZATION = "Authorization: Bearer $HUBSPOT_ACCESS_TOKEN"
_STYLE = """:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;padding:1rem;
max-width:72rem}h1,h2{overflow-wrap:anywhere}.wide{overflow-x:auto}table{border-collapse:collapse;margin:.5rem 0}
td:first-child{overflow-wrap:anywhere;min-width:9rem}th,td{text-align:left;padding:.15rem .6rem;
border-bottom:1px solid #8884;vertical-align:top}td.number{text-align:right}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#8881;padding:.6rem}.bad{color:#c22}.good{color:#283}
summary{cursor:pointer}"""


def curl(request: httpx.Request, redaction: Redaction) -> str:
    """A line for a shell that sends a request again; the token is a variable's."""
    parts = ["curl", "-sS", "-X", request.method]
    if "Authorization" in request.headers:
        parts += ["-H", _AUTHORIZATION]
    if request.content:
        parts += ["-H", f"Content-Type: {request.headers.get('Content-Type', '')}"]
        parts += ["--data-binary", redaction.body(request.content)]
    line = " ".join(shlex.quote(part) for part in [*parts, str(request.url)])
    return line.replace(
        f"'{_AUTHORIZATION}'", f'"{_AUTHORIZATION}"'
    )  # so that the shell puts in the token


def reproduction(result: Result, *, seed: int) -> str:
    """A test that does with the shrunken input what the property did."""
    return (
        f'"""{result.property.claim}\n\nFound with seed {seed}: {_one_line(result.finding or "")}\n"""\n\n'
        "from hubspot_marketing_events_contract import reproduce\n\n\n"
        f"def test_{result.property.name}() -> None:\n"
        f"    reproduce({result.property.name!r}, {result.drawn!r})\n"
    )


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace('"""', "'''").replace("\\", "\\\\")[:500]


def write(
    folder: Path,
    results: Sequence[Result],
    target: Target,
    accepted: Mapping[str, str],
    *,
    seed: int,
) -> None:
    """Write every report of a run into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    redaction = target.redaction
    found = [result for result in results if result.finding]
    junit(folder / "junit.xml", results, accepted, redaction)
    (folder / "findings.har").write_text(
        json.dumps(har(found, redaction), indent=1, ensure_ascii=False), "utf-8"
    )
    tests = folder / "findings"
    tests.mkdir(exist_ok=True)
    for old in tests.glob("test_*.py"):
        old.unlink()
    for result in found:
        (tests / f"test_{result.property.name}.py").write_text(
            reproduction(result, seed=seed), "utf-8"
        )
    defects = folder / "defects.json"
    matrix = json.loads(defects.read_text()) if defects.exists() else []
    (folder / "index.html").write_text(page(results, target, accepted, matrix, seed=seed), "utf-8")


def junit(
    path: Path, results: Sequence[Result], accepted: Mapping[str, str], redaction: Redaction
) -> None:
    """Write the results in JUnit's form."""
    failed = [
        result for result in results if result.finding and result.property.name not in accepted
    ]
    counts = {
        "tests": len(results),
        "failures": len(failed),
        "skipped": sum(r.skipped is not None for r in results),
    }
    suite = ET.Element(
        "testsuite", {"name": "properties", **{name: str(count) for name, count in counts.items()}}
    )
    for result in results:
        case = ET.SubElement(
            suite,
            "testcase",
            {
                "classname": "properties",
                "name": result.property.name,
                "time": f"{result.seconds:.3f}",
            },
        )
        if result.skipped or result.property.name in accepted:
            ET.SubElement(
                case,
                "skipped",
                {"message": result.skipped or f"accepted: {accepted[result.property.name]}"},
            )
        elif result.finding:
            failure = ET.SubElement(
                case,
                "failure",
                {"message": _plain(f"{result.property.claim} {result.finding}")[:1000]},
            )
            failure.text = _plain(
                "\n".join(curl(request, redaction) for request, _ in result.exchanges[-3:])
            )
    ET.ElementTree(suite).write(path, encoding="utf-8", xml_declaration=True)


def _plain(text: str) -> str:
    """A text without characters that XML cannot hold."""
    return "".join(
        one
        if one in "\t\n" or " " <= one < "\ud800" or "\ue000" <= one < "\ufffe" or one > "\uffff"
        else "?"
        for one in text
    )


def har(found: Iterable[Result], redaction: Redaction) -> dict[str, Any]:
    """The exchanges of each finding's shrunken example, scrubbed."""
    entries = [
        {**_entry(request, response, redaction), "comment": result.property.name}
        for result in found
        for request, response in result.exchanges
    ]
    creator = {"name": "hubspot-marketing-events", "version": "1"}
    return {"log": {"version": "1.2", "creator": creator, "entries": entries}}


def _entry(
    request: httpx.Request, response: httpx.Response, redaction: Redaction
) -> dict[str, Any]:
    sent, answered = redaction.body(request.content), redaction.body(response.content)
    post = (
        {"postData": {"mimeType": request.headers.get("Content-Type", ""), "text": sent}}
        if request.content
        else {}
    )
    kind = response.headers.get("Content-Type", "")
    return {
        "startedDateTime": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
        "time": 0,
        "request": {
            "method": request.method, "url": redaction.text(str(request.url)), "httpVersion": "HTTP/1.1", "cookies": [],
            "headers": _pairs(redaction.headers(dict(request.headers))), "queryString": [], **post,
            "headersSize": -1, "bodySize": len(request.content),
        },
        "response": {
            "status": response.status_code, "statusText": response.reason_phrase, "httpVersion": "HTTP/1.1",
            "cookies": [], "headers": _pairs(redaction.headers(dict(response.headers))), "redirectURL": "",
            "content": {"size": len(response.content), "mimeType": kind, "text": answered},
            "headersSize": -1, "bodySize": len(response.content),
        },
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
    }  # fmt: skip


def _pairs(headers: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers.items()]


def page(
    results: Sequence[Result],
    target: Target,
    accepted: Mapping[str, str],
    matrix: Sequence[Mapping[str, Any]],
    *,
    seed: int,
) -> str:
    """One page of all: findings first, then properties, operations by status, and the defects that proved the properties."""
    redaction = target.redaction
    found = [result for result in results if result.finding]
    ran = [result for result in results if not result.skipped]
    verdict = (
        f"<p class=bad>{len(found)} findings</p>" if found else "<p class=good>No findings</p>"
    )
    parts = [
        f"<h1>Laws of the Marketing Events API</h1>{verdict}<p>{_counted(results)}; seed {seed}."
    ]
    parts += [
        _finding(result, accepted.get(result.property.name), redaction, seed=seed)
        for result in found
    ]
    parts.append("<h2>Operations</h2>" + _operations(target, ran))
    rows = [
        (
            r.property.name,
            r.property.claim,
            "finding" if r.finding else r.skipped or "held",
            r.requests,
        )
        for r in results
    ]
    parts.append("<h2>Laws</h2>" + table(("property", "claim", "", "requests"), rows))
    if matrix:
        names = ("defect", "kind", "what", "caught by", "seconds", "schemathesis")
        rows = [tuple(row.get(name, "") for name in names) for row in matrix]
        parts.append(f"<h2>Seeded defects: {len(matrix)}</h2>" + table(names, rows))
    head = "<meta charset=utf-8><meta name=viewport content='width=device-width'><title>Contract tests</title>"
    return f"<!doctype html><html lang=en>{head}<style>{_STYLE}</style><body>{''.join(parts)}"


def _counted(results: Sequence[Result]) -> str:
    ran = [result for result in results if not result.skipped]
    requests, seconds = (
        sum(result.requests for result in ran),
        sum(result.seconds for result in ran),
    )
    return f"{len(ran)} properties ran, {len(results) - len(ran)} did not; {requests} requests in {seconds:.1f} s"


def _finding(result: Result, reason: str | None, redaction: Redaction, *, seed: int) -> str:
    lines = "\n".join(curl(request, redaction) for request, _ in result.exchanges[-3:])
    again = f"<pre>{escape(lines)}</pre><pre>{escape(reproduction(result, seed=seed))}</pre>"
    return (
        f"<h2 class=bad>{escape(result.property.name)}</h2>{f'<p>Accepted: {escape(reason)}' if reason else ''}"
        f"<p>{escape(result.property.claim)}<pre>{escape(str(result.finding))}</pre>"
        f"<details><summary>To see it again</summary>{again}</details>"
    )


def _operations(target: Target, ran: Sequence[Result]) -> str:
    statuses = sorted({status for _, status in target.called})
    properties = Counter(operation for result in ran for operation in result.property.needs)
    rows = [
        (
            operation,
            *(target.called.get((operation, status), "") for status in statuses),
            properties[operation],
        )
        for operation in sorted(target.paths)
    ]
    return table(("operation", *map(str, statuses), "properties"), rows)


def table(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table, with what it holds escaped."""
    head = "".join(f"<th scope=col>{escape(name)}" for name in names)
    lines = ("<tr>" + "".join(_cell(cell) for cell in row) for row in rows)
    return f"<div class=wide><table><thead><tr>{head}<tbody>{''.join(lines)}</table></div>"


def _cell(value: Any) -> str:
    kind = " class=number" if isinstance(value, int | float) else ""
    return f"<td{kind}>{escape(f'{value:.2f}' if isinstance(value, float) else str(value))}"
