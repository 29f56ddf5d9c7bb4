"""Env: what Alembic runs to migrate the connection that it is handed.

Belongs here: Alembic's settings. Must not know: how a store is opened; tables beyond their list.
"""

from alembic import context
from sqlalchemy import Connection

from devcompat.store.tables import METADATA, VERSION_TABLE


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        version_table=VERSION_TABLE,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


# Alembic puts `config` there while it runs this file; an import migrates nothing.
if hasattr(context, "config"):
    _run(context.config.attributes["connection"])
