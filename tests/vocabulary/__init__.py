"""Field rules: from a SELF to what it accepts."""
