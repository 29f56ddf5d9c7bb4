"""Laws of the layouts: all of a descriptor or nothing; through each pair it comes back as it was.

Here belongs what holds for all descriptors and all layouts. It must not know any example.
"""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings

from devcompat.formats.bundles import layouts_of
from devcompat.formats.registry import detect
from devcompat.language.nodes import Descriptor, Field, Object, Template
from devcompat.language.parser import parse
from devcompat.language.problems import InputError
from tests.laws.layouts import WRITTEN_AND_READ, Written, holds, read, write
from tests.strategies import DocumentPair, document_pairs
from tests.strategies.nodes import descriptors

LAW = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
EMPTY = Descriptor(Object(()), (Object(()),), Object(()))
ONE = Object((Field("a", Template(("1",))),))
TYPE = parse(
    "SELF: b={q}{{p}} COMPATIBLE: b={n:int:1..4}*{p} c={s:string:x,\"y z\",\"\"} d=\"{n}-{p}\" "
    "COMPATIBLE: b={n:int:7} INFO: x=$${p}} PARAMETERS: z={p:int:1..8} a={q:string:x,\"}\"}"
).descriptor  # fmt: skip

_AFTER_A_FIELD = re.compile(rb"(?<=[^\n])\n")


def written_in_all(descriptor: Descriptor) -> dict[str, Written]:
    """Return a descriptor in each layout that holds it; in the others writing it is an error."""
    found: dict[str, Written] = {}
    for layout in WRITTEN_AND_READ:
        if holds(layout, descriptor):
            found[layout] = write(layout, descriptor)
            continue
        with pytest.raises(InputError) as raised:
            write(layout, descriptor)
        assert [problem.code for problem in raised.value.problems] == ["convert.cannot-hold"]
    return found


@pytest.mark.parametrize("layout", WRITTEN_AND_READ)
def test_what_passes_through_each_pair_of_layouts_is_what_it_was(layout: str) -> None:
    @LAW
    @example(EMPTY)
    @example(TYPE)
    @given(descriptors())
    def law(descriptor: Descriptor) -> None:
        if not holds(layout, descriptor):
            return
        first = read(layout, write(layout, descriptor))
        assert first == descriptor
        assert hash(first) == hash(descriptor)
        for other, written in written_in_all(first).items():
            second = read(other, written)
            assert second == descriptor, other
            assert read(layout, write(layout, second)) == descriptor, other

    law()


@pytest.mark.parametrize("layout", WRITTEN_AND_READ)
def test_texts_that_people_write_pass_through_too(layout: str) -> None:
    @LAW
    @given(document_pairs())
    def law(pair: DocumentPair) -> None:
        for text in (pair.source, pair.target):
            descriptor = parse(text).descriptor
            if holds(layout, descriptor):
                again = read(layout, write(layout, descriptor))
                assert again == descriptor
                for other, written in written_in_all(again).items():
                    assert read(other, written) == descriptor, other

    law()


@LAW
@example(EMPTY)
@example(TYPE)
@example(Descriptor(ONE, (ONE,), Object(())))
@given(descriptors())
def test_what_is_written_shows_its_layout_and_is_written_alike_again(
    descriptor: Descriptor,
) -> None:
    for layout, written in written_in_all(descriptor).items():
        again = read(layout, written)
        if isinstance(written, bytes):
            assert detect(written) == layout
            assert write(layout, again) == written
        else:
            assert list(layouts_of(written)) == [layout]
            assert set(write(layout, again)) == set(written)


@LAW
@given(descriptors())
def test_nothing_that_is_written_depends_on_the_order_of_files(descriptor: Descriptor) -> None:
    for layout, written in written_in_all(descriptor).items():
        if not isinstance(written, bytes):
            assert read(layout, dict(sorted(written.items(), reverse=True))) == descriptor


@LAW
@given(descriptors())
def test_line_ends_of_any_kind_separate_fields_and_objects(descriptor: Descriptor) -> None:
    for layout, written in written_in_all(descriptor).items():
        for line_end in (b"\r\n", b"\r"):
            if layout == "toml" and line_end == b"\r":
                continue  # TOML knows no such line end
            if isinstance(written, bytes):
                assert read(layout, written.replace(b"\n", line_end)) == descriptor
            else:
                ended = {path: data.replace(b"\n", line_end) for path, data in written.items()}
                assert read(layout, ended) == descriptor


@LAW
@given(descriptors())
def test_blank_lines_and_comments_between_fields_change_nothing(descriptor: Descriptor) -> None:
    for layout, written in written_in_all(descriptor).items():
        if not isinstance(written, bytes):
            commented = {
                path: _AFTER_A_FIELD.sub(b" # x\n#\n", data) + b" \n\n# end"
                for path, data in written.items()
            }
            assert read(layout, commented) == descriptor


@LAW
@given(descriptors())
def test_of_the_last_line_end_none_is_needed(descriptor: Descriptor) -> None:
    for layout, written in written_in_all(descriptor).items():
        if isinstance(written, bytes):
            assert read(layout, written.rstrip(b"\n")) == descriptor
        else:
            ended = {path: data.removesuffix(b"\n") for path, data in written.items()}
            assert read(layout, ended) == descriptor


def test_what_is_too_large_in_one_layout_is_an_error_there_and_whole_in_the_others() -> None:
    wide = "COMPATIBLE: " + " ".join(f"g{number}=x" for number in range(64)) + " "
    descriptor = parse("SELF: a=1 " + wide * 63).descriptor
    held: dict[str, Written] = {}
    codes: set[str] = set()
    for layout in WRITTEN_AND_READ:
        try:
            held[layout] = write(layout, descriptor)
        except InputError as error:
            codes.add(error.problems[0].code)
        else:
            assert read(layout, held[layout]) == descriptor
    assert {"text", "dir", "flat", "keys"} <= set(held)
    assert "json" not in held
    assert codes == {"convert.cannot-hold"}
