"""Lists of participants as webinar tools export them, and what must become of their rows."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Callable, Sequence

from attrs import frozen

START = dt.datetime(2026, 11, 20, 15, 0)  # noqa: DTZ001 - local times, as tools write them
NAMES = (
    "Zoë Müller",
    "Ada Lovelace",
    "李 明",
    "Seán O'Brien",
    "=1+1 Jones",
    "Ann, Lee",
    "Noël Ångström",
)


@frozen
class Session:
    """One time that a person was there."""

    joined: dt.datetime
    left: dt.datetime


@frozen
class Person:
    """Somebody who registered, with each time that they were there."""

    email: str
    first: str
    last: str
    sessions: Sequence[Session] = ()
    registered: dt.datetime = START - dt.timedelta(days=3)

    @property
    def name(self) -> str:
        """Both names."""
        return f"{self.first} {self.last}"


@frozen
class Attendance:
    """What a list holds.

    Args:
        people: who registered.
        nameless: how many rows are of somebody without an e-mail address, such as who phoned in.
    """

    people: Sequence[Person]
    nameless: int = 0

    @property
    def attended(self) -> list[Person]:
        """Who was there."""
        return [person for person in self.people if person.sessions]

    @property
    def sessions(self) -> list[tuple[Person, Session]]:
        """Each time that anybody was there, in the order of joining."""
        found = [(person, one) for person in self.people for one in person.sessions]
        return sorted(found, key=lambda pair: pair[1].joined)

    def shuffled(self, chance: random.Random) -> list[tuple[Person, Session]]:
        """Each time that anybody was there, in no order."""
        found = self.sessions
        chance.shuffle(found)
        return found


def attendance(seed: int, count: int = 40) -> Attendance:
    """Make up people: some stayed away, some came back once or twice, some phoned in."""
    chance = random.Random(seed)
    people = []
    for number in range(count):
        first, last = chance.choice(NAMES).rsplit(" ", 1)
        sessions, moment = [], START + dt.timedelta(minutes=chance.randrange(20))
        for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
            left = moment + dt.timedelta(minutes=chance.randrange(1, 30))
            sessions.append(Session(moment, left))
            moment = left + dt.timedelta(minutes=chance.randrange(1, 5))
        people.append(Person(f"person{number}@example.com", first, last, sessions))
    return Attendance(people, chance.randrange(3))


def _spelt(email: str, chance: random.Random) -> str:
    """An address as people type it into forms: with capitals, and spaces around it."""
    return chance.choice((email, email.upper(), f" {email}", f"{email.title()} "))


def _written(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue()


def zoom(given: Attendance, seed: int = 0) -> bytes:
    """Zoom's attendee report: three tables below a report, a row for each time of a person."""
    chance = random.Random(seed)

    def time(moment: dt.datetime) -> str:
        return f"{moment:%b %d, %Y %I:%M %p}"

    head = ["Attended", "User Name (Original Name)", "First Name", "Last Name", "Email"]
    head += ["Registration Time", "Approval Status", "Join Time", "Leave Time"]
    head += ["Time in Session (minutes)", "Is Guest", "Country/Region Name", ""]
    hosts = ["Attended", "User Name (Original Name)", "Email", "Join Time", "Leave Time"]
    rows = [
        ["Attendee Report"],
        ["Report Generated:", time(START)],
        ["Topic", "Webinar ID", "Actual Start Time", "Actual Duration (minutes)", "# Registered"],
        ["Road map, part 2", "123 4567 8901", time(START), "61", str(len(given.people))],
        ["Host Details"],
        [*hosts, "Time in Session (minutes)", "Country/Region Name", ""],
        ["Yes", "Host", "host@example.com", time(START), time(START), "61", "Germany", ""],
        ["Panelist Details"],
        [*hosts, "Time in Session (minutes)", "Country/Region Name", ""],
        ["Yes", "Panel", "panel@example.com", time(START), time(START), "61", "Germany", ""],
        ["Attendee Details"],
        head,
    ]
    for person, one in given.sessions:
        minutes = str(int((one.left - one.joined).total_seconds() // 60))
        who = [person.name, person.first, person.last, _spelt(person.email, chance)]
        registered = [time(person.registered), "approved"]
        present = [time(one.joined), time(one.left), minutes]
        rows.append(["Yes", *who, *registered, *present, "No", "United States", ""])
    for person in given.people:
        if not person.sessions:
            absent = ["No", person.name, person.first, person.last, person.email]
            rows.append([*absent, time(person.registered), "approved", *["--"] * 5, ""])
    phoned = ["Yes", "4915551234", "", "", "", "--", "--", time(START), time(START)]
    rows += [[*phoned, "1", "Yes", "", ""]] * given.nameless
    rows += [["Other Attended"], ["User Name", "Join Time", "Leave Time", "Country/Region Name"]]
    rows += [["4912345", time(START), time(START), "Germany"]]
    return ("\ufeff" + _written(rows)).encode()


def teams(given: Attendance, seed: int = 0) -> bytes:
    """Microsoft Teams' attendance report: tabs in UTF-16, and three numbered sections."""
    chance = random.Random(seed)

    def time(moment: dt.datetime) -> str:
        return f"{moment.month}/{moment.day}/{moment:%y}, {moment:%I:%M:%S %p}".replace(", 0", ", ")

    rows = [
        ["1. Summary"],
        ["Meeting title", "Road map, part 2"],
        ["Attended participants", str(len(given.attended))],
        ["Start time", time(START)],
        [],
        ["2. Participants"],
        ["Name", "First Join", "Last Leave", "In-Meeting Duration", "Email", "UPN", "Role"],
    ]
    for person in given.attended:
        email = _spelt(person.email, chance)
        first, last = person.sessions[0].joined, person.sessions[-1].left
        rows.append([person.name, time(first), time(last), "40m", email, person.email, "Attendee"])
    rows += [["Guest", time(START), time(START), "1m", "", "", "Attendee"]] * given.nameless
    rows += [[], ["3. In-Meeting Activities"]]
    rows += [["Name", "Join Time", "Leave Time", "Duration", "Email"]]
    for person, one in given.sessions:
        rows.append([person.name, time(one.joined), time(one.left), "20m", person.email])
    return _written(rows, "\t").encode("utf-16")


def gotowebinar(given: Attendance, seed: int = 0) -> bytes:
    """GoToWebinar's attendee report: times with the name of a zone, and preamble."""
    chance = random.Random(seed)

    def time(moment: dt.datetime) -> str:
        return f"{moment:%m/%d/%Y %I:%M %p} CET"

    rows = [
        ["Attendee Report"],
        ["Generated", time(START)],
        [],
        ["General Information"],
        ["Webinar Name", "Webinar ID"],
        ["Road map, part 2", "123-456-789"],
        [],
        ["Attendee Details"],
        ["Attended", "First Name", "Last Name", "Email Address", "Registration Date/Time"],
    ]
    rows[-1] += ["Join Time", "Leave Time"]
    for person, one in given.shuffled(chance):
        names = ["Yes", person.first, person.last, _spelt(person.email, chance)]
        rows.append([*names, time(person.registered), time(one.joined), time(one.left)])
    for person in given.people:
        names = ["No", person.first, person.last, person.email]
        if not person.sessions:
            rows.append([*names, time(person.registered), "--", "--"])
    rows += [["Yes", "", "", "n/a", time(START), time(START), time(START)]] * given.nameless
    return _written(rows, chance.choice(",;")).encode("cp1252", "replace")


def plain(given: Attendance, seed: int = 0) -> bytes:
    """A list that somebody keeps in a spreadsheet, with a line for each time of a person."""
    chance = random.Random(seed)
    rows = [["E-mail", "joinedAt", "leftAt", "contactProperties.firstname"]]
    for person, one in given.shuffled(chance):
        times = [f"{one.joined.isoformat()}+01:00", f"{one.left.isoformat()}+01:00"]
        rows.append([_spelt(person.email, chance), *times, person.first])
    rows += [["", f"{START.isoformat()}+01:00", "", "Nobody"]] * given.nameless
    rows += [[], ["", "", "", ""]]
    return _written(rows).encode()


@frozen
class Tool:
    """A tool, and the options that its lists need.

    Args:
        name: what it is called.
        write: makes a file.
        options: of the command.
        merges: whether somebody who came back has several rows.
        tells_absence: whether it lists people who stayed away, too.
    """

    name: str
    write: Callable[..., bytes]
    options: Sequence[str] = ()
    merges: bool = True
    tells_absence: bool = False


BERLIN = ("--time-zone", "Europe/Berlin", "--ignore-unknown")
TIMES = ("--map", "Join Time=joinedAt", "--map", "Leave Time=leftAt")
FIRST = ("--map", "First Name=contactProperties.firstname")
LAST = ("--map", "Last Name=contactProperties.lastname")
ATTENDED = ("--section", "Attendee Details", "--only", "attended=YES")
ZOOM = ("--date-format", "%b %d, %Y %I:%M %p")
TEAMS = ("--date-format", "%m/%d/%y, %I:%M:%S %p", "--section", "Participants")
FIRST_AND_LAST = ("--map", "First Join=joinedAt", "--map", "last leave=leftAt")
GOTO = ("--date-format", "%m/%d/%Y %I:%M %p CET", "--map", "Email Address=email")
PEOPLE = (*BERLIN, *TIMES, *FIRST, *LAST, *ATTENDED)
TOOLS = (
    Tool("zoom", zoom, (*PEOPLE, *ZOOM), tells_absence=True),
    Tool("teams", teams, (*BERLIN, *TEAMS, *FIRST_AND_LAST), merges=False),
    Tool("gotowebinar", gotowebinar, (*PEOPLE, *GOTO), tells_absence=True),
    Tool("plain", plain),
)
