"""Run the command: `python -m scripts.adapt`."""

from scripts.adapt._command import main
from scripts.project.command import run

run(main)
