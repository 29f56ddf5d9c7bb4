"""Tests of the typed scalars: integer sets, versions, feature sets, masks."""
