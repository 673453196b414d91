"""Run the command: `python -m scripts.drift`."""

from scripts.drift._command import main
from scripts.project.command import run

run(main)
