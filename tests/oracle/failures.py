"""What the oracle raises.

Here belong its two exceptions, nothing else. They carry a sentence, no code and no position: the
oracle reads valid documents and does not compete in error reports.
"""


class OracleError(Exception):
    """The text is no valid document, or uses what the oracle leaves out."""


class OracleTooBig(OracleError):
    """The domains hold more combinations than the oracle is willing to try."""
