"""Vocabulary: field rules, from a SELF to the COMPATIBLE object that follows (section 11).

Belongs here: the rules as data, and the derivation.
Must not know: which driver uses which rule (catalog), files, wire forms.
"""
