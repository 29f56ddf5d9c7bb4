"""Store: where a fleet lives: SQLite by default, PostgreSQL by URL, one schema for both.

Belongs here: keeping reports of hosts and giving them back, the history of devices' classes, the
schema and its migrations, what can go wrong with a database. Must not know: what a descriptor
means, who can take over whose state, the lines that reports come in, terminals.
"""
