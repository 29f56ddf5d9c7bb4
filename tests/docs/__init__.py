"""Tests that hold the documentation and the program together."""
