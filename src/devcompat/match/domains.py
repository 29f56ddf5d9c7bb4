"""Domains at match time: which texts a variable may stand for (section 5, table of types).

Belongs here: one reader a variable: from a text to what it binds, or nothing.
Must not know: templates, expressions, other fields.
"""

from collections.abc import Callable
from functools import lru_cache

from devcompat.language.nodes import Domain, Variable
from devcompat.match.interned import LONGEST
from devcompat.match.verdict import Bound
from devcompat.values import features, masks
from devcompat.values.integers import IntegerSet, read_canonical
from devcompat.values.versions import VersionRange, read_version

Accepts = Callable[[str], bool]
"""The test of a text."""

REMEMBERED = 64
"""A field of an object is asked for few texts, again and again, by devices of one kind."""


def acceptance(variable: Variable) -> Accepts:
    """Return the test of a whole value's text ("" for an absent field) against the variable."""
    domain = variable.domain
    if isinstance(domain, IntegerSet):
        return domain.accepts_text
    if isinstance(domain, VersionRange):
        return _version_acceptance(domain)
    if variable.type == "set" and isinstance(domain, tuple):
        members = frozenset(domain)
        return lambda text: features.is_within(text, members)
    if isinstance(domain, tuple):
        return frozenset(domain).__contains__
    if isinstance(domain, int):
        bits = domain
        return lambda text: masks.is_within(text, bits)
    return _always


REMEMBERED_CHARACTERS = 256
"""A longer text is not remembered."""


class Allowed(dict[str, bool]):
    """The test of a whole value by its text; it remembers what it said of the first REMEMBERED.

    Equal is only the same test, so that it can be a key.
    """

    __slots__ = ("_accepts",)
    __eq__ = object.__eq__
    __ne__ = object.__ne__
    __hash__ = object.__hash__  # type: ignore[assignment]  # dict has None

    def __init__(self, variable: Variable) -> None:
        super().__init__()
        self._accepts = acceptance(variable)

    def __missing__(self, text: str) -> bool:
        allowed = self._accepts(text)
        if len(self) < REMEMBERED and len(text) <= REMEMBERED_CHARACTERS:
            self[text] = allowed
        return allowed


SHARED_MEMBERS = 64
"""Members, or ranges, of a domain whose test is kept for the next variable that has it."""


def allowed_by(variable: Variable) -> Allowed:
    """Return the test of a whole value; the same one for equal domains that are met often."""
    _, kind, domain, _ = variable
    if isinstance(domain, IntegerSet):
        is_small = len(domain.ranges) <= SHARED_MEMBERS
    elif isinstance(domain, tuple):
        is_small = len(domain) <= SHARED_MEMBERS and max(map(len, domain)) <= LONGEST
    else:
        is_small = kind != "opaque"
    return _allowed_once(kind, domain) if is_small else Allowed(variable)


@lru_cache(maxsize=1024)
def _allowed_once(kind: str, domain: Domain) -> Allowed:
    return Allowed(Variable("", kind, domain))


def _version_acceptance(domain: VersionRange) -> Accepts:
    def accepts(text: str) -> bool:
        version = read_version(text)
        return version is not None and version in domain

    return accepts


def _always(_text: str) -> bool:
    return True


class CaptureReader:
    """What a part of a text binds an int or string variable to."""

    __slots__ = ("_integers", "_texts", "longest")

    def __init__(self, variable: Variable) -> None:
        domain = variable.domain
        self._integers: IntegerSet | None = None
        self._texts: frozenset[str] = frozenset()
        if isinstance(domain, IntegerSet):
            self._integers = domain
            self.longest = domain.longest
        elif isinstance(domain, tuple):
            self._texts = frozenset(domain)
            self.longest = max(len(text) for text in domain)
        else:  # a whole-value type: any text may be the value, its test is elsewhere
            raise TypeError(variable.type)

    def read(self, text: str) -> Bound | None:
        """Return what `text` binds the variable to, or None if it is no member."""
        if self._integers is None:
            return text if text in self._texts else None
        number = read_canonical(text)
        return number if number is not None and number in self._integers else None


def spoken_values(variable: Variable, most: int) -> tuple[str, ...] | None:
    """Return the texts of an int or string variable's values if there are at most `most`."""
    domain = variable.domain
    if isinstance(domain, IntegerSet):
        if domain.size > most:
            return None
        return tuple(str(number) for number in domain.within(*_ends(domain)))
    if isinstance(domain, tuple) and variable.type == "string" and len(domain) <= most:
        return tuple(sorted(domain, key=len))
    return None


def spoken_count(variable: Variable) -> int | None:
    """Return how many values an int or string variable has, as they are listed; None for others."""
    domain = variable.domain
    if isinstance(domain, IntegerSet):
        return domain.size
    return len(domain) if isinstance(domain, tuple) and variable.type == "string" else None


def _ends(domain: IntegerSet) -> tuple[int, int]:
    return domain.ranges[0].low, domain.ranges[-1].high
