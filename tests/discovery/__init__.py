"""Tests of reading machines: captures with golden files, and trees made to do harm."""
