"""The contenders: each module has one class that turns rows into its own inputs and upserts them.

A module runs in an environment of its own, so it imports its own library, `benchmarks.workload`
and nothing else.
"""
