"""Measurements of this project, on one machine and against its peers; `nox -s bench` runs them."""
