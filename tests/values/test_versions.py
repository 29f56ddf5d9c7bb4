"""Tests of versions and version ranges.

Here belongs what a version is and which versions a range holds. It must not know descriptors.
"""

import pytest

from devcompat.values.versions import Comparator, VersionRange, read_version


def version_range(*comparators: str) -> VersionRange:
    return VersionRange(
        tuple(Comparator(text.rstrip("0123456789."), text.lstrip("<>=~")) for text in comparators)
    )


def holds(found: VersionRange, text: str) -> bool:
    version = read_version(text)
    assert version is not None
    return version in found


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("2", (2, 0, 0, 0)),
        ("2.1", (2, 1, 0, 0)),
        ("1.2.3.4", (1, 2, 3, 4)),
        ("535.54.03", (535, 54, 3, 0)),
        ("00.00", (0, 0, 0, 0)),
    ],
)
def test_one_to_four_dotted_numbers_are_a_version(text: str, version: object) -> None:
    assert read_version(text) == version


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "1.",
        ".1",
        "1..2",
        "1.2.3.4.5",
        "2.x",
        "v2",
        "2.1-rc1",
        "-1",
        "+1",
        " 1",
        "1\n",
        "٢",
    ],
)
def test_anything_else_is_no_version(text: str) -> None:
    assert read_version(text) is None


@pytest.mark.parametrize(
    ("comparators", "inside", "outside"),
    [
        ([">=2.1", "<3"], ["2.1", "2.1.0.1", "2.99"], ["2.0.99", "3", "3.0.0.1"]),
        ([">2.1"], ["2.1.0.1", "3"], ["2.1", "2.1.0.0", "2"]),
        (["<=2"], ["2", "2.0", "1.9"], ["2.0.0.1", "2.1"]),
        (["==2.3.1"], ["2.3.1", "2.3.1.0", "02.03.01"], ["2.3", "2.3.1.1"]),
        (["~=2"], ["2", "2.9.9.9"], ["1.9", "3"]),
        (["~=2.1"], ["2.1", "2.9"], ["2.0.9", "3", "3.0"]),
        (["~=2.1.3"], ["2.1.3", "2.1.99.9"], ["2.1.2", "2.2", "3"]),
        (["~=2.1.3.4"], ["2.1.3.4", "2.1.3.5"], ["2.1.3.3", "2.1.4"]),
        (["~=535.54.03"], ["535.54.3", "535.54.99"], ["535.54.02", "535.55"]),
        ([">=1", ">=2", ">1.5", "<9", "<4"], ["2", "3.9"], ["1.9", "4"]),
        ([">=2", ">2"], ["2.0.0.1"], ["2"]),
        (["<2", "<=2"], ["1"], ["2"]),
        ([">=3", "<2"], [], ["1", "2", "2.5", "3", "4"]),
    ],
)
def test_range_holds_what_satisfies_all_comparators(
    comparators: list[str], inside: list[str], outside: list[str]
) -> None:
    found = version_range(*comparators)
    assert [text for text in inside if not holds(found, text)] == []
    assert [text for text in outside if holds(found, text)] == []


def test_ranges_are_equal_however_they_were_written() -> None:
    assert version_range("~=2.1") == version_range("<3", ">=2.1.0")
    assert hash(version_range("==2")) == hash(version_range(">=2", "<=2.0"))
    assert version_range(">=2") != version_range(">2")


def test_a_range_has_at_least_one_comparator_on_a_version() -> None:
    with pytest.raises(ValueError, match="at least one comparator"):
        VersionRange(())
    with pytest.raises(ValueError, match="not a version"):
        version_range(">=2..1")


@pytest.mark.parametrize(
    ("comparators", "normal"),
    [
        ([">=0"], [(">=", "0")]),
        ([">0"], [(">", "0")]),
        ([">=1.2.0"], [(">=", "1.2")]),
        ([">1.2", ">=1.2"], [(">", "1.2")]),
        (["<3"], [("<", "3")]),
        (["<=3.0.0.0"], [("<=", "3")]),
        (["<3", "<=3", ">=1"], [(">=", "1"), ("<", "3")]),
        (["~=2.1"], [(">=", "2.1"), ("<", "3")]),
        ([">0", "<0.0.0.1"], [(">", "0"), ("<", "0.0.0.1")]),
    ],
)
def test_equal_ranges_have_the_same_comparators(
    comparators: list[str], normal: list[tuple[str, str]]
) -> None:
    found = version_range(*comparators).normal_comparators()
    assert found == tuple(Comparator(operator, text) for operator, text in normal)
