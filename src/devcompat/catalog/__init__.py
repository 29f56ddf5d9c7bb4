"""Catalog: what real drivers check and whether they migrate at all, as data with sources.

Belongs here: profiles and vocabularies (data), reading them, deriving a device's descriptor from
its facts, and the answer to "can this device migrate at all?".
Must not know: how facts were read (discovery), how a verdict is reached (match), any terminal.
"""
