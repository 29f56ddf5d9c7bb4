"""Guest: what a VM has assigned, read from its libvirt domain XML.

Belongs here: the domain XML as a list of assigned devices, with the line each stands on.
Must not know: what a host has (discovery), whether a device migrates (catalog), any terminal.
"""
