"""Bench: devcompat measured beside what a user would pick instead. `make bench` runs it.

Belongs here: a workload, the peers, the clock, the tables. docs/performance.md holds its output.
Must not know: anything private of src; every peer is asked through its public door.
"""
