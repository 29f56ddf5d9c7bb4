"""The conformance suite's own program: cases read, asked of an implementation, and compared.

Belongs here: everything that run.py and check.py do. It must not know any implementation, devcompat
included, and needs only Python's standard library.
"""
