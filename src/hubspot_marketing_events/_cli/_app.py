"""The commands and their exit codes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated, Any, Literal

from cyclopts import App, CycloptsError

from hubspot_marketing_events import (
    EventIdentifiers,
    EventKey,
    EventRecord,
    MarketingEventsError,
    ParticipantState,
    Participation,
)
from hubspot_marketing_events._cli._connection import event_of, opened_client
from hubspot_marketing_events._cli._failures import NOT_THROUGH, THROUGH, UNUSABLE, failure
from hubspot_marketing_events._cli._files import FileError
from hubspot_marketing_events._cli._journal import OutcomesLostError, recorded_run
from hubspot_marketing_events._cli._listing import Listing, json_of
from hubspot_marketing_events._cli._options import (
    MEANT,
    STDIN,
    EventOptions,
    FileOptions,
    ListOptions,
    OutputOptions,
    PeopleOptions,
    SendOptions,
    ServerOptions,
    option,
)
from hubspot_marketing_events._cli._output import standard_output
from hubspot_marketing_events._cli._question import DeclinedError, Question
from hubspot_marketing_events._cli._runs import _display
from hubspot_marketing_events._cli._runs._load import Load, StoppedError
from hubspot_marketing_events._cli._tasks import (
    DELETION,
    UPSERT,
    fields_of,
    participants_task,
    row_of,
)
from hubspot_marketing_events._cli._usage import usage_error

ENDS = (FileError, MarketingEventsError, OSError, OutcomesLostError, StoppedError)
ACCESS = """\
The token of a private app, or an OAuth access token, is read from the environment variable
HUBSPOT_ACCESS_TOKEN."""
CODES = f"""
{ACCESS}

Exit codes: 0 all {{noun}}s are through; 1 some are not; 2 the input or the setup cannot be used,
and nothing was sent; 130, 143 and 129 interrupted by Ctrl-C, SIGTERM and SIGHUP."""
FOUND = f"""{ACCESS}

Exit codes: 0 all was read; 1 something was not found, or HubSpot did not give it; 2 the setup
cannot be used; 130, 143 and 129 interrupted by Ctrl-C, SIGTERM and SIGHUP."""
EVENTS_EPILOGUE = f"""\
Fields (* required): {UPSERT.fields.listed}. NAME is the name of a property.
{CODES.format(noun="event")}"""
PARTICIPANTS_EPILOGUE = f"""\
Fields: {fields_of(ParticipantState.ATTENDED).listed}. NAME is the name of a property. Each row
needs email or vid (the contact id, also contactId), and interactionDateTime (also at) or, of who
attended, joinedAt. Where a row has both, the contact id counts. "--", "-" and "n/a" are no value.
A text that is certainly no e-mail address makes its row invalid.

Who is in the file more than once is sent once: with the first join and the last leave of who
attended, the first registration, the last cancellation. The other rows are `superseded`.
{CODES.format(noun="participant")}"""
DELETION_EPILOGUE = f"""\
Fields: {DELETION.fields.listed}. Each row needs objectId, or both external ids. The other columns
that `list` writes are left out, so that its output can be used.
{CODES.format(noun="event")}"""
READING, PEOPLE, SENDING, OUTPUT = FileOptions(), PeopleOptions(), SendOptions(), OutputOptions()
WHICH, SERVER, LISTED = EventOptions(), ServerOptions(), ListOptions()
State = Literal["registered", "attended", "cancelled"]
NO_CONTACTS = """\
Create no contacts for e-mail addresses that HubSpot does not know. It does not say then whom it \
recorded: those by e-mail address are `unconfirmed`."""

app = App(
    name="hubspot-marketing-events",
    help="Load marketing events and their participants into HubSpot, and account for every one.\n\n"
    + ACCESS,
    help_epilogue="COMMAND --help explains a command, its options and its exit codes.",
    version=lambda: version("hubspot-marketing-events"),
    suppress_keyboard_interrupt=False,
)


@app.command(help_epilogue=EVENTS_EPILOGUE)
def upsert(
    file: str | None = None,
    /,
    *,
    reading: FileOptions = READING,
    sending: SendOptions = SENDING,
    output: OutputOptions = OUTPUT,
) -> int:
    """Create or update the events of FILE in HubSpot.

    Parameters
    ----------
    file:
        CSV or another text table with a header, .xlsx, .ods, JSON Lines, a JSON array or an object
        with `inputs`; any of them may be packed as .gz. "-" or nothing is standard input.
    """
    return _code(Load(UPSERT, _path(file), reading.read_options(), sending, output))


@app.command(help_epilogue=PARTICIPANTS_EPILOGUE)
def participants(
    file: str | None = None,
    /,
    *,
    which: EventOptions = WHICH,
    state: Annotated[State | None, option("What the people of FILE did.", MEANT)] = None,
    at: Annotated[
        str | None,
        option("When they did so, in rows that say no time; as 2026-11-20T15:00+01:00.", MEANT),
    ] = None,
    no_create_missing_contacts: Annotated[bool, option(NO_CONTACTS, MEANT)] = False,
    reading: PeopleOptions = PEOPLE,
    sending: SendOptions = SENDING,
    output: OutputOptions = OUTPUT,
) -> int:
    """Record who registered for an event, attended it, or cancelled.

    Parameters
    ----------
    file:
        The list of people that a webinar tool exports, in any of the formats that `upsert` reads.
        "-" or nothing is standard input.
    """
    before = recorded_run(sending.retry_from) if sending.retry_from else {}
    told = before.get("event")
    event = _same("the event", event_of(which), EventKey(*told) if isinstance(told, list) else told)
    chosen = _same("--state", state, before.get("state"))
    create = False if no_create_missing_contacts else before.get("create_missing_contacts")
    _same("--no-create-missing-contacts", create, before.get("create_missing_contacts"))
    if event is None:
        raise FileError("say which event: --event ID, or --account ID --external-id ID")
    if chosen is None:
        raise FileError("say what they did: --state registered, attended or cancelled")
    task = participants_task(
        event, ParticipantState[chosen.upper()], create_missing_contacts=create is not False
    )
    fallbacks = {"at": at} if at else {}
    return _code(Load(task, _path(file), reading.read_options(fallbacks), sending, output))


@app.command(help_epilogue=DELETION_EPILOGUE)
def delete(
    file: str | None = None,
    /,
    *,
    which: EventOptions = WHICH,
    yes: Annotated[bool, option("Delete without a question.", MEANT)] = False,
    reading: FileOptions = READING,
    sending: SendOptions = SENDING,
    output: OutputOptions = OUTPUT,
) -> int:
    """Delete the events that FILE names, or one event.

    Parameters
    ----------
    file:
        A file with the ids of events, in any of the formats that `upsert` reads.
        "-" is standard input.
    """
    event = event_of(which)
    if event is not None and (file is not None or sending.retry_from is not None):
        raise FileError("a FILE and an event are given; keep one")
    if event is None and file is None and sending.retry_from is None:
        raise FileError("say what to delete: a FILE, --event ID, or --account ID --external-id ID")
    ask = None if yes else Question(piped=file == STDIN)
    rows = None if event is None else [row_of(event)]
    return _code(
        Load(DELETION, _path(file), reading.read_options(), sending, output, ask=ask, given=rows)
    )


@app.command(name="list", help_epilogue=FOUND)
def list_(
    *,
    which: EventOptions = WHICH,
    state: Annotated[
        Literal["registered", "attended", "cancelled", "no-show"] | None,
        option("With an event: only the participants with this state.", MEANT),
    ] = None,
    listed: ListOptions = LISTED,
    server: ServerOptions = SERVER,
) -> int:
    """List the events of the account, or what contacts did at one event.

    Without an event, all events; with one, its participants.
    """
    event = event_of(which)
    if state is not None and event is None:
        raise FileError("--state needs an event: --event ID, or --account ID --external-id ID")
    with opened_client(server) as client:
        if event is None:
            Listing(EventRecord, listed).write(client.events(), "event")
        else:
            name = state.replace("-", "_").upper() if state else None
            found = client.participations(event, state=name)
            Listing(Participation, listed).write(found, "participation")
    return THROUGH


@app.command(help_epilogue=FOUND)
def get(
    event_id: str | None = None,
    /,
    *,
    which: EventOptions = WHICH,
    server: ServerOptions = SERVER,
) -> int:
    """Print one event as JSON.

    Parameters
    ----------
    event_id:
        HubSpot's object id of the event; or use --event, or --account with --external-id.
    """
    if event_id is not None and which != WHICH:
        raise FileError("an EVENT_ID and options name two events; keep one")
    event = event_of(which) if event_id is None else event_of(EventOptions(event_id), "EVENT_ID")
    if event is None:
        raise FileError("say which event: EVENT_ID, or --account ID --external-id ID")
    with opened_client(server) as client:
        found = client.get(event)
    with standard_output() as file:
        file.write(json_of(found, indent=2) + "\n")
    return THROUGH


@app.command(help_epilogue=FOUND)
def find(
    external_id: str,
    /,
    *,
    server: ServerOptions = SERVER,
) -> int:
    """Print the ids of the events that have an external id, in all accounts and apps.

    Parameters
    ----------
    external_id:
        The id that the creator of the event gave it.
    """
    if not external_id.strip():
        raise FileError("EXTERNAL_ID is empty; say the id that the creator of the event gave it")
    with opened_client(server) as client:
        found = client.find(external_id)
    listing = Listing(EventIdentifiers, LISTED)
    return THROUGH if listing.write(found, "event") else NOT_THROUGH


def run(arguments: Sequence[str]) -> int:
    """Run a command, and print why it ends if it cannot go on.

    Args:
        arguments: those of the command line.

    Returns:
        The exit code.
    """
    given = [STDIN if argument == "-" else argument for argument in arguments]
    try:
        code = app(given, exit_on_error=False, print_error=False, result_action="return_value")
        if sys.stdout:
            sys.stdout.flush()
    except CycloptsError as error:
        _display.error(f"error: {usage_error(error, given)}")
        return UNUSABLE
    except DeclinedError as error:
        _display.error(str(error))
        return NOT_THROUGH
    except (*ENDS, KeyboardInterrupt) as error:
        text, code = failure(error)
        _display.error(text)
    return int(code or 0)


def _path(file: str | None) -> str | None:
    return "-" if file == STDIN else file


def _code(load: Load) -> int:
    return NOT_THROUGH if load.run() else THROUGH


def _same(what: str, given: Any, before: Any) -> Any:
    """Return the value given now, or else that of the run that a retry continues."""
    if given is not None and before is not None and given != before:
        raise FileError(f"{what}: the run had another; leave it out, a retry takes over its own")
    return before if given is None else given
