"""Tests of reading a libvirt domain."""
