"""Baseline: what several devices accept together, as a descriptor (section 7.2).

Belongs here: intersections of COMPATIBLE sides, their strongest SELF, who limits it; pools.
Must not know: which names members have, hosts, wire forms; sentences are made elsewhere.
"""
