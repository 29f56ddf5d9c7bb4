"""Values: typed scalars of the descriptor language (specification section 5).

Belongs here: what an integer set, a version range, a feature set or a mask is and what it contains.
Must not know: descriptors, files, wire forms, devices.
"""
