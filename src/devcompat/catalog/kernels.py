"""Kernels: what a release string says of the features that a kernel has.

Belongs here: reading releases, telling mainline-like kernels from those with backports.
Must not know: drivers.
"""

import re

_RELEASE = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})(?![0-9])")
_BACKPORTS = re.compile(
    r"\.el[0-9]+|-default$|-1[56]0[0-9]00\.|\.oe[0-9]|\.an[0-9]|\.al[0-9]|\.alnx|\.tl[0-9]|\.ky[0-9]",
    re.ASCII,
)
"""Distributors that carry new drivers back into old releases: RHEL and its rebuilds, SUSE (in all
flavours), openEuler, Anolis, Alibaba, Tencent, Kylin. Debian's and Ubuntu's kernels keep to the
release that they name."""


def read_release(text: str) -> tuple[int, int] | None:
    """Return (major, minor) of a kernel release such as `6.12.117+deb12-amd64`, or None."""
    found = _RELEASE.match(text)
    return None if found is None else (int(found.group(1)), int(found.group(2)))


def has_backports(text: str) -> bool:
    """Return whether a release's number says little about the drivers that it has."""
    return _BACKPORTS.search(text) is not None
