"""Tests of which texts a variable may stand for, each type at its edges.

Here belong whole values, parts of a text, and what is written out. Domains themselves are values'.
"""

import pytest

from devcompat.language.nodes import Domain, Variable
from devcompat.match import domains
from devcompat.match.domains import Allowed, CaptureReader, acceptance, spoken_values
from devcompat.values.integers import IntegerRange, IntegerSet
from devcompat.values.versions import Comparator, VersionRange

INTEGERS = IntegerSet([IntegerRange(-2, 3), IntegerRange(10, 10)])


@pytest.mark.parametrize(
    ("kind", "domain", "accepted", "refused"),
    [
        ("int", INTEGERS, ["-2", "3", "10"], ["", "-3", "4", "03", "a"]),
        ("string", ("a", "b c", ""), ["a", "b c", ""], ["b", "c", "A"]),
        ("version", VersionRange((Comparator(">=", "2"),)), ["2", "2.0.1", "10"], ["1.9", "x", ""]),
        ("string", ("a", "b"), ["a", "b"], ["a+b", "", "ab"]),
        ("set", ("a", "b"), ["a", "a+b", "b"], ["c", "a+c", "a+"]),
        ("mask", 3, ["0x1", "0x3", "0x0"], ["0x4", "0x7", "x"]),
        ("any", None, ["", "a", "0x4"], []),
        ("opaque", "fw", ["", "a"], []),
    ],
)
def test_a_whole_value_is_accepted_or_not(
    kind: str, domain: Domain, accepted: list[str], refused: list[str]
) -> None:
    variable = Variable("v", kind, domain)
    accepts, allowed = acceptance(variable), Allowed(variable)
    for _ in range(2):
        for text in accepted:
            assert accepts(text) is True
            assert allowed[text] is True
        for text in refused:
            assert accepts(text) is False
            assert allowed[text] is False


def test_the_first_texts_are_remembered_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domains, "REMEMBERED", 2)
    allowed = Allowed(Variable("n", "int", INTEGERS))
    answers = {"1": True, "x": False, "2": True, "y": False}
    assert {text: allowed[text] for text in answers} == answers
    assert dict(allowed) == {"1": True, "x": False}


def test_a_part_of_a_text_is_read_as_what_it_binds() -> None:
    integers = CaptureReader(Variable("n", "int", INTEGERS))
    assert [integers.read(text) for text in ("3", "-2", "4", "03", "", "a")] == [
        3, -2, None, None, None, None,
    ]  # fmt: skip
    assert integers.longest == 2
    texts = CaptureReader(Variable("s", "string", ("a", "", "abc", "3")))
    assert [texts.read(text) for text in ("a", "", "3", "ab")] == ["a", "", "3", None]
    assert texts.longest == 3
    with pytest.raises(TypeError, match="any"):
        CaptureReader(Variable("x", "any", None))


@pytest.mark.parametrize(
    ("kind", "domain", "most", "expected"),
    [
        ("int", INTEGERS, 7, ("0", "1", "2", "3", "-2", "-1", "10")),
        ("int", INTEGERS, 6, None),
        ("string", ("abc", "", "b"), 3, ("", "b", "abc")),
        ("string", ("abc", "", "b"), 2, None),
        ("set", ("a",), 9, None),
        ("any", None, 9, None),
    ],
)
def test_few_values_are_spoken_the_shortest_first(
    kind: str, domain: Domain, most: int, expected: tuple[str, ...] | None
) -> None:
    assert spoken_values(Variable("v", kind, domain), most) == expected
