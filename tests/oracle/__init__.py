"""A second, brute-force evaluator of the descriptor language, written from its specification.

Here belongs: reading valid documents of the text format, and judging a pair of them by trying
every value of every variable. It must not know the package it checks: the standard library is
all it imports.
"""

from .evaluator import evaluate
from .failures import OracleError, OracleTooBig
from .verdict import Finding, OracleVerdict

__all__ = ["Finding", "OracleError", "OracleTooBig", "OracleVerdict", "evaluate"]
