"""Containment: `diff` measured beside z3 on the same questions. `make bench` runs it.

Belongs here: pairs of descriptors, what z3 is told of them, the comparison.
Must not know: anything private of src.
"""
