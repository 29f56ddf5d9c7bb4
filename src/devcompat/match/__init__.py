"""Match: from two descriptors to a verdict with its evidence (sections 2, 3, 4 and 9).

Belongs here: compiling a descriptor, the solver of bindings, the rules of direction, the evidence.
Must not know: wire forms, files, devices, catalogs; sentences are made elsewhere, from the codes.
"""
