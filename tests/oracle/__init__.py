"""A second, brute-force evaluator of the descriptor language, written from its specification.

Here belongs: reading valid documents of the text format, and judging a pair of them by trying
every value of every variable, every choice of a type's parameters, and every SELF that two
documents accept. It must not know the package
it checks: the standard library is all it imports.
"""

from .accepted import OracleDifference, differ
from .choices import OracleChoice, choose
from .evaluator import evaluate
from .failures import OracleError, OracleTooBig
from .verdict import Finding, OracleVerdict

__all__ = [
    "Finding",
    "OracleChoice",
    "OracleDifference",
    "OracleError",
    "OracleTooBig",
    "OracleVerdict",
    "choose",
    "differ",
    "evaluate",
]
