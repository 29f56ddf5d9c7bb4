"""Mutation: would the tests notice a change? Small faults are put into language, match, vocabulary.

Belongs here: making mutants, running tests against them, comparing what survives with the list of
survivors. Must not know: what the mutated code is for. It never changes a file of the source.
"""
