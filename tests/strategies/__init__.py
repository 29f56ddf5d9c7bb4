"""Strategies for property tests: pairs of documents that often have to do with each other.

Here belongs what draws valid documents of the text format. It must not know how a document is
read or judged; only the script that measures the pairs asks the oracle.
"""

from .pairs import DocumentPair, document_pairs
from .samples import distinct_pairs

__all__ = ["DocumentPair", "distinct_pairs", "document_pairs"]
