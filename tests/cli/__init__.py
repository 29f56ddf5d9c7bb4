"""The real program, run as a process: what it prints, where, and how it ends."""
