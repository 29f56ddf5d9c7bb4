"""Objects and members taken out of a text: all else stays, to the character."""

import pytest

from devcompat.language.editing import object_cuts, without
from devcompat.language.parser import parse
from devcompat.language.written import quoted_value, repeated_items

TEXT = """# a driver's
SELF:
  a=1   # what it is
COMPATIBLE:
  a="x y"  b={n:int:1..2}
# between
COMPATIBLE: a=2 # with it
COMPATIBLE:
  a=3
INFO: b=1 COMPATIBLE: a=4 c="d"
"""

CUT = [
    (0, 'COMPATIBLE:\n  a="x y"  b={n:int:1..2}\n', ""),
    (1, "COMPATIBLE: a=2 # with it\n", ""),
    (2, "COMPATIBLE:\n  a=3\n", ""),
    (3, ' COMPATIBLE: a=4 c="d"', ""),
]


@pytest.mark.parametrize(("number", "gone", "instead"), CUT)
def test_an_object_goes_with_the_lines_that_are_its_own(
    number: int, gone: str, instead: str
) -> None:
    item = parse(TEXT).descriptor.compatible[number]
    left = without(TEXT, object_cuts(TEXT, [item.offset]))
    assert left == TEXT.replace(gone, instead)
    meanings = [found.meaning() for found in parse(TEXT).descriptor.compatible]
    del meanings[number]
    assert [found.meaning() for found in parse(left).descriptor.compatible] == meanings


def test_several_objects_go_at_once() -> None:
    headers = [item.offset for item in parse(TEXT).descriptor.compatible]
    left = without(TEXT, object_cuts(TEXT, headers))
    assert left == "# a driver's\nSELF:\n  a=1   # what it is\n# between\nINFO: b=1\n"


def test_nothing_is_cut_where_nothing_goes() -> None:
    assert without(TEXT, object_cuts(TEXT, [])) == TEXT


def test_cuts_may_overlap() -> None:
    assert without("0123456789", [(2, 5), (4, 6), (3, 4), (8, 10)]) == "0167"


def test_lines_end_as_they_did() -> None:
    text = "SELF: a=1\r\nCOMPATIBLE: a=1\r\nCOMPATIBLE: a=2\r\n"
    item = parse(text).descriptor.compatible[0]
    assert without(text, object_cuts(text, [item.offset])) == "SELF: a=1\r\nCOMPATIBLE: a=2\r\n"


def test_what_stands_in_quotes_is_found_where_the_text_has_it() -> None:
    text = 'SELF: a="x\\"y" b=1'
    quoted, bare = parse(text).descriptor.self_object.fields
    assert quoted_value(text, quoted) == 'x\\"y'
    assert quoted_value(text, bare) == ""
    assert quoted_value("another text", quoted) == ""


def test_members_that_stand_twice_are_found_with_what_to_cut() -> None:
    text = "SELF: COMPATIBLE: a={n:int:1,2,2,5..7,6} b={s:string:x,y} c={t:set:u,v,u}"
    item = parse(text).descriptor.compatible[0]
    found = {variable.name: again for variable, again in repeated_items(text, item)}
    assert set(found) == {"n", "t"}
    cuts = [again.cut for every in found.values() for again in every if again.cut is not None]
    left = parse(without(text, cuts)).descriptor.compatible[0]
    assert left.meaning() == item.meaning()
    assert "2,2" not in without(text, cuts)
