"""Ranges: coupled fields whose variables are too many to be written out, as numbers on a line.

Belongs here: progressions on which expressions are linear; what templates tie together.
Must not know: objects as a whole, how sets of objects are compared.
"""
