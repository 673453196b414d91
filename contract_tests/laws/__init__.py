"""What must hold of any server of this API: one law a function, one sentence a law, over HTTP and the contract."""

from contract_tests.laws import (
    access,
    batches,
    deletion,
    events,
    listing,
    manners,
    participants,
    reading,
)
from contract_tests.laws._law import LAWS, Law
from contract_tests.laws._world import Tokens, World

__all__ = [
    "LAWS",
    "Law",
    "Tokens",
    "World",
    "access",
    "batches",
    "deletion",
    "events",
    "listing",
    "manners",
    "participants",
    "reading",
]
