"""Fuzz: every reader, and the matcher, against bytes that a coverage-guided fuzzer makes up.

Belongs here: what is asked of an input (targets, and the laws of each in matching, documents and
readers), documents made from bytes (drafts, trees, choices), what is begun with (seeds), the run
(`python -m fuzz`, behind `make fuzz`), and what of its finds is kept (corpus).
Must not know: how anything in src works. The oracle: a value or an input error, nothing else.
The corpus and every crash live in tests/fuzz and are replayed by the tests, without the fuzzer.
"""
