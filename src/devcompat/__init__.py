"""devcompat: which device can take over the state of which other device, and why not.

This file says what the package is and where its rooms are; it imports nothing, so that an import of
one room never drags in another. The rooms, lowest first (each may import only those before it):

codes       every error, evidence and reason code, once
values      typed scalars: integer sets, versions, feature sets, masks
language    the descriptor language: nodes, parser, printer, limits
match       from two descriptors to a verdict with its evidence
algebra     what COMPATIBLE objects accept, as sets
inventory   records of hosts, devices, creatable types, facts and misses
fleet       many hosts, asked where a device can go
planning    what would become of a fleet if devices of some hosts changed
formats     bytes to document and back
vocabulary  field rules: from a SELF to what it accepts
catalog     what real drivers check, as data with sources
discovery   what one machine has, read below a root
guest       what a VM has assigned, read from its libvirt domain XML
provision   how a device is made: recipes, and carrying them out so that nothing is left by chance
reports     what hosts say of themselves, a JSON line each, and back
store       where a fleet lives: SQLite or PostgreSQL
wording     codes and evidence as sentences
verbs       one function for each thing a user can ask
cli         words on a command line to verbs, results to a terminal
"""
