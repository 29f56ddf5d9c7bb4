"""The law of masks: a demand of each kind leaves the SELFs that the matcher accepts."""

import random
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devcompat.fleet import matrix
from devcompat.fleet.masks import mask_of
from devcompat.fleet.matrix import matrix_of, members, transposed
from devcompat.language.parser import parse
from devcompat.match.compiled import compile_document
from devcompat.match.judge import Side
from tests.fleet.test_matrix_law import hold

TEXTS = (
    "", "0", "1", "2", "-2", "9", "10", "02", "1.0", "1.2", "1.0.1", "2.5", "a", "a+b", "0x3", "5",
)  # fmt: skip
DOMAINS = (
    "{x:int:1}", "{x:int:-5..2}", "{x:int:0,2,9..40}", "{x:int:3..8}", "{x:int:100..900}",
    "{x:version:>=1,<2.5}", "{x:version:>1}", "{x:version:<=1.0}", "{x:version:>2,<=2}",
    "{x:version:==1}", "{x:version:~=1.0}", "{x:version:>=9}", "{x:string:a,1,\"\"}",
    "{x:string:\"\"}", "{x:set:a,b}", "{x:set:a}", "{x:mask:0x3}", "{x:any}", "{x:opaque:fw}",
    "1", "a", '""', "{x:int:1..2}-1", "{x:int:0..3}*{y:int:1..2}", "{x:string:a,1}.{y:int:0..2}",
)  # fmt: skip
COUPLED = (
    "a={x:int:0..2} b={x}", "a={x:string:\"\",a,1} b={x}", "a={x:int:0..9}/2 b={x}",
    "a={x:int:1,2} b={x} c={y:int:0..2} d={y}", "a={x:string:\"\",a} b=\"{x}\" c={y:any}",
)  # fmt: skip

FIELDS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(DOMAINS), max_size=3).map(
    lambda found: " ".join(f"{name}={value}" for name, value in found.items())
)
ACCEPTING = st.lists(FIELDS | st.sampled_from(COUPLED), max_size=3)
OWN = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(TEXTS), max_size=3)


def _side(own: dict[str, str], accepting: list[str]) -> Side:
    fields = " ".join(f'{name}="{text}"' for name, text in own.items())
    objects = " ".join(f"COMPATIBLE: {found}" for found in accepting)
    return compile_document(parse(f"SELF: {fields} {objects}".strip()))


def _renamed(text: str) -> str:
    """Return an object's fields with variables of their own."""
    parts = text.split(" ")
    if any("={x}" in part or '"{x}"' in part for part in parts):
        return text
    return " ".join(
        part.replace("{x:", f"{{x{place}:").replace("{y:", f"{{y{place}:")
        for place, part in enumerate(parts)
    )


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(OWN, ACCEPTING), min_size=1, max_size=12))
def test_demands_of_every_kind(drawn: list[tuple[dict[str, str], list[str]]]) -> None:
    sides = [_side(own, [_renamed(found) for found in accepting]) for own, accepting in drawn]
    hold(matrix_of(sides), sides, "target-accepts", None)


def test_each_domain_meets_each_text() -> None:
    sides = [_side({"a": text, "b": text}, []) for text in TEXTS]
    sides += [_side({"a": text}, []) for text in TEXTS]
    sides += [_side({}, [f"a={domain}"]) for domain in DOMAINS]
    sides += [_side({}, [f"a={domain} b={{z:any}}"]) for domain in DOMAINS]
    sides += [_side({}, [found]) for found in COUPLED]
    hold(matrix_of(sides), sides, "target-accepts", None)


def test_one_domain_for_two_fields() -> None:
    texts = list(product(("", "1", "5"), repeat=2))
    sides = [_side({"a": one, "b": other}, []) for one, other in texts]
    sides += [
        _side({}, ["a={x:int:1..4} b={y:any}"]),
        _side({}, ["b={x:int:1..4} a={y:any}"]),
        _side({}, ["a={x:string:1,5} b={y:set:1,5}"]),
        _side({}, ["b={x:string:1,5} a={y:set:1,5}"]),
        _side({}, ["a={n:int:1..5} b={n}"]),
        _side({}, ["b={n:int:1..5} a={n}"]),
    ]
    hold(matrix_of(sides), sides, "target-accepts", None)


@pytest.mark.parametrize("share", [0, 0.01, 0.05, 0.1, 0.5, 1])
@pytest.mark.parametrize("at_a_time", [1, 7, 1024])
def test_columns_are_rows_the_other_way(
    monkeypatch: pytest.MonkeyPatch, share: float, at_a_time: int
) -> None:
    monkeypatch.setattr(matrix, "_AT_A_TIME", at_a_time)
    chance = random.Random(1)  # noqa: S311
    square = [[chance.random() < share for _ in range(60)] for _ in range(60)]
    rows = [mask_of([place for place, one in enumerate(row) if one], 60) for row in square]
    columns = transposed(rows)
    for number, row in enumerate(square):
        assert [bool(column >> number & 1) for column in columns] == row
    assert transposed(columns) == tuple(rows)


def test_a_mask_has_its_classes_however_many_they_are() -> None:
    for numbers in ([], [3], [0, 99], [*range(31)], [*range(32)], [*range(1, 100, 2)]):
        assert [*members(mask_of(numbers, 100))] == numbers
