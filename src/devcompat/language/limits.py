"""Limits: how much a descriptor may hold (section 9). All of them, and only here.

Belongs here: the numbers. Must not know: who enforces them. Each has an error code `limit.*`.
"""

DOCUMENT_BYTES = 64 * 1024
COMPATIBLE_OBJECTS = 64
FIELDS = 64
VARIABLES = 16
DOMAIN_ITEMS = 4096
NAME_BYTES = 64
TEXT_BYTES = 1024
"""For a value's text outside placeholders, for a domain member, and for a joined SELF value."""

SHORT_TEXT = TEXT_BYTES // 4
"""Characters that keep TEXT_BYTES in any encoding, and DOMAIN_ITEMS however they are cut."""

PLACEHOLDERS = 4
"""Placeholders in one value."""

COMBINATIONS = 65_536
"""Combinations of an object's variables that no template binds and no expression is solved for."""

REPORTED_PROBLEMS = 50
"""Problems reported together for one document; the rest is only counted."""

PAGE_BYTES = 4096
"""What an attribute in sysfs holds: no limit of the language, lint points at it (section 7.3)."""
