"""What makes two descriptors differ. What leaves them equal are cases of the conformance suite."""

from itertools import combinations

import pytest

from devcompat.language.nodes import Descriptor
from devcompat.language.parser import parse

DIFFERENT = {
    "fields": ("SELF: a=1", "SELF: b=1", "SELF: a=2", "SELF: a=1 b=1", "SELF:"),
    "objects": (
        "SELF:", "SELF: COMPATIBLE:", "SELF: COMPATIBLE: COMPATIBLE:", "SELF: COMPATIBLE: a=1",
        "SELF: INFO: a=1", "SELF: a=1", "SELF: INFO: a=2",
    ),
    "order of objects": (
        "SELF: COMPATIBLE: a=1 COMPATIBLE: a=2", "SELF: COMPATIBLE: a=2 COMPATIBLE: a=1",
    ),
    "variables": (
        "SELF: COMPATIBLE: a={x:string:p,q}", "SELF: COMPATIBLE: a={x:string:p,r}",
        "SELF: COMPATIBLE: a={x:set:p,q}", "SELF: COMPATIBLE: a={x:set:p}",
        "SELF: COMPATIBLE: a={y:string:p,q}", "SELF: COMPATIBLE: a={x:int:1..4}",
        "SELF: COMPATIBLE: a={x:int:1..3}", "SELF: COMPATIBLE: a={x:mask:0x1}",
        "SELF: COMPATIBLE: a={x:mask:0x3}", "SELF: COMPATIBLE: a={x:any}",
        "SELF: COMPATIBLE: a={x:opaque:fw}", "SELF: COMPATIBLE: a={x:opaque:driver}",
        "SELF: COMPATIBLE: a={x:version:>=1}", "SELF: COMPATIBLE: a={x:version:>=2}",
    ),
    "values": (
        "SELF: COMPATIBLE: a={n:int:1..4}", "SELF: COMPATIBLE: a={n:int:1..4}-1",
        'SELF: COMPATIBLE: a="{n:int:1..4}-1"', "SELF: COMPATIBLE: a=x{n:int:1..4}",
        "SELF: COMPATIBLE: a=-{n:int:1..4}", "SELF: COMPATIBLE: a={n:int:1..4}neg",
    ),
    "parameters": (
        "SELF: PARAMETERS: p={n:int:1..4}", "SELF: PARAMETERS: q={n:int:1..4}",
        "SELF: PARAMETERS: p={m:int:1..4}", "SELF: PARAMETERS: p={n:int:1..3}",
        "SELF: PARAMETERS: p={n:int:1..4} q={m:int:1..4}",
        "SELF: PARAMETERS: q={m:int:1..4} p={n:int:1..4}", "SELF:",
    ),
}  # fmt: skip


@pytest.mark.parametrize("texts", DIFFERENT.values(), ids=list(DIFFERENT))
def test_these_differ_from_each_other_and_equal_themselves(texts: tuple[str, ...]) -> None:
    descriptors = [parse(text).descriptor for text in texts]
    for one, other in combinations(descriptors, 2):
        assert one != other
        assert not one == other  # noqa: SIM201  (both are defined)
    for text, descriptor in zip(texts, descriptors, strict=True):
        assert descriptor == parse(text).descriptor
        assert not descriptor != parse(text).descriptor  # noqa: SIM202
    assert len(set(descriptors)) == len(descriptors)
    assert len({hash(descriptor) for descriptor in descriptors}) == len(descriptors)


def test_a_descriptor_equals_nothing_else() -> None:
    descriptor = parse("SELF: a=1").descriptor
    assert descriptor != tuple(descriptor)
    assert isinstance(descriptor, Descriptor)
