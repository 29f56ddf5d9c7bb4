"""Domains: a placeholder's text after the second colon, to a domain and back (section 5).

Belongs here: one reader a type, and the writer back to text.
Must not know: where a placeholder begins and ends (templates), what is matched.

Each reader takes the domain's text and returns the domain or raises TextProblem with the offset
within that text. Grammar:

domain  = integers | members | comparators | mask | decider ;
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from devcompat.language import limits
from devcompat.language.nodes import Domain, Variable
from devcompat.language.problems import TextProblem
from devcompat.values.features import SEPARATOR
from devcompat.values.integers import IntegerRange, IntegerSet
from devcompat.values.masks import read_mask
from devcompat.values.versions import OPERATORS, VERSION, Comparator, VersionRange

_BLANKS = re.compile(r"[ \t]*")
_QUOTED_ITEM = re.compile(r'("(?:[^"\\]|\\["\\])*")[ \t]*(?=,|\Z)')
_QUOTED_TEXT = re.compile(r'"(?:[^"\\]|\\["\\])*"')
_BARE_ITEM = re.compile(r'([^",]*)(?=,|\Z)')
_INTEGER = r"-?[0-9]+"
_INTEGER_ITEM = re.compile(rf"({_INTEGER})(?:[ \t]*\.\.[ \t]*({_INTEGER}))?", re.ASCII)
_PLAIN_INTEGERS = re.compile(r"-?[0-9]{1,18}(?:,-?[0-9]{1,18})*", re.ASCII)
_PLAIN_ITEMS = re.compile(r'[^ \t",]++(?:,[^ \t",]++)*')
_QUOTED_MEMBERS = re.compile(r'"[^"\\]*+"(?:,"[^"\\]*+")*')
_COMPARATOR = re.compile(rf"(>=|<=|==|~=|>|<)[ \t]*({VERSION})", re.ASCII)
_ESCAPE = re.compile(r"\\([\"\\])")
_PLAIN_MEMBER = re.compile(r'[^ \t",{}]+(?:[ \t]+[^ \t",{}]+)*')


class Item(NamedTuple):
    """An item of a domain: where it begins in the domain's text, its text, whether in quotes."""

    offset: int
    text: str
    quoted: bool


def read_domain(type_name: str, text: str | None) -> Domain:
    """Return the domain of a variable of type `type_name` that `text` spells (None: no text).

    Domains that were read lately are remembered: descriptors of one kind of device share them.
    Raises TextProblem.
    """
    if text is None or len(text) <= limits.SHORT_TEXT:
        return _read_remembered(type_name, text)
    return _read(type_name, text)


def _read(type_name: str, text: str | None) -> Domain:
    if type_name == "any":
        if text is not None:
            raise TextProblem("domain.unexpected", 0, text, "nothing: `any` takes no domain")
        return None
    if text is None or not text.strip(" \t"):
        raise TextProblem("domain.empty", 0, text or "", _EXPECTED[type_name])
    if type_name == "int":
        return _read_integers(text)
    if type_name == "version":
        return _read_comparators(text)
    if type_name == "mask":
        return _read_mask_domain(text)
    if type_name == "opaque":
        return _read_decider(text)
    return _read_members(text, in_set=type_name == "set")


_read_remembered = lru_cache(maxsize=1024)(_read)


def forget_domains() -> None:
    """Forget the domains that were read, to give memory back or to measure."""
    _read_remembered.cache_clear()


_MEMBER_BYTES = f"at most {limits.TEXT_BYTES} bytes in a member"
_EXPECTED = {
    "int": "integers and ranges such as 1,2,4..8",
    "string": 'texts such as a,"b c"',
    "version": "comparators such as >=2.1,<3",
    "set": "members such as none,ppgtt",
    "mask": "an unsigned integer such as 0xff",
    "opaque": "who decides, such as firmware",
}


def written_items(text: str) -> Iterator[Item]:
    """Yield the items of a domain that is a list. Raises TextProblem.

    item = { space or tab } , ( quoted text | bare text ) , { space or tab } ;
    """
    if len(text) <= limits.SHORT_TEXT and _PLAIN_ITEMS.fullmatch(text) is not None:
        start = 0
        for piece in text.split(","):
            yield Item(start, piece, quoted=False)
            start += len(piece) + 1
        return
    offset, count = 0, 0
    while offset <= len(text):
        start = _skip_blanks(text, offset)
        quoted = text.startswith('"', start)
        found = (_QUOTED_ITEM if quoted else _BARE_ITEM).match(text, start)
        if found is None:
            raise TextProblem(
                "domain.member", start, text[start:], "a bare member, or one wholly in quotes"
            )
        written = found.group(1).rstrip(" \t")
        if not written:
            expected = 'a member ("" for the empty text)'
            raise TextProblem("domain.member", offset, text[offset : offset + 1], expected)
        count += 1
        if count > limits.DOMAIN_ITEMS:
            expected = f"at most {limits.DOMAIN_ITEMS} items in a domain"
            raise TextProblem("limit.items", start, written, expected)
        yield Item(start, unescape(written[1:-1]) if quoted else written, quoted)
        offset = found.end() + 1


def _skip_blanks(text: str, offset: int) -> int:
    found = _BLANKS.match(text, offset)
    return offset if found is None else found.end()


def unescape(text: str) -> str:
    """Return a quoted text's content with its two escapes resolved."""
    return _ESCAPE.sub(r"\1", text)


def _read_integers(text: str) -> IntegerSet:
    """integers = int item , { "," , int item } ;"""  # noqa: D400, D403
    if len(text) <= limits.SHORT_TEXT and _PLAIN_INTEGERS.fullmatch(text) is not None:
        return IntegerSet([IntegerRange(number, number) for number in map(int, text.split(","))])
    ranges = []
    for item in written_items(text):
        found = None if item.quoted else _INTEGER_ITEM.fullmatch(item.text)
        if found is None:
            raise TextProblem("domain.member", item.offset, item.text, _EXPECTED["int"])
        if max(len(number or "") for number in found.groups()) > limits.TEXT_BYTES:
            raise TextProblem("limit.member", item.offset, item.text, _MEMBER_BYTES)
        low = int(found.group(1))
        high = low if found.group(2) is None else int(found.group(2))
        if low > high:
            raise TextProblem(
                "domain.range", item.offset, item.text, "a range from the smaller to the larger"
            )
        ranges.append(IntegerRange(low, high))
    return IntegerSet(ranges)


def _read_members(text: str, *, in_set: bool) -> tuple[str, ...]:
    """members = item , { "," , item } ;"""  # noqa: D400, D403
    if len(text) <= limits.SHORT_TEXT and not in_set and _QUOTED_MEMBERS.fullmatch(text):
        return tuple(dict.fromkeys(text[1:-1].split('","')))
    members: dict[str, None] = {}
    for item in written_items(text):
        problem = member_problem(item.text, in_set=in_set)
        if problem is not None:
            raise TextProblem(problem[0], item.offset, item.text, problem[1])
        members[item.text] = None
    return tuple(members)


def member_problem(member: str, *, in_set: bool) -> tuple[str, str] | None:
    """Return the code and expectation that a string or set member violates, or None."""
    if in_set and not member:
        return ("domain.member", "a member that is not empty: the empty set always matches")
    if in_set and SEPARATOR in member:
        return ("domain.member", f"a member without {SEPARATOR!r}, which separates members")
    if len(member.encode()) > limits.TEXT_BYTES:
        return ("limit.member", _MEMBER_BYTES)
    return None


def _read_comparators(text: str) -> VersionRange:
    """comparators = operator , version , { "," , operator , version } ;"""  # noqa: D400, D401, D403
    comparators = []
    for item in written_items(text):
        found = None if item.quoted else _COMPARATOR.fullmatch(item.text)
        if found is None:
            expected = f"a comparator ({' '.join(OPERATORS)}) and 1 to 4 dotted numbers"
            raise TextProblem("domain.member", item.offset, item.text, expected)
        if len(item.text) > limits.TEXT_BYTES:
            raise TextProblem("limit.member", item.offset, item.text, _MEMBER_BYTES)
        comparators.append(Comparator(*found.groups()))
    return VersionRange(tuple(comparators))


def _read_mask_domain(text: str) -> int:
    """mask = "0x" , hex digit , { hex digit } | digit , { digit } ;"""  # noqa: D400, D403
    written = text.strip(" \t")
    bits = read_mask(written)
    if bits is None:
        raise TextProblem("domain.member", text.index(written), written, _EXPECTED["mask"])
    return bits


def _read_decider(text: str) -> str:
    """Return who decides.

    decider     = ? one or more characters, none of them a quote or a brace ? | quoted text ;
    """
    written = text.strip(" \t")
    start = text.index(written)
    if written.startswith('"'):
        if _QUOTED_TEXT.fullmatch(written) is None:
            raise TextProblem("domain.member", start, written, "one text wholly in quotes")
        written = unescape(written[1:-1])
    elif '"' in written:
        raise TextProblem("domain.member", start, written, "quotes around the whole text, or none")
    if not written:
        raise TextProblem("domain.member", start, text, _EXPECTED["opaque"])
    problem = member_problem(written, in_set=False)
    if problem is not None:
        raise TextProblem(problem[0], start, written, problem[1])
    return written


def write_domain(variable: Variable) -> str | None:
    """Return the domain of `variable` as text, or None for `any`."""
    domain = variable.domain
    if isinstance(domain, IntegerSet):
        return ",".join(str(low) if low == high else f"{low}..{high}" for low, high in domain.items)
    if isinstance(domain, VersionRange):
        return ",".join(f"{operator}{text}" for operator, text in domain.comparators)
    if isinstance(domain, tuple):
        return ",".join(write_member(member) for member in domain)
    if isinstance(domain, str):
        return write_member(domain)
    return None if domain is None else hex(domain)


def write_member(member: str) -> str:
    """Return a text as a domain member: bare where that reads back, else in quotes."""
    if _PLAIN_MEMBER.fullmatch(member):
        return member
    escaped = member.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
