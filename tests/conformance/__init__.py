"""The conformance suite: its runner, its checker, and who has to pass it."""
