"""The benchmark's own material: what is sent, what comes back, and where results are written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import __main__ as benchmark
from benchmarks import server, tables, workload


@pytest.mark.parametrize("fields", [4, 12])
def test_the_server_echoes_what_was_sent(fields: int) -> None:
    """Each result repeats its event, and has the object id that the contenders are checked for."""
    shape = workload.Shape(size=3, fields=fields, properties=2, start=7)
    sent = [workload.json_ready(row) for row in shape.rows()]
    head, _, content = server.response_to(json.dumps({"inputs": sent}).encode()).partition(
        b"\r\n\r\n"
    )
    assert str(len(content)) in head.decode()

    results = json.loads(content)["results"]
    assert shape.object_ids() == [result["objectId"] for result in results]
    for event, result in zip(sent, results, strict=True):
        echoed = {name: event[name] for name in event if not name.startswith("external")}
        assert echoed.items() <= {k: v for k, v in result.items() if k in echoed}.items()


def test_the_server_names_the_contact_of_each_participant() -> None:
    """Each result repeats an e-mail address, and has the id that the contenders are checked for."""
    shape = workload.Participants(size=3)
    sent = [{"email": row["email"]} for row in shape.rows()]
    content = server.response_to(json.dumps({"inputs": sent}).encode()).partition(b"\r\n\r\n")[2]

    results = json.loads(content)["results"]
    assert sent == [{"email": result["email"]} for result in results]
    assert shape.object_ids() == [str(result["vid"]) for result in results]


def test_batches_of_other_numbers_hold_other_events() -> None:
    """Two shapes that start apart share no event."""
    first = {row["external_event_id"] for row in workload.Shape(size=5).rows()}
    second = {row["external_event_id"] for row in workload.Shape(size=5, start=5).rows()}
    assert set() == first & second


def test_a_part_replaces_its_own_section_only(tmp_path: Path) -> None:
    """Results of one part leave those of the others, and what is written by hand, as they are."""
    path = tmp_path / "results.md"
    benchmark.put(path, "One", "first")
    benchmark.put(path, "Two", "second")
    benchmark.put(path, "One", "third")
    text = path.read_text(encoding="utf-8")
    assert ["One", "Two"] == [
        line.removeprefix("## ") for line in text.splitlines() if line[:3] == "## "
    ]
    assert ("first" in text, "second" in text, "third" in text) == (False, True, True)


def test_ratios_are_taken_within_a_round() -> None:
    """A round in which all were slow counts as any other."""
    assert 2.0 == tables.median_ratio([2.0, 200.0, 2.2], [1.0, 100.0, 1.1])


def test_too_few_rounds_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A median of fewer than seven rounds is no figure."""
    with pytest.raises(SystemExit):
        benchmark.main(["upsert", "--rounds", "3"])
    assert "at least 7 rounds" in capsys.readouterr().err
