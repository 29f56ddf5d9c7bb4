"""Tables: the schema as the newest migration leaves it.

Belongs here: tables and columns. Must not know: what is written there, any one database.

A host is one row (docs/adr/0015-a-host-is-one-row.md). Texts are compared by code points on every
database, so that the order of hosts is the same.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

REVISION: Final = "0002"
"""The newest migration, which these tables are; a test holds it to the migrations."""

VERSION_TABLE: Final = "devcompat_schema"
"""Where the database says which migration it is at; by it a store is known."""

METADATA: Final = MetaData()

_NAME = Text().with_variant(Text(collation="C"), "postgresql")
_COUNTER = BigInteger().with_variant(Integer(), "sqlite")

CLASSES: Final = Table(
    "classes",
    METADATA,
    Column("digest", _NAME, primary_key=True),
    Column("document", LargeBinary, nullable=False),
)
"""Devices' classes: canonical JSON by digest. Rows are only ever added."""

DESCRIPTORS: Final = Table(
    "descriptors",
    METADATA,
    Column("digest", _NAME, primary_key=True),
    Column("document", LargeBinary, nullable=False),
)
"""Types' descriptors, likewise; or why there is none."""

HOSTS: Final = Table(
    "hosts",
    METADATA,
    Column("host", _NAME, primary_key=True),
    Column("generation", BigInteger, nullable=False),
    Column("received", Text, nullable=False),
    Column("labels", Text, nullable=False),
    Column("devices", Integer, nullable=False),
    Column("types", Integer, nullable=False),
    Column("document", Text, nullable=False),
)
"""One row a host: `devices` and `types` are counts, `document` has both (documents.py)."""

CHANGES: Final = Table(
    "changes",
    METADATA,
    Column("number", _COUNTER, primary_key=True, autoincrement=True),
    Column("host", _NAME, nullable=False),
    Column("address", _NAME, nullable=False),
    Column("at", Text, nullable=False),
    Column("from_generation", BigInteger, nullable=False),
    Column("to_generation", BigInteger, nullable=False),
    Column("old_digest", _NAME, ForeignKey(CLASSES.c.digest)),
    Column("new_digest", _NAME, ForeignKey(CLASSES.c.digest)),
    Index("changes_of_device", "host", "address"),
)
"""Devices that changed their class, appeared or vanished, in the order in which that was told."""
