"""Wording: codes and evidence as sentences, once, for every face.

Belongs here: the text of an error, of a verdict, of a reason.
Must not know: terminals, colours, HTTP; it decides nothing and reads no file.
"""
