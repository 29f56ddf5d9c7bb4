"""Provision: making a mediated device, as recipes: data that somebody else carries out.

Belongs here: which files are written, with what, in which order; the same as commands.
Must not know: which device is wanted or why (verbs), how a machine is read (discovery), terminals.
It executes nothing.
"""
