"""Limits that hold in every format alike, so that each format can spell what another one read.

Belongs here: limits counted on the model, not on how it is written. Must not know: vectors.
"""

import pytest

from devcompat.formats import json
from devcompat.language.parser import parse
from devcompat.language.printer import write_text
from devcompat.language.problems import InputError

ROOM = 1024


def codes_of(text: str) -> list[str]:
    try:
        parse(text)
    except InputError as error:
        return [problem.code for problem in error.problems]
    return []


@pytest.mark.parametrize("member", ["a," + "x" * (ROOM - 2), '"' * ROOM, "\\" * ROOM, "é" * 512])
def test_a_member_of_the_largest_size_is_read_back_though_it_needs_quotes(member: str) -> None:
    spelled = member.replace("\\", "\\\\").replace('"', '\\"')
    document = parse(f'SELF:\nCOMPATIBLE: a={{x:string:"{spelled}"}}')
    assert parse(write_text(document.descriptor)).descriptor == document.descriptor
    assert json.read(json.write(document.descriptor)).descriptor == document.descriptor


@pytest.mark.parametrize(("digits", "codes"), [(ROOM, []), (ROOM + 1, ["limit.member"])])
def test_each_end_of_a_range_has_the_size_of_a_member(digits: int, codes: list[str]) -> None:
    end = "9" * digits
    assert codes_of(f"SELF:\nCOMPATIBLE: a={{x:int:{end}..{end}}}") == codes


@pytest.mark.parametrize(("digits", "codes"), [(ROOM - 2, []), (ROOM - 1, ["limit.member"])])
def test_a_comparator_has_the_size_of_a_member(digits: int, codes: list[str]) -> None:
    assert codes_of(f"SELF:\nCOMPATIBLE: a={{x:version:>={'9' * digits}}}") == codes


def test_a_joined_value_has_no_more_placeholders_than_a_written_one() -> None:
    names = "abcde"
    parameters = " ".join(f"p{name}={{{name}:int:1..2}}" for name in names)
    text = f"PARAMETERS: {parameters}\nSELF: x={{a}}_{{b}}_{{c}} x={{d}}_{{e}}"
    assert codes_of(text) == ["limit.placeholders"]


@pytest.mark.parametrize(("count", "code"), [(16, None), (17, "limit.variables")])
def test_json_has_no_more_parameters_than_text(count: int, code: str | None) -> None:
    rows = ",".join(
        f'"p{n}": {{"name": "v{n}", "type": "int", "domain": [1]}}' for n in range(count)
    )
    data = f'{{"self": {{}}, "parameters": {{{rows}}}}}'.encode()
    if code is None:
        assert len(json.read(data).descriptor.parameters) == count
        return
    with pytest.raises(InputError) as caught:
        json.read(data)
    assert [problem.code for problem in caught.value.problems] == [code]
