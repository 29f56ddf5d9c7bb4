"""Choosing: how values of parameters are found without walking through all of them (section 8).

Belongs here: relations between parameters, what they leave, the search for the first choice.
Must not know: verdicts and rules of direction (solver, judge), how a device is made.
"""
