"""The parts of the benchmark: each module's `measure` returns a section of `results.md`."""
