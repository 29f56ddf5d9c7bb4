"""Compiled descriptors: what a type descriptor is told, and decisions when the budget is used up.

Belongs here: what the conformance suite cannot ask. Outcomes of pairs are its cases.
"""

import pytest

from devcompat.language.nodes import Document, Template
from devcompat.language.parser import parse
from devcompat.language.problems import InputError, Position, Problem
from devcompat.match.budget import Budget
from devcompat.match.compiled import Compiled, CompiledObject, compile_document
from devcompat.match.component import Allowance

TYPE = "SELF: a={n} PARAMETERS:\n p={n:int:1..8} q={m:int:1..2}"
MESSAGE = "a device's descriptor, or a value for each parameter"


def refused(document: Document) -> InputError:
    with pytest.raises(InputError) as raised:
        compile_document(document)
    return raised.value


def test_a_type_descriptor_is_refused_where_its_parameters_begin() -> None:
    error = refused(parse(TYPE, "t.txt"))
    assert error.problems == (Problem("parameters.unset", Position(2, 2), "p, q", MESSAGE),)
    assert (error.source, error.text, error.unreported) == ("t.txt", TYPE, 0)


def test_a_type_descriptor_that_was_built_is_refused_at_no_place() -> None:
    error = refused(parse(TYPE)._replace(source=None))
    assert error.problems == (Problem("parameters.unset", None, "p, q", MESSAGE),)
    assert (error.source, error.text) == ("", None)


def test_a_descriptor_has_the_name_of_its_source() -> None:
    assert compile_document(parse("SELF: a=1", "d.txt")).name == "d.txt"
    assert compile_document(parse("SELF: a=1", "d.txt")._replace(source=None)).name == ""


def decided(fields: str, wanted: str, *, search: int, alone: int) -> str:
    """Return what the one object decides with these candidates to spend."""
    (accepting,) = target(wanted).objects
    subject = compile_document(parse(f"SELF: {fields}"))
    return accepting.decide(subject, Budget(search), Budget(alone))


def target(wanted: str) -> Compiled:
    return compile_document(parse(f"SELF: COMPATIBLE: {wanted}"))


PRODUCT = "a={n:int:1..200}*{m:int:1..200}"


@pytest.mark.parametrize(
    ("fields", "search", "alone", "outcome"),
    [
        ("a=39203", 100_000, 100_000, "compatible"),
        ("a=39203", 0, 100_000, "unknown"),
        ("a=39203", 0, 0, "unknown"),
        ("a=211", 100_000, 100_000, "incompatible"),
        ("a=211", 0, 100_000, "incompatible"),
        ("a=211", 0, 0, "unknown"),
        ("a=x", 0, 0, "incompatible"),
        ("a=211 b=1", 0, 0, "incompatible"),
    ],
)
def test_an_unfinished_search_is_unknown_unless_a_field_cannot_match_alone(
    fields: str, search: int, alone: int, outcome: str
) -> None:
    assert decided(fields, PRODUCT, search=search, alone=alone) == outcome


def test_every_field_of_an_unfinished_search_is_asked_alone() -> None:
    wanted = f"{PRODUCT} b={{n}}+{{m}} c={{n}}-1"
    for wrong in ("a=211 b=398 c=196", "a=39203 b=401 c=196", "a=39203 b=396 c=200"):
        assert decided(wrong, wanted, search=0, alone=100_000) == "incompatible"
    assert decided("a=39203 b=3 c=1", wanted, search=0, alone=100_000) == "unknown"


def test_a_later_group_that_fails_counts_after_an_unfinished_search() -> None:
    wanted = f"{PRODUCT} b={{k:int:1..999}}x{{l:int:1..999}} c={{k}}"
    assert decided("a=39203 b=5y7 c=5", wanted, search=0, alone=100_000) == "incompatible"
    assert decided("a=39203 b=5x7 c=5", wanted, search=0, alone=100_000) == "unknown"


def test_a_demand_says_where_it_stands_also_at_the_beginning() -> None:
    found = target("a=1")
    (accepting,) = found.objects
    demand = accepting.demand("a", found.source)
    assert demand is not None
    assert demand.position == Position(1, 19)
    assert accepting.demand("a", None) == demand._replace(position=None)
    assert accepting.demand("b", found.source) is None


def test_a_demand_at_the_very_beginning_of_a_text_has_a_place() -> None:
    document = parse("SELF: COMPATIBLE: a=1")
    (item,) = document.descriptor.compatible
    moved = item._replace(fields=(item.fields[0]._replace(offset=0),))
    demand = CompiledObject(moved, Allowance()).demand("a", document.source)
    assert demand is not None
    assert (demand.name, demand.value, demand.position) == ("a", Template(("1",)), Position(1, 1))
    typed = parse("SELF: PARAMETERS: p={n:int:1}")
    parameter = typed.descriptor.parameters[0]._replace(offset=0)
    error = refused(typed._replace(descriptor=typed.descriptor._replace(parameters=(parameter,))))
    assert error.problems[0].position == Position(1, 1)


def test_fields_are_sorted_by_how_they_are_decided() -> None:
    (found,) = target(
        'a=1 b={n:int:1..8} c={x:opaque:fw} d={m:int:1..8} e={m}+1 f={k:int:1..99}*2 g=""'
    ).objects
    assert found.literals == {"a": "1"}
    assert [(single.name, single.variable.name) for single in found.singles] == [("b", "n")]
    assert found.opaque == {"c": "fw"}
    assert [part.names for part in found.components] == [("d", "e"), ("f",)]
    assert [list(part.variables) for part in found.components] == [["m"], ["k"]]
    assert [part.names for part in found.searched] == [("f",)]
    assert set(found.names) == {"a", "b", "c", "d", "e", "f"}
    assert target("a=1").objects[0].components == []
