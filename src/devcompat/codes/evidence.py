"""Evidence codes: every reason against a match, or for not knowing, with its meaning (section 4).

Belongs here: the table. Must not know: who gives them.
"""

from typing import NamedTuple

AGAINST = "evidence against a match"
UNDECIDED = "reason for not knowing"


class EvidenceCode(NamedTuple):
    """One reason against a match, or (kind UNDECIDED) for not knowing."""

    code: str
    section: str
    kind: str
    meaning: str
    next_step: str


EVIDENCE: tuple[EvidenceCode, ...] = (
    EvidenceCode("field.missing", "2", AGAINST, "A field that is demanded is absent or empty.",
                 "The device lacks it: its driver may be older, or the property off. Upgrade it, or look for "
                 "another target."),
    EvidenceCode("field.unexpected", "2", AGAINST,
                 "The SELF has a field that the COMPATIBLE object does not name.",
                 "A closed world: the target does not know this property. Upgrade the target's "
                 "driver, or turn the property off at the source."),
    EvidenceCode("value.differs", "2", AGAINST, "A field's text is not the text that is demanded.",
                 "Look for a target that takes the value found, with: devcompat find."),
    EvidenceCode("value.not-allowed", "5", AGAINST, "A field's value is not among those allowed.",
                 "Look for a target that takes the value found, with: devcompat find."),
    EvidenceCode("value.out-of-range", "5", AGAINST,
                 "A number or version lies outside the one range that is demanded.",
                 "Look for a target that takes it, with: devcompat find; for a version, upgrade the older side."),
    EvidenceCode("value.malformed", "5", AGAINST,
                 "A field's value is not of the kind demanded: no canonical integer, version, set "
                 "or mask.",
                 "Look at the value at its source; 04 is not 4."),
    EvidenceCode("variables.conflict", "2", AGAINST,
                 "Fields that share a variable could each match alone, but not together.",
                 "The values belong to different configurations; see what each field would bind."),
    EvidenceCode("compatible.none", "4", AGAINST, "The descriptor has no COMPATIBLE object at all.",
                 "State in an overlay what it takes over, or name a vocabulary with --vocabulary."),
    EvidenceCode("parameters.none", "8", AGAINST,
                 "No values of a type descriptor's parameters give a descriptor that will do.",
                 "No device of this type takes the source over; look at another type."),
    EvidenceCode("device.immovable", "4", AGAINST,
                 "The device cannot migrate, whatever the other side is.",
                 "See why with: devcompat discover."),
    EvidenceCode("instances.none", "", AGAINST,
                 "The type's parent can create no more of it, so there is nothing to migrate to.",
                 "Remove a device that nobody uses, or find another parent or host."),
    EvidenceCode("field.opaque", "5", UNDECIDED, "A field that only someone else can judge.",
                 "Ask who decides (often the firmware); a probe or a trial migration tells."),
    EvidenceCode("field.unread", "4", UNDECIDED, "A field that could not be read.",
                 "Read the device again with sufficient rights, or state the fact in an overlay."),
    EvidenceCode("match.budget", "9", UNDECIDED, "The search for a binding was given up.",
                 "Simplify the object: fewer ambiguous placeholders in one value."),
    EvidenceCode("descriptor.missing", "4", UNDECIDED, "The device has no descriptor.",
                 "No driver publishes one and no profile fits; state one in an overlay."),
    EvidenceCode("instances.unread", "", UNDECIDED,
                 "How many more of the type can be created is not known.",
                 "Read the host again with sufficient rights; see the miss with: devcompat discover."),
    EvidenceCode("basis.weak", "4", UNDECIDED, "The verdict rests on a weaker basis than was asked for.",
                 "Lower --min-basis, or find a stronger source."),
)  # fmt: skip
