"""Advice on the columns of exports in other languages, by their names and by their values."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from hubspot_marketing_events._cli import main
from hubspot_marketing_events._cli._files._contents import Content, content_of

ATTENDED = ["participants", "--event", "1", "--state", "attended"]
REGISTERED = ["participants", "--event", "1", "--state", "registered"]
NAMES = "contactProperties.firstname", "contactProperties.lastname"
TIMES = "properties.joinedAt", "properties.leftAt"
AT = "interactionDateTime"
OWN = {"Email", "E-Mail"}  # are the field's own name
CELLS = ["Ann", "Lee", "ann@x.org"]
CELLS += ["10.11.2026 09:14:00", "20.11.2026 15:58:00", "20.11.2026 16:20:00"]
Dry = Callable[..., str]


@pytest.fixture
def dry(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Dry:
    """A dry run of a command over a table; returns what is said."""

    def run(command: list[str], header: str, rows: list[list[str]], *options: str) -> str:
        path = tmp_path / "list.csv"
        lines = [header, *("|".join(row) for row in rows)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        name, *given = command
        zone = ["--date-format", "%d.%m.%Y %H:%M:%S", "--time-zone", "Europe/Berlin"]
        arguments = [name, str(path), *given, *zone, "--dry-run", *options]
        run.code = main(arguments)  # type: ignore[attr-defined]
        return capsys.readouterr().err

    return run


def advised(said: str) -> dict[str, str]:
    """The options that a message advises, by column."""
    text = said.split("Perhaps ")[1].split(". ", maxsplit=1)[0]
    words = [word for word in shlex.split(text) if word != "--map"]
    return dict(word.rsplit("=", 1) for word in words)  # type: ignore[misc]


@pytest.mark.parametrize(
    "header",
    [
        # Zoom, GoTo and Eventbrite in German, French and Spanish
        "Vorname|Nachname|E-Mail|Registrierungszeit|Beitrittszeit|Verlassen um",
        "Vorname|Nachname|E-Mail-Adresse|Anmeldedatum|Beitrittsuhrzeit|Austrittszeit",
        "Prénom|Nom de famille|Adresse e-mail|Heure d'inscription|Heure d'arrivée|Heure de départ",
        "Prénom|Nom|Courriel|Date d'inscription|Heure de connexion|Heure de déconnexion",
        "Nombre|Apellidos|Correo electrónico|Fecha de registro|Hora de entrada|Hora de salida",
        "Nombre|Apellido|Dirección de correo electrónico|Inscripción|Hora de ingreso|Salida",
        "First Name|Last Name|Email|Registration Time|Join Time|Leave Time",
    ],
)
def test_the_columns_of_an_attendance_are_known_in_several_languages(header: str, dry: Dry) -> None:
    """The advice can be pasted, and takes the time of registering for nothing else."""
    columns = header.split("|")
    names = (*NAMES, "email", None, *TIMES)
    wanted = {c: name for c, name in zip(columns, names, strict=True) if name and c not in OWN}
    said = dry(ATTENDED, header, [CELLS])
    assert wanted == advised(said)
    drop = f"--map {shlex.quote(columns[3] + '=')}"
    assert f"To leave the rest out: {drop}, or --ignore-unknown" in said
    options = [part for column, name in wanted.items() for part in ("--map", f"{column}={name}")]
    told = dry(ATTENDED, header, [CELLS], *options, *shlex.split(drop))
    assert (0, True) == (dry.code, '"email": "ann@x.org"' in told)  # type: ignore[attr-defined]
    assert AT == advised(dry(REGISTERED, header, [CELLS]))[columns[3]]


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("Thema|Veranstalter|Beginn|Ende|Webinar-ID|Link", "abcdef"),
        ("Veranstaltungsname|Gastgeber|Startzeit|Endzeit|Nummer|URL", "abcdef"),
        ("Titre|Organisateur|Date de début|Date de fin|Identifiant|Lien", "abcdef"),
        ("Nom de l'événement|Hôte|Heure de début|Heure de fin|ID|Lien", "abcdef"),
        ("Nombre del evento|Anfitrión|Fecha de inicio|Fecha de fin|Número|Enlace", "abcdef"),
        ("Nimi|Järjestäjä|Alkaa|Päättyy|Tunnus|Osoite", "f"),
    ],
)
def test_the_columns_of_events_are_known_in_several_languages(
    header: str, wanted: str, dry: Dry
) -> None:
    """Where no word is known, the look of the values says which column has URLs and dates."""
    row = ["Tour", "Ada", "20.11.2026 15:00:00", "20.11.2026 16:00:00", "w-1", "https://x.org/1"]
    names = ["eventName", "eventOrganizer", "startDateTime", "endDateTime", "externalEventId"]
    fields = dict(zip("abcdef", [*names, "eventUrl"], strict=True))
    columns = dict(zip("abcdef", header.split("|"), strict=True))
    said = dry(["upsert"], header, [row])
    assert {columns[key]: fields[key] for key in wanted} == advised(said)
    assert ("which each row needs" in said, "--set externalAccountId=" in said) == (True, True)
    dates = "'Alkaa', 'Päättyy' hold dates, for startDateTime or endDateTime, as --map Alkaa="
    assert (wanted == "f") == (dates in said)


def test_values_go_before_words_that_say_something_else(dry: Dry) -> None:
    """A column named after e-mail that holds none is not advised as the address."""
    rows = [["yes", "ann@x.org", "20.11.2026"], ["no", "n/a", "--"], ["no", "bob@x.org", ""]]
    said = dry(REGISTERED, "Email opt-in|Yhteystieto|Aika", rows)
    assert {"Yhteystieto": "email", "Aika": AT} == advised(said)


def test_two_columns_of_one_kind_are_named_and_not_chosen(dry: Dry) -> None:
    """Which of two columns of addresses is meant is for a person to say."""
    said = dry(REGISTERED, "Yksi|Kaksi", [["ann@x.org", "ann@y.org"]])
    assert "'Yksi', 'Kaksi' hold e-mail addresses, for email, as --map Yksi=email." in said
    assert "Perhaps" not in said


@pytest.mark.parametrize(
    ("column", "option"),
    [("Teilgenommen", "Teilgenommen=Ja"), ("A participé", "'A participé=Oui'")],
)
def test_a_column_that_says_who_came_is_known(column: str, option: str, dry: Dry) -> None:
    """It is advised as a filter, and not left out."""
    said = dry(ATTENDED, f"{column}|email|joinedAt", [["x", "ann@x.org", CELLS[4]]])
    assert f"may say which rows are meant: --only {option}" in said


def test_keys_of_json_objects_have_the_same_advice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each unknown key is told once, with an option that can be pasted."""
    keys = {"Vorname": "Ann", "Yhteystieto": "ann@x.org", "Notiz 1": "x"}
    path = tmp_path / "list.jsonl"
    path.write_text(f"{json.dumps(keys)}\n" * 3)
    name, *given = REGISTERED
    main([name, str(path), *given, "--dry-run"])
    said = capsys.readouterr().err
    for text in (
        "Vorname is no field of a participant; perhaps --map Vorname=contactProperties.firstname (",
        "Yhteystieto is no field of a participant; perhaps --map Yhteystieto=email (lines 1, 2, 3)",
        "Notiz 1 is no field of a participant; --map 'Notiz 1=' drops it (lines 1, 2, 3)",
    ):
        assert f"3 rows: invalid: {text}" in said


@pytest.mark.parametrize(
    ("values", "content"),
    [
        (["ann@x.org", "", "bob@x.org", "unknown"], Content.ADDRESSES),
        (["2026-11-20", "2026-11-20T15:00Z", "2026/11/20 15:00"], Content.TIMES),
        (["20.11.2026 15:58:00", "20. 11. 2026"], Content.TIMES),
        (["11/20/26, 3:58 PM", "Nov 20, 2026 03:55 PM", "20 novembre 2026 à 15:58"], Content.TIMES),
        (
            ["20 de noviembre de 2026", "20. November 2026 um 15:58", "2026年11月20日"],
            Content.TIMES,
        ),
        (["https://x.org", "www.x.org/a"], Content.URLS),
        (["1", "10.0.0.1", "030-12-34567", "1.2.3.4", "12:30"], Content.OTHER),
        (["Ann", "ann@x.org"], Content.OTHER),
        (["", " "], None),
    ],
)
def test_what_a_column_holds_is_seen(values: list[str], content: Content | None) -> None:
    """Most of the values decide, and empty ones do not count."""
    assert content is content_of(values)


@pytest.mark.parametrize("text", ["a@" + "." * 10**6 + "@", "a@" + "a." * 10**6 + " x"], ids=len)
def test_a_long_text_is_soon_looked_at(text: str) -> None:
    """A cell may have millions of characters: time goes with their number, not with its square."""
    assert Content.OTHER is content_of([text])


def test_a_time_of_something_else_is_not_advised_by_its_look(dry: Dry) -> None:
    """The date of a cancellation is not when somebody registered."""
    said = dry(REGISTERED, "email|Cancellation Date", [["ann@x.org", "20.11.2026 15:00:00"]])
    assert ("Perhaps" in said, "holds dates" in said) == (False, False)
