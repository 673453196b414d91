"""The results in JUnit's form, one suite for each group of properties, as CI systems show it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from hubspot_marketing_events_contract.reporting._report import Report
from hubspot_marketing_events_contract.reporting._reproduction import curl
from hubspot_marketing_events_contract.running._runner import Result
from hubspot_marketing_events_contract.running._schemathesis import SchemathesisResult


def junit(report: Report) -> str:
    """Return the document."""
    suites = ET.Element(
        "testsuites", {"name": f"contract of {report.server}, version {report.version}"}
    )
    groups: dict[str, list[Result]] = {}
    for result in report.results:
        group = result.property.check.__module__.rpartition(".")[2].replace("_", " ")
        groups.setdefault(group, []).append(result)
    for name, results in groups.items():
        _suite(suites, name, results, report)

    if report.schemathesis is not None:
        _schemathesis(suites, report.schemathesis)
    if report.not_served or report.ended:
        _run_itself(suites, report)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(suites, encoding="unicode")


def _suite(suites: ET.Element, name: str, results: Sequence[Result], report: Report) -> None:
    failed = [one for one in results if one.finding and one.property.name not in report.accepted]
    suite = ET.SubElement(suites, "testsuite", {
        "name": name, "tests": str(len(results)), "failures": str(len(failed)),
        "errors": str(sum(one.undecided is not None for one in results)),
        "skipped": str(sum(one.skipped is not None for one in results)),
        "time": f"{sum(one.seconds for one in results):.3f}",
        "timestamp": report.begun.isoformat(timespec="seconds"),
    })  # fmt: skip
    for result in results:
        _case(suite, name, result, report)


def _case(suite: ET.Element, group: str, result: Result, report: Report) -> None:
    case = ET.SubElement(suite, "testcase", {
        "classname": f"contract.{group}", "name": result.property.name,
        "time": f"{result.seconds:.3f}",
    })  # fmt: skip
    reason = report.accepted.get(result.property.name)
    if result.skipped or reason:
        ET.SubElement(case, "skipped", {"message": plain(result.skipped or f"accepted: {reason}")})
    elif result.undecided:
        ET.SubElement(case, "error", {"message": plain(report.text(result.undecided))})
    elif result.finding:
        finding = report.text(result.finding)
        message = f"{result.property.claim} {finding.partition(chr(10))[0]}"
        failure = ET.SubElement(
            case, "failure", {"message": plain(message)[:1000], "type": "finding"}
        )
        lines = [curl(request, report) for request, _ in result.exchanges[-3:]]
        failure.text = plain("\n".join([finding, "", *lines]))


def _schemathesis(suites: ET.Element, result: SchemathesisResult) -> None:
    count = str(len(result.findings))
    suite = ET.SubElement(
        suites, "testsuite", {"name": "schemathesis", "tests": count, "failures": count}
    )
    for name, text in result.findings:
        case = ET.SubElement(
            suite, "testcase", {"classname": "contract.schemathesis", "name": name}
        )
        ET.SubElement(case, "failure", {"message": plain(text), "type": "finding"})


def _run_itself(suites: ET.Element, report: Report) -> None:
    suite = ET.SubElement(suites, "testsuite", {"name": "the run", "tests": "1", "failures": "1"})
    case = ET.SubElement(
        suite, "testcase", {"classname": "contract.run", "name": "comes to its end"}
    )
    said = report.ended or report.not_served_text()
    ET.SubElement(
        case, "failure", {"message": plain(f"{said} {report.last_exchange}".strip()), "type": "run"}
    )


def plain(text: str) -> str:
    """Return a text without characters that XML cannot hold."""
    return "".join(one if _allowed(one) else "?" for one in text)


def _allowed(one: str) -> bool:
    return one in "\t\n" or " " <= one < "\ud800" or "\ue000" <= one < "\ufffe" or one > "\uffff"
