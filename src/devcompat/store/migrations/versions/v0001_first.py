"""First schema: hosts, classes, descriptors, changes.

Belongs here: this step, as it was made; it never changes. Must not know: tables.py, which does.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    for name in ("classes", "descriptors"):
        op.create_table(
            name,
            sa.Column("digest", _NAME, primary_key=True),
            sa.Column("document", sa.LargeBinary, nullable=False),
        )
    op.create_table(
        "hosts",
        sa.Column("host", _NAME, primary_key=True),
        sa.Column("generation", sa.BigInteger, nullable=False),
        sa.Column("received", sa.Text, nullable=False),
        sa.Column("labels", sa.Text, nullable=False),
        sa.Column("devices", sa.Integer, nullable=False),
        sa.Column("types", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_table(
        "changes",
        sa.Column("number", _COUNTER, primary_key=True, autoincrement=True),
        sa.Column("host", _NAME, nullable=False),
        sa.Column("address", _NAME, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("from_generation", sa.BigInteger, nullable=False),
        sa.Column("to_generation", sa.BigInteger, nullable=False),
        sa.Column("old_digest", _NAME),
        sa.Column("new_digest", _NAME),
        sa.ForeignKeyConstraint(["old_digest"], [".".join(("classes", "digest"))]),
        sa.ForeignKeyConstraint(["new_digest"], [".".join(("classes", "digest"))]),
    )
    op.create_index("changes_of_device", "changes", ["host", "address"])
