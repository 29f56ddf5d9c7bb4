"""Which of several targets is nearest to taking a source over."""

import pytest

from devcompat.language.parser import parse
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.judge import Side, Undescribed, judge
from devcompat.match.verdict import Basis
from devcompat.verbs.fleet_why import distance

SOURCE = compile_document(parse("SELF: a=1 b=1"))


def stated(objects: str) -> Compiled:
    """Return what an operator states of a device: a weaker basis than its own descriptor."""
    return compile_document(parse(f"SELF: {objects}"), "operator")


FITS = stated("COMPATIBLE: a=1 b=1")
ONE_DIFFERS = stated("COMPATIBLE: a=1 b=2")
BOTH_DIFFER = stated("COMPATIBLE: a=2 b=2")
ONE_IS_OPAQUE = stated("COMPATIBLE: a=1 b={x:opaque:firmware}")
NOTHING_KNOWN = Undescribed("x", "")
IMMOVABLE = Undescribed("x", "", immovable=True, basis="read")


@pytest.mark.parametrize(
    ("minimum_basis", "order"),
    [
        (None, [FITS, ONE_IS_OPAQUE, NOTHING_KNOWN, ONE_DIFFERS, BOTH_DIFFER, IMMOVABLE]),
        ("native", [FITS, ONE_IS_OPAQUE, NOTHING_KNOWN, ONE_DIFFERS, BOTH_DIFFER]),
    ],
)
def test_the_fewer_fields_fail_the_nearer(minimum_basis: Basis | None, order: list[Side]) -> None:
    distances = [distance(judge(SOURCE, target, minimum_basis=minimum_basis)) for target in order]
    assert distances == sorted(distances)
    assert distances[0] < distances[1] < distances[-1]
