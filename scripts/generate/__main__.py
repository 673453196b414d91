"""Run the command: `python -m scripts.generate`."""

from scripts.generate._command import main
from scripts.project.command import run

run(main)
