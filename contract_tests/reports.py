"""What people read of a run: JUnit, HAR, a reproduction for each finding, and one page."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import shlex
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import httpx

from contract_tests.laws._runner import Result
from contract_tests.laws._world import World
from hubspot_marketing_events_mock._scrub import Scrubber

_AUTHORIZATION = "Authorization: Bearer $HUBSPOT_ACCESS_TOKEN"
_STYLE = """:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;padding:1rem;
max-width:72rem}h1,h2{overflow-wrap:anywhere}.wide{overflow-x:auto}table{border-collapse:collapse;margin:.5rem 0}
td:first-child{overflow-wrap:anywhere;min-width:9rem}th,td{text-align:left;padding:.15rem .6rem;
border-bottom:1px solid #8884;vertical-align:top}td.number{text-align:right}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#8881;padding:.6rem}.bad{color:#c22}.good{color:#283}
summary{cursor:pointer}"""


def curl(request: httpx.Request, scrubber: Scrubber) -> str:
    """A line for a shell that sends a request again; the token is a variable's."""
    parts = ["curl", "-sS", "-X", request.method]
    if "Authorization" in request.headers:
        parts += ["-H", _AUTHORIZATION]
    if request.content:
        parts += ["-H", f"Content-Type: {request.headers.get('Content-Type', '')}"]
        parts += ["--data-binary", scrubbed(request.content, scrubber)]
    line = " ".join(shlex.quote(part) for part in [*parts, str(request.url)])
    return line.replace(
        f"'{_AUTHORIZATION}'", f'"{_AUTHORIZATION}"'
    )  # so that the shell puts in the token


def scrubbed(content: bytes, scrubber: Scrubber) -> str:
    """A body as text, without credentials and persons."""
    try:
        return json.dumps(scrubber.value(json.loads(content)), ensure_ascii=False)
    except ValueError:
        return scrubber.text(content.decode(errors="replace"))


def reproduction(result: Result, *, seed: int) -> str:
    """A test that does with the shrunken input what the law did."""
    return (
        f'"""{result.law.claim}\n\nFound with seed {seed}: {_one_line(result.finding or "")}\n"""\n\n'
        "from contract_tests.harness import reproduce\n\n\n"
        f"def test_{result.law.name}() -> None:\n"
        f"    reproduce({result.law.name!r}, {result.drawn!r})\n"
    )


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace('"""', "'''").replace("\\", "\\\\")[:500]


def write(
    folder: Path, results: Sequence[Result], world: World, accepted: Mapping[str, str], *, seed: int
) -> None:
    """Write every report of a run into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    scrubber = Scrubber(secrets.token_bytes(16))
    found = [result for result in results if result.finding]
    junit(folder / "junit.xml", results, accepted, scrubber)
    (folder / "findings.har").write_text(
        json.dumps(har(found, scrubber), indent=1, ensure_ascii=False), "utf-8"
    )
    tests = folder / "findings"
    tests.mkdir(exist_ok=True)
    for old in tests.glob("test_*.py"):
        old.unlink()
    for result in found:
        (tests / f"test_{result.law.name}.py").write_text(reproduction(result, seed=seed), "utf-8")
    defects = folder / "defects.json"
    matrix = json.loads(defects.read_text()) if defects.exists() else []
    (folder / "index.html").write_text(page(results, world, accepted, matrix, seed=seed), "utf-8")


def junit(
    path: Path, results: Sequence[Result], accepted: Mapping[str, str], scrubber: Scrubber
) -> None:
    """Write the results in JUnit's form."""
    failed = [result for result in results if result.finding and result.law.name not in accepted]
    counts = {
        "tests": len(results),
        "failures": len(failed),
        "skipped": sum(r.skipped is not None for r in results),
    }
    suite = ET.Element(
        "testsuite", {"name": "laws", **{name: str(count) for name, count in counts.items()}}
    )
    for result in results:
        case = ET.SubElement(
            suite,
            "testcase",
            {"classname": "laws", "name": result.law.name, "time": f"{result.seconds:.3f}"},
        )
        if result.skipped or result.law.name in accepted:
            ET.SubElement(
                case,
                "skipped",
                {"message": result.skipped or f"accepted: {accepted[result.law.name]}"},
            )
        elif result.finding:
            failure = ET.SubElement(
                case, "failure", {"message": _plain(f"{result.law.claim} {result.finding}")[:1000]}
            )
            failure.text = _plain(
                "\n".join(curl(request, scrubber) for request, _ in result.exchanges[-3:])
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


def har(found: Iterable[Result], scrubber: Scrubber) -> dict[str, Any]:
    """The exchanges of each finding's shrunken example, scrubbed."""
    entries = [
        {**_entry(request, response, scrubber), "comment": result.law.name}
        for result in found
        for request, response in result.exchanges
    ]
    creator = {"name": "hubspot-marketing-events", "version": "1"}
    return {"log": {"version": "1.2", "creator": creator, "entries": entries}}


def _entry(request: httpx.Request, response: httpx.Response, scrubber: Scrubber) -> dict[str, Any]:
    sent, answered = scrubbed(request.content, scrubber), scrubbed(response.content, scrubber)
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
            "method": request.method, "url": scrubber.text(str(request.url)), "httpVersion": "HTTP/1.1", "cookies": [],
            "headers": _pairs(scrubber.headers(dict(request.headers))), "queryString": [], **post,
            "headersSize": -1, "bodySize": len(request.content),
        },
        "response": {
            "status": response.status_code, "statusText": response.reason_phrase, "httpVersion": "HTTP/1.1",
            "cookies": [], "headers": _pairs(scrubber.headers(dict(response.headers))), "redirectURL": "",
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
    world: World,
    accepted: Mapping[str, str],
    matrix: Sequence[Mapping[str, Any]],
    *,
    seed: int,
) -> str:
    """One page of all: findings first, then laws, operations by status, and the defects that proved the laws."""
    scrubber = Scrubber(secrets.token_bytes(16))
    found = [result for result in results if result.finding]
    ran = [result for result in results if not result.skipped]
    verdict = (
        f"<p class=bad>{len(found)} findings</p>" if found else "<p class=good>No findings</p>"
    )
    parts = [
        f"<h1>Laws of the Marketing Events API</h1>{verdict}<p>{_counted(results)}; seed {seed}."
    ]
    parts += [
        _finding(result, accepted.get(result.law.name), scrubber, seed=seed) for result in found
    ]
    parts.append("<h2>Operations</h2>" + _operations(world, ran))
    rows = [
        (r.law.name, r.law.claim, "finding" if r.finding else r.skipped or "held", r.requests)
        for r in results
    ]
    parts.append("<h2>Laws</h2>" + table(("law", "claim", "", "requests"), rows))
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
    return f"{len(ran)} laws ran, {len(results) - len(ran)} did not; {requests} requests in {seconds:.1f} s"


def _finding(result: Result, reason: str | None, scrubber: Scrubber, *, seed: int) -> str:
    lines = "\n".join(curl(request, scrubber) for request, _ in result.exchanges[-3:])
    again = f"<pre>{escape(lines)}</pre><pre>{escape(reproduction(result, seed=seed))}</pre>"
    return (
        f"<h2 class=bad>{escape(result.law.name)}</h2>{f'<p>Accepted: {escape(reason)}' if reason else ''}"
        f"<p>{escape(result.law.claim)}<pre>{escape(str(result.finding))}</pre>"
        f"<details><summary>To see it again</summary>{again}</details>"
    )


def _operations(world: World, ran: Sequence[Result]) -> str:
    statuses = sorted({status for _, status in world.called})
    laws = Counter(operation for result in ran for operation in result.law.needs)
    rows = [
        (
            operation,
            *(world.called.get((operation, status), "") for status in statuses),
            laws[operation],
        )
        for operation in sorted(world.paths)
    ]
    return table(("operation", *map(str, statuses), "laws"), rows)


def table(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table, with what it holds escaped."""
    head = "".join(f"<th scope=col>{escape(name)}" for name in names)
    lines = ("<tr>" + "".join(_cell(cell) for cell in row) for row in rows)
    return f"<div class=wide><table><thead><tr>{head}<tbody>{''.join(lines)}</table></div>"


def _cell(value: Any) -> str:
    kind = " class=number" if isinstance(value, int | float) else ""
    return f"<td{kind}>{escape(f'{value:.2f}' if isinstance(value, float) else str(value))}"
