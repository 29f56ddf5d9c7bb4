"""Test vectors of the language as data, which an implementation in any language could run."""
