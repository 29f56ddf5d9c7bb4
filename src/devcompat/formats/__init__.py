"""Formats: bytes to document and back, one module a layout (section 6).

Belongs here: how a descriptor is spelled in each wire form, and telling the forms apart.
Must not know: what a descriptor means: a format never decides.
"""
