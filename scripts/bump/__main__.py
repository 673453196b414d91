"""Run the command: `python -m scripts.bump`."""

from scripts.bump._command import main
from scripts.project.command import run

run(main)
