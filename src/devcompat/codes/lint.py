"""Lint codes: what may be wrong with a descriptor that can be read (section 7.3).

Belongs here: the table. A code never changes its meaning. Must not know: how a finding is found.
"""

from typing import NamedTuple

WARNING = "warning"
NOTE = "note"


class LintCode(NamedTuple):
    """One thing that may be wrong with a descriptor: what, why it matters to a VM, what to write.

    A `warning` is something to change, a `note` something to look at.
    """

    code: str
    severity: str
    meaning: str
    why: str
    next_step: str


LINTS: tuple[LintCode, ...] = (
    LintCode("lint.self-refused", WARNING, "The device does not accept its own SELF.",
             "A VM cannot move between two devices that are just the same.",
             "Correct the value that differs, or name the field that is missing in a COMPATIBLE object."),
    LintCode("lint.never-matches", WARNING, "A COMPATIBLE object that no SELF at all can match.",
             "Devices that it was written for are refused.",
             "Correct the domain or the arithmetic that leaves nothing, or remove the object."),
    LintCode("lint.covered", WARNING, "Other COMPATIBLE objects accept all that this one accepts.",
             "It changes no verdict; a value that was meant to differ may be mistyped.",
             "Remove it, or correct what should differ."),
    LintCode("lint.page", WARNING, "More than 4096 bytes: an attribute in sysfs holds one page.",
             "What is behind is cut off when it is read, and then the device has no usable descriptor.",
             "Use ranges and variables instead of lists and repeated objects, or leave INFO out."),
    LintCode("lint.version-alone", WARNING, "A version that is relative to nothing: all else is open.",
             "Another driver that numbers its versions alike is accepted, and its state is not understood.",
             "Name what the version is a version of: driver, device, or a vendor's model."),
    LintCode("lint.object-open", WARNING, "A COMPATIBLE object of which every field is open.",
             "The state of any device that has no other fields is accepted, of whatever kind it is.",
             "Give at least the fields that say which kind of device it is a value."),
    LintCode("lint.object-bare", WARNING, "A COMPATIBLE object without fields.",
             "It accepts only a device that says nothing of itself, and refuses all that do.",
             "Write the fields below COMPATIBLE:, or remove the object."),
    LintCode("lint.variable-alone", WARNING, "Arithmetic over variables that stand in no other field.",
             "It couples nothing: the field accepts values whatever the rest is.",
             "Use the variable in the field that it belongs to as well, or list the values."),
    LintCode("lint.constant", NOTE, "A variable with one value only.",
             "It couples nothing and allows nothing more.",
             "Write the value itself."),
    LintCode("lint.arithmetic", WARNING, "A bare value is arithmetic where a text seems to be meant.",
             "10-{n} wants the difference, so a device whose value is 10-4 is refused.",
             "Put the value in quotes if it is a text."),
    LintCode("lint.quoted-arithmetic", WARNING,
             "A text looks like arithmetic, and SELF has a number there.",
             "A text is compared as it stands, so no number that is calculated matches it.",
             "Write it without quotes; in JSON, YAML and TOML as {expr: ...}."),
    LintCode("lint.repeated-member", WARNING, "A domain has a member twice.",
             "It allows nothing more; perhaps another value was meant, and a device that has it is refused.",
             "Remove the second one, or correct it."),
    LintCode("lint.overflow", NOTE, "Arithmetic leaves 64 bits for a part of the domain.",
             "There it has no value, and matches nothing.",
             "End the domain where the arithmetic does."),
    LintCode("lint.info-field", NOTE, "A name stands in INFO and in SELF.",
             "INFO is never compared, so a difference there refuses no device.",
             "Keep it in one of the two: in SELF if it has to be equal."),
    LintCode("lint.parameter-unused", WARNING, "A parameter that neither SELF nor COMPATIBLE uses.",
             "Devices that are created with different values look the same.",
             "Use it in SELF: the value that was chosen is a part of what the device is."),
    LintCode("lint.parameters-useless", WARNING, "No choice of parameters gives a descriptor.",
             "No device of this type can be described, whatever is written when it is created.",
             "Correct the arithmetic in SELF, or the parameters' domains."),
    LintCode("lint.takes-nothing", NOTE, "There is no COMPATIBLE object, and INFO names no vocabulary.",
             "The device takes over nothing, unless whoever asks names a vocabulary.",
             "Add COMPATIBLE:, or vocabulary=NAME to INFO."),
    LintCode("lint.undecided", NOTE, "A question was given up: it takes too much work.",
             "What it would have found is not told.",
             "Simplify the object: fewer variables that depend on each other."),
)  # fmt: skip
