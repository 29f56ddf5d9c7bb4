"""Codes: the registries of error, evidence and reason codes, as tables.

Belongs here: every code a user can meet, with its meaning and the next step.
Must not know: anything else of devcompat; no file, no terminal, no sentence about a concrete case.
"""
