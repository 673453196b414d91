"""Rows of files in many formats, for any command that takes a file.

It knows fields and their kinds (`Fields`) and nothing of what becomes of rows: a command hands in
the fields that its rows may have.
"""

from hubspot_marketing_events._cli._files._contents import Content
from hubspot_marketing_events._cli._files._fields import Field, Fields, Kind, plain
from hubspot_marketing_events._cli._files._input import Input, open_input
from hubspot_marketing_events._cli._files._options import ReadOptions, choices, from_file, pairs
from hubspot_marketing_events._cli._files._problems import FileError, Problem, shown
from hubspot_marketing_events._cli._files._rows import Row, safe_cell
from hubspot_marketing_events._cli._files._source import Fingerprint, fingerprint, named

__all__ = [
    "Content",
    "Field",
    "Fields",
    "FileError",
    "Fingerprint",
    "Input",
    "Kind",
    "Problem",
    "ReadOptions",
    "Row",
    "choices",
    "fingerprint",
    "from_file",
    "named",
    "open_input",
    "pairs",
    "plain",
    "safe_cell",
    "shown",
]
