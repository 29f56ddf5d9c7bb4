"""Bench of fleets: a million devices asked beside databases and columns. `make bench-fleet`.

Belongs here: made-up fleets, the same rows for every peer, clocks, goals, one table.
Must not know: anything private of src; every peer is asked through its public door.
"""
