"""Inventory: records only: hosts, devices, creatable types, facts with their origin, misses.

Belongs here: what is known of a machine, as values that anyone may build, compare and serialise.
Must not know: how it was read (discovery), what a driver checks (catalog), files or clocks.
"""
