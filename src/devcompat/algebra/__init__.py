"""Algebra: what COMPATIBLE objects accept, as sets of SELF objects (section 7).

Belongs here: comparing such sets, what several have in common, what is wrong with one descriptor.
Must not know: wire forms, files, devices, fleets; sentences are made elsewhere, from the codes.
"""
