"""Defects made by operators: each way to be wrong, applied to many operations and fields.

A survivor names its operator, its operation and its field, so that the hole in the properties is
seen at once. Nothing here is written for a property, and no property for one of these.
"""

from contract_tests.defects.operators import _access, _lists, _memory, _values

for operator in (
    _values.drop,
    _values.truncate,
    _values.mangle,
    _values.round_times,
    _values.shift,
    _values.swap,
    _memory.stale,
    _memory.forget,
    _lists.reorder,
    _lists.duplicate,
    _access.cross_tenant,
    _access.obey,
    _access.let_in,
    _access.wrong_status,
    _values.wrong_type,
    _memory.late,
    _memory.twice,
    _lists.counters,
    _lists.pages,
    _values.ids,
    _lists.batch,
):
    operator()
