"""Run the command: `python -m scripts.normalize`."""

from scripts.normalize._command import main
from scripts.project.command import run

run(main)
