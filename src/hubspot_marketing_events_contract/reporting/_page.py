"""One page of a run: findings first, then what holds by operation, then the counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from hubspot_marketing_events_contract.reporting._report import Group, Report
from hubspot_marketing_events_contract.reporting._reproduction import curl, reproduction
from hubspot_marketing_events_contract.running._runner import Result

STYLE = """
:root { color-scheme: light dark; --text: #1d1d1f; --back: #fff; --soft: #f3f3f5; --line: #c9c9cf;
  --bad: #b00020; --good: #1a6b2c; --muted: #55555c; --link: #0b57d0; }
@media (prefers-color-scheme: dark) { :root { --text: #ececf0; --back: #151518; --soft: #222228;
  --line: #4a4a52;
  --bad: #ff8f8f; --good: #7fdc95; --muted: #b9b9c2; --link: #8ab4ff; } }
* { box-sizing: border-box }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; padding: 1rem; max-width: 66rem;
  color: var(--text); background: var(--back); overflow-wrap: anywhere }
a { color: var(--link) } h1 { line-height: 1.2 } h2 { margin-top: 2.2rem }
.bad { color: var(--bad) } .good { color: var(--good) } .muted { color: var(--muted) }
.finding { border-left: 4px solid var(--bad); padding: .1rem 0 .1rem 1rem; margin: 1.5rem 0 }
pre { white-space: pre-wrap; background: var(--soft); padding: .7rem; border-radius: .3rem }
.wide { overflow-x: auto } table { border-collapse: collapse; margin: .5rem 0; font-size: .92rem }
th, td { text-align: left; padding: .2rem .6rem; border-bottom: 1px solid var(--line);
  vertical-align: top;
  overflow-wrap: normal }
td.number { text-align: right } li { margin: .2rem 0 } summary { cursor: pointer; padding: .2rem 0 }
"""


def page(report: Report, matrix: Sequence[Mapping[str, Any]]) -> str:
    """Return the page; it needs no script and no other file, but links to those beside it."""
    sections = [
        ("findings", "Findings", _findings(report)),
        ("schemathesis", "What Schemathesis found", _schemathesis(report)),
        ("undecided", "Without a result", _undecided(report)),
        ("properties", "Properties by operation", _properties(report)),
        ("operations", "Operations by status", _operations(report)),
        ("skipped", "What did not run", _skipped(report)),
        ("defects", f"Seeded defects: {len(matrix)}", _matrix(matrix)),
    ]
    shown = [one for one in sections if one[2]]
    contents = "".join(
        f"<li><a href='#{name}'>{escape(title)}</a>{_listed(report) if name == 'findings' else ''}"
        for name, title, _ in shown
    )
    body = "".join(f"<h2 id={name}>{escape(title)}</h2>{text}" for name, title, text in shown)
    good = not report.wrong and not report.ended and not report.undecided
    head = (
        "<meta charset=utf-8><meta name=viewport content='width=device-width, initial-scale=1'>"
        f"<title>Contract of {escape(report.server)}</title><style>{STYLE}</style>"
    )
    when = report.begun.strftime("%d %B %Y, %H:%M UTC")
    return (
        f"<!doctype html><html lang=en><head>{head}</head><body>"
        f"<h1 class={'good' if good else 'bad'}>{escape(report.headline())}</h1>"
        f"<p>{escape(report.server)}, API version {escape(report.version)}, {when}, profile"
        f" {escape(report.profile)}.<p class=muted>{escape(report.counts())}."
        f"<nav><ul>{contents}</ul></nav>{body}</body></html>"
    )


def _listed(report: Report) -> str:
    """Return the list of the findings, one of each group, as part of the contents."""
    items = "".join(
        f"<li><a href='#{escape(one.property.name)}'>{escape(one.property.claim)}</a>"
        for one in (group.results[0] for group in report.groups())
    )
    return f"<ul>{items}</ul>" if items else ""


def _findings(report: Report) -> str:
    parts = []
    if report.ended and report.last_exchange:
        parts.append(f"<p>The run ended at <code>{escape(report.last_exchange)}</code>.")
    if report.not_served:
        parts.append(f"<div class=finding><p>{escape(report.not_served_text())}</div>")
    parts += [_group(group, report) for group in report.groups()]
    return "".join(parts)


def _group(group: Group, report: Report) -> str:
    first, *others = group.results
    more = ""
    if others:
        items = "".join(f"<li>{_details(one, report)}" for one in others)
        more = (
            f"<details><summary>{len(others)} more of the same cause, as it seems</summary>"
            f"<ul>{items}</ul></details>"
        )
    return f"<div class=finding>{_finding(first, report)}{more}</div>"


def _details(result: Result, report: Report) -> str:
    claim = escape(result.property.claim)
    return f"<details><summary>{claim}</summary>{_finding(result, report)}</details>"


def _finding(result: Result, report: Report) -> str:
    name = result.property.name
    lines = "\n".join(curl(request, report) for request, _ in result.exchanges[-3:])
    last = ""
    if result.exchanges:
        request, response = result.exchanges[-1]
        body = report.target.redaction.body(response.content[:2000])
        came = f"{request.method} {request.url.path} -> {response.status_code}\n{body}"
        last = f"<p>What came back last:<pre>{escape(report.text(came))}</pre>"
    reason = report.accepted.get(name)
    accepted = f"<p class=muted>Accepted: {escape(reason)}" if reason else ""
    return (
        f"<h3 id='{escape(name)}'>{escape(result.property.claim)}</h3>{accepted}"
        f"<pre>{escape(report.text(result.finding or ''))}</pre>{last}"
        f"<p><a href='findings/test_{escape(name)}.py'>test</a> ·"
        f" <a href='findings.har'>HAR, entries with the comment {escape(name)}</a>"
        f"<details><summary>The last calls with curl</summary><pre>{escape(lines)}</pre></details>"
        f"<details><summary>The test</summary><pre>{escape(reproduction(result, report))}</pre>"
        "</details>"
    )


def _schemathesis(report: Report) -> str:
    result = report.schemathesis
    if result is None:
        return ""
    items = "".join(f"<li>{escape(text)}" for _, text in result.findings)
    return f"<ul>{items}</ul>" if items else f"<p>{escape(result.reason or 'Nothing.')}"


def _undecided(report: Report) -> str:
    items = [
        f"<li>{escape(one.property.claim)}"
        f" <span class=muted>{escape(report.text(one.undecided or ''))}</span>"
        for one in report.undecided
    ]
    return f"<ul>{''.join(items)}</ul>" if items else ""


def _properties(report: Report) -> str:
    by_operation: dict[str, list[Result]] = {}
    for result in report.results:
        # A property of many operations is listed under the last that it needs: its subject.
        needs = [one for one in result.property.order if one != "upsert"]
        names = needs[:2] or (["upsert"] if result.property.needs else ["every operation"])
        for name in names:
            by_operation.setdefault(name, []).append(result)

    parts = []
    for name in sorted(by_operation):
        results = by_operation[name]
        bad = sum(one.finding is not None for one in results)
        count = (
            f"<span class=bad>{bad} of {len(results)} do not hold</span>"
            if bad
            else f"{len(results)}"
        )
        items = "".join(
            f"<li>{escape(one.property.claim)} {_state(one, report)}" for one in results
        )
        parts.append(
            f"<details{' open' if bad else ''}><summary>{escape(name)}: {count}</summary>"
            f"<ul>{items}</ul></details>"
        )
    return "".join(parts)


def _state(result: Result, report: Report) -> str:
    if result.finding and result.property.name in report.accepted:
        return "<b class=muted>accepted</b>"
    if result.finding:
        name = escape(result.property.name)
        return f"<b class=bad>does not hold</b> (<a href='#{name}'>finding</a>)"
    if result.undecided:
        return "<b class=bad>no result</b>"
    return (
        f"<span class=muted>did not run: {escape(result.skipped)}</span>"
        if result.skipped
        else "<b class=good>holds</b>"
    )


def _operations(report: Report) -> str:
    called = report.target.called
    statuses = sorted({status for _, status in called})
    rows = [
        (operation, *(called.get((operation, status), "") for status in statuses))
        for operation in sorted(report.target.paths)
    ]
    return table(("operation", *map(str, statuses)), rows)


def _skipped(report: Report) -> str:
    items = [f"<li>{count}: {escape(reason)}" for reason, count in report.skipped().items()]
    return f"<ul>{''.join(items)}</ul>" if items else ""


def _matrix(matrix: Sequence[Mapping[str, Any]]) -> str:
    names = ("defect", "kind", "what", "caught by", "seconds", "schemathesis")
    return (
        table(names, [tuple(row.get(name, "") for name in names) for row in matrix])
        if matrix
        else ""
    )


def table(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table, with what it holds escaped."""
    head = "".join(f"<th scope=col>{escape(name)}" for name in names)
    lines = ("<tr>" + "".join(_cell(cell) for cell in row) for row in rows)
    return f"<div class=wide><table><thead><tr>{head}<tbody>{''.join(lines)}</table></div>"


def _cell(value: Any) -> str:
    kind = " class=number" if isinstance(value, int | float) else ""
    return f"<td{kind}>{escape(f'{value:.2f}' if isinstance(value, float) else str(value))}"
