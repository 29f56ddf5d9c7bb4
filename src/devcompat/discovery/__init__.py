"""Discovery: what one machine has, read below a root (`/` or a capture).

Belongs here: reading sysfs, facts files, manifests and overlays into inventory records.
Must not know: what a driver checks (catalog), descriptors' meaning (match), any terminal.
"""
