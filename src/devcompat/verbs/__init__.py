"""Verbs: one function for each thing a user can ask; functions of arguments that return values.

Belongs here: check, discover, find, preflight, explain as values in, values out.
Must not know: command lines, terminals, HTTP.
"""
