"""Tests of the inventory's records, their tables, and the document they are written as."""
