"""Runs a plan on Celery workers, which need no driver: each slice queues the next of its lane.

celery --app examples.many_accounts.on_celery worker
python -m examples.many_accounts enqueue DIRECTORY
"""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from redis.exceptions import RedisError

from . import delivery, plan
from .plan import Slice

app = Celery("many_accounts", broker=os.environ.get("REDIS_URL"))
app.conf.update(
    broker_connection_retry_on_startup=True,
    # A message counts as done when its slice is, so that a worker's death loses none. Another
    # worker gets it after this many seconds; a slice takes less, by its deadline. Workers look
    # for such messages every ten seconds, but heed only one look in ten unless told otherwise.
    broker_transport_options={
        "visibility_timeout": int(os.environ.get("VISIBILITY", "3600")),
        "unacked_restore_throttle": 1,
    },
    task_acks_late=True,
    task_ignore_result=True,  # what became of it is in the run directory
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
)


@app.task(bind=True, max_retries=None)
def advance(self: Any, directory: str, account: str, lane: int, start: int = 0) -> None:
    """Send the first slice of a lane that is left, and queue the lane again.

    It may be delivered twice, or after the slice was sent: it always goes on where the lane is.

    Args:
        self: the task.
        directory: of the run.
        account: whose lane.
        lane: which.
        start: the number of the slice to look from; those before it are finished.
    """
    part = next_slice(directory, account, lane, start)
    if part is None:
        return

    try:
        result = delivery.send(part)
    except (RedisError, OSError) as error:
        raise self.retry(exc=error, countdown=10) from error
    if result.state != "stopped":
        advance.delay(directory, account, lane, part.number)


def next_slice(directory: str, account: str, lane: int, start: int) -> Slice | None:
    """Return the first slice of a lane that is left."""
    for number in range(start, plan.load(directory).accounts[account]):
        if not (part := Slice(directory, account, number, lane)).finished:
            return part
    return None


def enqueue(directory: str) -> int:
    """Queue each lane of a run, and return how many there are."""
    found = plan.load(directory)
    lanes = [(account, lane) for account in found.accounts for lane in range(found.settings.lanes)]
    for account in found.accounts:
        delivery.allow(directory, account)
    for account, lane in lanes:
        advance.delay(directory, account, lane)
    return len(lanes)
