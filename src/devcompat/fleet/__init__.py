"""Fleet: many hosts, asked where a device can go.

Belongs here: classes of devices, indexes over hosts, queries and their answers. Pure: what others
embed. Must not know: where reports come from, how they are kept, terminals.
"""
