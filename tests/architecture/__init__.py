"""The house: rooms, their rules, and what they cost."""
