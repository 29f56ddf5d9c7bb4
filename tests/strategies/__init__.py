"""Strategies for property tests: documents that often relate; any descriptor, as nodes.

Here belongs what draws valid documents of the text format, and valid nodes (nodes). It must not
know how a document is read, written or judged; only the script that measures the pairs asks the
oracle.
"""

from .pairs import DocumentPair, document_pairs
from .samples import distinct_pairs, distinct_type_cases, many_type_cases
from .types import TypeCase, type_cases

__all__ = [
    "DocumentPair",
    "TypeCase",
    "distinct_pairs",
    "distinct_type_cases",
    "many_type_cases",
    "document_pairs",
    "type_cases",
]
