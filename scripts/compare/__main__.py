"""Run the command: `python -m scripts.compare`."""

from scripts.compare._command import main
from scripts.project.command import run

run(main)
