"""Lint: what may be wrong with one descriptor that can be read (section 7.3).

Belongs here: the checks, a module for each thing that is looked at. Must not know: wire forms,
files, sentences.
"""
