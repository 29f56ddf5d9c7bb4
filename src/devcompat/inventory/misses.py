"""Misses: why something could not be read, as a table of codes.

Belongs here: each code of `Miss.why`, what it means and what to do about it.
Must not know: how reading is done, or how a sentence is made of it.
"""

from typing import Final, NamedTuple

ABSENT: Final = "miss.absent"
FAILED: Final = "miss.failed"
RECORDED: Final = "miss.recorded"
EMPTY: Final = "miss.empty"
WRITE_ONLY: Final = "miss.write-only"
NOT_A_FILE: Final = "miss.not-a-file"
TOO_LARGE: Final = "miss.too-large"
TOO_MANY: Final = "miss.too-many"
BINARY: Final = "miss.binary"
NOT_UTF8: Final = "miss.not-utf8"
MALFORMED: Final = "miss.malformed"
LINK_DANGLING: Final = "miss.link-dangling"
LINK_LOOP: Final = "miss.link-loop"
LINK_LEAVES_ROOT: Final = "miss.link-leaves-root"
TIMED_OUT: Final = "miss.timed-out"
CHANGED: Final = "miss.changed"
VANISHED: Final = "miss.vanished"
NO_DEVICE: Final = "miss.no-device"
SEVERAL_LAYOUTS: Final = "miss.several-layouts"
OVERLAY_IGNORED: Final = "miss.overlay-ignored"
OVERLAY_UNUSED: Final = "miss.overlay-unused"


class MissCode(NamedTuple):
    """One row: a code of `Miss.why` and the errno it comes with, "" where that is the kernel's."""

    code: str
    errno_name: str
    meaning: str
    next_step: str


MISS_CODES: Final = (
    MissCode(
        ABSENT,
        "ENOENT",
        "An attribute that every device of this kind has is not there.",
        "Capture the device's whole directory, or state the fact in an overlay.",
    ),
    MissCode(
        FAILED,
        "",
        "The kernel answered the read with this errno.",
        "For EACCES run as root; else see the kernel log, or state the fact in an overlay.",
    ),
    MissCode(
        RECORDED,
        "",
        "The capture's MANIFEST.json says that reading it failed with this errno when it was made.",
        "State the fact in an overlay, or capture the machine again.",
    ),
    MissCode(
        EMPTY,
        "ENODATA",
        "An attribute that always has a value is empty.",
        "Capture the machine again with a MANIFEST.json that says what failed.",
    ),
    MissCode(
        WRITE_ONLY,
        "EACCES",
        "The file's mode allows nobody to read it.",
        "Nothing can be read from it; state the fact in an overlay.",
    ),
    MissCode(
        NOT_A_FILE,
        "EINVAL",
        "Where a file was expected stands a directory, FIFO, socket or device; it was not opened.",
        "Remove it from the capture.",
    ),
    MissCode(
        TOO_LARGE,
        "EFBIG",
        "The file holds more than the limit for its kind.",
        "Look at what wrote it; an attribute holds at most a page, a descriptor 64 KiB.",
    ),
    MissCode(
        TOO_MANY,
        "EOVERFLOW",
        "The directory has more entries than the limit; the rest was not looked at.",
        "Look at what fills it.",
    ),
    MissCode(
        BINARY,
        "EILSEQ",
        "The file holds NUL bytes, so it is not text.",
        "Look at what wrote it.",
    ),
    MissCode(
        NOT_UTF8,
        "EILSEQ",
        "The file's text is not UTF-8.",
        "Look at what wrote it.",
    ),
    MissCode(
        MALFORMED,
        "EBADMSG",
        "The file or link is not what its place demands (JSON of a known shape, an integer, "
        "a link to a driver).",
        "Write it again with the tool that the captures page names; capture links as links.",
    ),
    MissCode(
        LINK_DANGLING,
        "ENOENT",
        "A link leads to something that is not there.",
        "Capture the directory that it leads to as well.",
    ),
    MissCode(
        LINK_LOOP,
        "ELOOP",
        "Links lead in a circle.",
        "Look at what made them.",
    ),
    MissCode(
        LINK_LEAVES_ROOT,
        "EXDEV",
        "A link leads out of the root, or out of sys/; it was not followed.",
        "Capture what it leads to inside the root, with links as they are in sysfs.",
    ),
    MissCode(
        TIMED_OUT,
        "ETIMEDOUT",
        "The read did not return in time and was given up.",
        "See the kernel log: a driver that blocks in a read is stuck.",
    ),
    MissCode(
        CHANGED,
        "EAGAIN",
        "The device changed each time it was read, so its facts may not belong together.",
        "Discover again when nothing binds or unbinds the device.",
    ),
    MissCode(
        VANISHED,
        "ENOENT",
        "The device went away while it was read.",
        "Discover again.",
    ),
    MissCode(
        NO_DEVICE,
        "ENODEV",
        "A facts file speaks of a device that is not there.",
        "Take facts and sysfs from the same machine at the same time.",
    ),
    MissCode(
        SEVERAL_LAYOUTS,
        "EEXIST",
        "The device or type has descriptors in several layouts, and nothing says which one counts.",
        "Report it to the driver's authors; state a descriptor in an overlay.",
    ),
    MissCode(
        OVERLAY_IGNORED,
        "EEXIST",
        "The overlay states what was read, with another value; what was read counts.",
        "Remove it from the overlay, or write `override: true` in its entry.",
    ),
    MissCode(
        OVERLAY_UNUSED,
        "ENODEV",
        "An overlay entry is for this host but matches none of its devices and types.",
        "Correct the entry's `match`.",
    ),
)

ERRNO_OF: Final = {row.code: row.errno_name for row in MISS_CODES}
"""The errno that each code comes with; "" where it is the kernel's own."""
