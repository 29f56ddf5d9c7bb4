"""The wire forms of a descriptor: what each reads and writes, and that they hold the same."""
