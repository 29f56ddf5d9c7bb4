"""Cells: all texts of a field as finitely many kinds, told apart by what demands say of them.

Belongs here: for each type, texts of which one is in every difference that demands make.
Must not know: objects, coupled fields, how sets of objects are compared.
"""
