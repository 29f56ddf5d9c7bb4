"""Types and domains: which values a variable takes, which texts a whole-value type matches.

Here belongs the table of types of section 5. It must not know fields, objects or documents.
"""

import re
from functools import lru_cache

from .braces import BLANKS, quoted_end, unquoted
from .failures import OracleError, OracleTooBig

MOST_COMBINATIONS = 300_000

ENUMERABLE = ("int", "string")
WHOLE = ("version", "set", "mask", "any", "opaque")

_INT_ITEM = re.compile(r"(-?[0-9]+)(?:\.\.(-?[0-9]+))?")
_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+){0,3}")
_COMPARATOR = re.compile(r"(>=|<=|==|!=|~=|>|<)(.+)")
_MASK = re.compile(r"0x([0-9A-Fa-f]+)|([0-9]+)")


def members_of(domain: str) -> list[str]:
    """Members between commas, blanks around them dropped, quotes resolved."""
    members: list[str] = []
    at = 0
    while True:
        begin = at
        while at < len(domain) and domain[at] != ",":
            at = quoted_end(domain, at) if domain[at] == '"' else at + 1
        member = domain[begin:at].strip(BLANKS)
        if not member:
            raise OracleError(f"an empty member in {domain!r}")
        if member[0] == '"' and quoted_end(member, 0) != len(member):
            raise OracleError(f"text after a closing quote: {member!r}")
        members.append(unquoted(member) if member[0] == '"' else member)
        if at == len(domain):
            return members
        at += 1


def int_values(domain: str) -> list[int]:
    """Every integer of the domain once, in the order written."""
    values: dict[int, None] = {}
    for member in members_of(domain):
        item = _INT_ITEM.fullmatch(member)
        if not item:
            raise OracleError(f"no integer and no range: {member!r}")
        low = int(item.group(1))
        high = int(item.group(2) or low)
        if high < low:
            raise OracleError(f"an empty range: {member!r}")
        if high - low + len(values) > MOST_COMBINATIONS:
            raise OracleTooBig(f"domain {domain!r}")
        values.update(dict.fromkeys(range(low, high + 1)))
    return list(values)


def string_values(domain: str) -> list[str]:
    """Every text of the domain once, in the order written."""
    return list(dict.fromkeys(members_of(domain)))


@lru_cache(maxsize=50_000)
def whole_matches(kind: str, domain: str, text: str) -> bool:
    """Say whether a whole-value type matches the text; `opaque` is not decided here."""
    if kind == "version":
        return _version_matches(domain, text)
    if kind == "set":
        return not text or set(text.split("+")) <= set(members_of(domain))
    if kind == "mask":
        bits = mask_bits(text)
        return bits is not None and not bits & ~_demanded_bits(domain)
    return True


def check_domain(kind: str, domain: str | None) -> str:
    """Pass on the domain of a whole-value type if it is well-formed."""
    if kind == "any":
        if domain is not None:
            raise OracleError("any takes no domain")
        return ""
    if domain is None or not domain.strip(BLANKS):
        raise OracleError(f"{kind} needs a domain")
    if kind == "version":
        for member in members_of(domain):
            _comparator_holds(member, None)
    if kind == "mask":
        _demanded_bits(domain)
    if kind == "set" and any("+" in member for member in members_of(domain)):
        raise OracleError(f"a + in a member of {domain!r}")
    return domain


def version_parts(text: str) -> tuple[int, ...] | None:
    """Four numbers of a version, or None if the text is none."""
    if not _VERSION.fullmatch(text):
        return None
    parts = [int(part) for part in text.split(".")]
    return (*parts, *(0,) * (4 - len(parts)))


def mask_bits(text: str) -> int | None:
    """Read the unsigned integer that a text writes, or None if it writes none."""
    written = _MASK.fullmatch(text)
    if not written:
        return None
    return int(written.group(1), 16) if written.group(1) else int(written.group(2), 10)


def _demanded_bits(domain: str) -> int:
    bits = mask_bits(domain.strip(BLANKS))
    if bits is None:
        raise OracleError(f"no mask: {domain!r}")
    return bits


def _version_matches(domain: str, text: str) -> bool:
    found = version_parts(text)
    return all(_comparator_holds(member, found) for member in members_of(domain))


def _comparator_holds(comparator: str, found: tuple[int, ...] | None) -> bool:
    written = _COMPARATOR.fullmatch(comparator)
    wanted = version_parts(written.group(2)) if written else None
    if not written or wanted is None:
        raise OracleError(f"no comparator: {comparator!r}")
    if found is None:
        return False
    return {
        ">=": found >= wanted,
        "<=": found <= wanted,
        ">": found > wanted,
        "<": found < wanted,
        "==": found == wanted,
        "!=": found != wanted,
        "~=": wanted <= found < _compatible_bound(written.group(2)),
    }[written.group(1)]


def _compatible_bound(written: str) -> tuple[int, ...]:
    """First version that `~=` excludes: the last part but one counts up, a single part itself."""
    parts = [int(part) for part in written.split(".")]
    kept = parts[: max(1, len(parts) - 1)]
    return (*kept[:-1], kept[-1] + 1, *(0,) * (4 - len(kept)))
