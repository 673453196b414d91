"""The version of the package, which `pyproject.toml` reads from here.

To look it up among the installed packages would take 6 ms of every start.
"""

__version__ = "0.1.0"
