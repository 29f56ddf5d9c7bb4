"""The registries of codes."""
