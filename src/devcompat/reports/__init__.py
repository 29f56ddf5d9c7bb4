"""Reports: what hosts say of themselves, a JSON line each, and back; fleets that are made up.

Belongs here: the wire form `devcompat/report/1`, what is wrong with a line, classes as bytes.
Must not know: how reports are kept or asked, files, terminals.
"""
