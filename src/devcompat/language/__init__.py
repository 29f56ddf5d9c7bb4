"""Language: the descriptor language itself: nodes, limits, parser, printer, errors with positions.

Belongs here: what a descriptor is and how its text is read and written (sections 1, 2, 5, 8 and 9).
Must not know: devices, drivers, files, other wire forms, or how two descriptors are compared.
"""
