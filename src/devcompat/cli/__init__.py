"""CLI: words on a command line to verbs, results to a terminal, a pipe or JSON.

Belongs here: options, exit codes, tables, colour.
Must not know: how anything is decided: the verbs do that.
"""
