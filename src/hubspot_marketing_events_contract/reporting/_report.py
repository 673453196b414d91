"""A run and its results, in words."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from hubspot_marketing_events_contract._inputs import state
from hubspot_marketing_events_contract.running._accepted import Accepted, judged
from hubspot_marketing_events_contract.running._runner import Result
from hubspot_marketing_events_contract.running._schemathesis import SchemathesisResult
from hubspot_marketing_events_contract.target._target import Target

_FIELDS = (*state({}), "createdAt", "updatedAt", "objectId", "externalEventId", "registrants",
           "attendees", "cancellations", "eventStatus", "occurredAt", "total")  # fmt: skip

_FIRST, _LAST, _WIDTH = 4, 3, 240  # lines of a finding on a terminal, and characters of a line


@dataclass
class Group:
    """Findings that have one cause, as it seems; the first says most."""

    cause: str
    results: list[Result]


@dataclass(eq=False)
class Report:
    """A run, while it goes on and after its end.

    Args:
        target: the server.
        seed: where chance began.
        profile: how much was tried.
        results: of each property, in the order of the run.
        not_served: operations that respond 404, 405 or 501 to everything.
        ended: why the run did not come to its end, if it did not.
        accepted: the reason for each finding that is accepted, by property.
        wrong: what fails the run, one sentence each, by property.
        schemathesis: what Schemathesis found, where it ran.
    """

    target: Target
    seed: int
    profile: str
    results: list[Result] = field(default_factory=list)
    not_served: list[str] = field(default_factory=list)
    ended: str | None = None
    accepted: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    begun: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    last_exchange: str = ""
    schemathesis: SchemathesisResult | None = None

    def text(self, given: str) -> str:
        """Return a text as it may be written: without tokens and e-mail addresses."""
        return self.target.redaction.text(given)

    @property
    def found(self) -> list[Result]:
        """The results that are findings, accepted ones too."""
        return [one for one in self.results if one.finding]

    @property
    def ran(self) -> list[Result]:
        """The results of properties that ran."""
        return [one for one in self.results if not one.skipped]

    @property
    def undecided(self) -> list[Result]:
        """The results of properties that ran without a verdict."""
        return [one for one in self.results if one.undecided]

    @property
    def server(self) -> str:
        """The URL of the server, or what to call the mock."""
        url = str(self.target.http.base_url)
        return "the mock in this process" if url.startswith("http://mock") else self.text(url)

    @property
    def version(self) -> str:
        """The version of the API whose contract counts."""
        return str(self.target.contract.get("info", {}).get("version", "of no version"))

    def accept(self, known: Accepted, today: dt.date) -> None:
        """Compare the findings with those that are accepted."""
        self.accepted, self.wrong = judged(self.results, known, today)
        if self.not_served:
            self.wrong = {"not_served": self.not_served_text()} | self.wrong
        if self.schemathesis is not None:
            self.wrong |= dict(self.schemathesis.findings)

    def not_served_text(self) -> str:
        """Return which operations are not served, with the option to paste."""
        served = sorted(self.target.operations or self.target.paths)
        return (
            f"not served: {', '.join(self.not_served)} (404, 405 or 501 about an event that"
            f" exists); if that is so by design, use --operations '{','.join(served)}'"
        )

    def keep_last_exchange(self) -> None:
        """Remember the request at fault where the run ended before its end."""
        connection = self.target.connection
        request = connection.unanswered
        if request is None and connection.log:
            request = connection.log[-1][0]
        if request is not None:
            self.last_exchange = self.text(f"{request.method} {request.url}")

    def groups(self) -> list[Group]:
        """Return the findings, those together that seem to have one cause."""
        by_cause: dict[str, list[Result]] = {}
        for result in self.found:
            by_cause.setdefault(cause(result.finding or ""), []).append(result)
        return [
            Group(name, sorted(results, key=lambda one: len(one.finding or "")))
            for name, results in by_cause.items()
        ]

    def headline(self) -> str:
        """Return the result in one sentence."""
        count, groups = len(self.found), len(self.groups())
        if self.ended:
            return f"The run did not come to its end: {self.ended}"
        if self.not_served and not count:
            return f"{_counted(len(self.not_served), 'operation')} not served, and no other finding"
        if self.schemathesis is not None and self.schemathesis.findings and not count:
            counted = _counted(len(self.schemathesis.findings), "finding")
            return f"Schemathesis has {counted}, all properties hold"
        if not count:
            return f"All {len(self.ran)} properties that ran hold"
        causes = f"; {_counted(groups, 'cause')}, as it seems" if groups < count else ""
        return f"{_counted(count, 'property', 'properties')} of {len(self.ran)} do not hold{causes}"

    def counts(self) -> str:
        """Return how much was done."""
        requests, seconds = (
            sum(one.requests for one in self.ran),
            sum(one.seconds for one in self.ran),
        )
        flaky = "".join(
            f"; flaky: {path}: {count} of {requests} had no response"
            for path, count in self.target.connection.flaky.most_common(3)
        )
        return (
            f"{len(self.ran)} properties ran, {len(self.wrong)} wrong,"
            f" {len(self.accepted)} accepted;"
            f" {requests} requests in {seconds:.1f} s, seed {self.seed},"
            f" profile {self.profile}{self.text(flaky)}"
        )

    def skipped(self) -> Counter[str]:
        """Return how many properties did not run, by reason."""
        return Counter(
            one.skipped.partition(":")[0] if "operations" in one.skipped else one.skipped
            for one in self.results
            if one.skipped
        )

    def summary(self) -> Iterator[str]:
        """Yield the lines that the command prints."""
        if self.not_served:
            yield self.not_served_text()
        for group in self.groups():
            shown = [one for one in group.results if one.property.name in self.wrong]
            if shown:
                name = shown[0].property.name
                yield from _shortened(f"{name}: {self.text(self.wrong[name])}")
            if len(shown) > 1:
                others = ", ".join(one.property.name for one in shown[1:])
                yield f"    the same cause, as it seems, in {len(shown) - 1} more: {others}"
        told = {one.property.name for one in self.found} | {"not_served"}
        yield from (f"{name}: {text}" for name, text in self.wrong.items() if name not in told)
        if self.schemathesis is not None:
            count = len(self.schemathesis.findings)
            yield f"Schemathesis: {self.schemathesis.reason or _counted(count, 'finding')}"
        for one in self.undecided:
            yield f"{one.property.name}: no result: {self.text(one.undecided or '')}"
        if self.ended:
            yield f"ended early: {self.ended}" + (
                f" (at {self.last_exchange})" if self.last_exchange else ""
            )
        yield self.counts()
        reasons = self.skipped()
        if reasons:
            yield f"{sum(reasons.values())} properties did not run: {'; '.join(sorted(reasons))}"

    def annotations(self) -> Iterator[tuple[str, str]]:
        """Yield a title and a text for each thing that is wrong."""
        for name, text in self.wrong.items():
            yield name, self.text(text)

    def markdown(self) -> str:
        """Return a summary for a page of a CI system."""
        lines = [
            f"## Contract: {self.headline()}",
            "",
            f"{self.server}, version {self.version}. {self.counts()}.",
            "",
        ]
        for group in self.groups():
            first = group.results[0]
            more = f" (and {len(group.results) - 1} more)" if len(group.results) > 1 else ""
            lines += [f"- **{first.property.claim}**{more}", "", "  ```text"]
            lines += [f"  {line}" for line in self.text(first.finding or "").splitlines()[:20]]
            lines += ["  ```", ""]
        if self.not_served:
            lines += [f"- {self.not_served_text()}", ""]
        return "\n".join(lines) + "\n"


def cause(finding: str) -> str:
    """Return what a finding seems to come from: a field, or an operation and its status."""
    first = finding.partition("\n")[0].partition("; the last call")[0]
    named = [name for name in _FIELDS if re.search(rf"\b{name}\b", first)]
    if len(named) == 1:
        return f"the field {named[0]}"
    responds = re.search(r"(\w+) (?:responds|came back as)(?: with)? (\d{3})", first)
    if responds:
        return f"{responds[1]} responding {responds[2]}"
    return re.sub(r"['\"].*?['\"]|\d+", "…", first)[:120]


def _shortened(text: str) -> Iterator[str]:
    """Yield the lines of a finding for a terminal: its start and its end, none of them long."""
    first, *others = text.splitlines()
    yield first
    if len(others) > _FIRST + _LAST:
        others = [*others[:_FIRST], "… (the whole is in the report)", *others[-_LAST:]]
    for line in others:
        yield f"    {line if len(line) <= _WIDTH else line[:_WIDTH] + '…'}"


def _counted(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"
