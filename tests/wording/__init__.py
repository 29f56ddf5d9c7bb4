"""Codes and evidence as sentences."""
