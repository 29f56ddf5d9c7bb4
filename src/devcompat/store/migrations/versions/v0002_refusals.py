"""Types without a descriptor: `descriptors` has the reason in its place.

Belongs here: this step, as it was made; it never changes. Must not know: tables.py, which does.

No table changes. What is there stays as it is, and says no reason until its host reports again. An
older devcompat must not read the new rows, so this is a step.
"""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Leave the tables as they are."""
