"""Kernel releases: what a release string says, and which say little because of backports."""

import pytest

from devcompat.catalog.kernels import has_backports, read_release


@pytest.mark.parametrize(
    ("text", "release"),
    [
        ("6.12.117+deb12-amd64", (6, 12)),
        ("6.12", (6, 12)),
        ("6.7.0-rc1", (6, 7)),
        ("6.7-rc1", (6, 7)),
        ("5.14.0-503.el9.x86_64", (5, 14)),
        ("6.4.0-150600.23-default", (6, 4)),
        ("6.8.0-45-generic", (6, 8)),
        ("6.1.0-56-amd64", (6, 1)),
        ("10.0.1", (10, 0)),
        ("6.19.0+", (6, 19)),
    ],
)
def test_release_gives_major_and_minor(text: str, release: tuple[int, int]) -> None:
    assert read_release(text) == release


@pytest.mark.parametrize(
    "text",
    [
        "",
        "6",
        "6.",
        ".12",
        "six.twelve",
        "v6.12",
        "Linux 6.12",
        "-6.12",
        "6.12345",
        "12345.6",
        "٦.١٢",
    ],
)
def test_nonsense_is_no_release(text: str) -> None:
    assert read_release(text) is None


def test_minor_numbers_compare_as_numbers() -> None:
    assert read_release("6.10.0") > read_release("6.9.0")  # type: ignore[operator]


@pytest.mark.parametrize(
    "text",
    [
        "5.14.0-503.el9.x86_64",
        "4.18.0-553.16.1.el8_10.x86_64",
        "5.15.0-100.96.32.el8uek.x86_64",
        "6.4.0-150600.23-default",
        "6.4.0-150600.23.25-default",
        "6.4.0-150600.8.5-azure",
        "6.12.0-160000.5-rt",
        "5.10.0-216.0.0.115.oe2203sp4.x86_64",
        "5.10.134-16.an8.x86_64",
        "5.10.134-16.al8.x86_64",
        "5.4.119-19.0009.tl3",
        "4.19.90-89.11.v2401.ky10.x86_64",
    ],
)
def test_distributors_that_carry_drivers_back_are_known(text: str) -> None:
    assert has_backports(text)


@pytest.mark.parametrize(
    "text",
    [
        "6.12.117+deb12-amd64",
        "6.1.0-56-amd64",
        "6.8.0-45-generic",
        "6.7.0-rc1",
        "6.8.12-4-pve",
        "6.10.3-200.fc40.x86_64",
        "6.6.30-150600",
        "6.12.1",
    ],
)
def test_other_releases_are_taken_at_their_word(text: str) -> None:
    assert not has_backports(text)
