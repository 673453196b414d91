"""Run the command: `python -m scripts.fetch`."""

from scripts.fetch._command import main
from scripts.project.command import run

run(main)
