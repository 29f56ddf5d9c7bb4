"""Provision: making a device: as data that somebody carries out, and carrying it out.

Belongs here: which files are written, with what, in which order; the same as commands; doing it
step by step, verified, each with its undo, and written down before.
Must not know: which device is wanted or why (verbs), how a machine is read (discovery), terminals.
"""
