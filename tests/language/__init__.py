"""Tests of the descriptor language: vectors, limits, printer."""
