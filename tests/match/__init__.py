"""Tests of the matcher: vectors, hostile documents, evidence, basis."""
