"""Planning: what would become of a fleet if the devices of some hosts changed.

Belongs here: pools before and after an upgrade, who has targets in them, in which order hosts can
be drained, proofs that none exists. Pure: what others embed. Must not know: how an upgrade is
written down, stores, terminals.
"""
