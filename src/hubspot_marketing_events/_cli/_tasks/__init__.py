"""What each command that takes a file does with its rows."""

from hubspot_marketing_events._cli._tasks._deletion import DELETION, named, row_of
from hubspot_marketing_events._cli._tasks._participants import fields_of, participants_task
from hubspot_marketing_events._cli._tasks._task import Prepared, Task
from hubspot_marketing_events._cli._tasks._upsert import EVENTS, UPSERT, api_name

__all__ = [
    "DELETION",
    "EVENTS",
    "UPSERT",
    "Prepared",
    "Task",
    "api_name",
    "fields_of",
    "named",
    "participants_task",
    "row_of",
]
