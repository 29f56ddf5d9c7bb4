"""Tests of feature sets and masks.

Here belongs which texts lie within a domain of members or bits. It must not know descriptors.
"""

import pytest

from devcompat.values import features, masks

MEMBERS = frozenset({"none", "ppgtt", "context"})


@pytest.mark.parametrize(
    "text", ["", "none", "ppgtt+none", "none+ppgtt+context", "context+ppgtt+none", "none+none"]
)
def test_set_of_members_is_within_in_any_order(text: str) -> None:
    assert features.is_within(text, MEMBERS)


@pytest.mark.parametrize(
    "text", ["other", "none+other", "none++ppgtt", "+none", "none+", "+", "None", " none"]
)
def test_set_with_a_strange_or_empty_member_is_outside(text: str) -> None:
    assert not features.is_within(text, MEMBERS)


@pytest.mark.parametrize(
    ("text", "bits"),
    [("0x0", 0), ("0xF", 15), ("0x00f", 15), ("12", 12), ("010", 10), ("0", 0), ("0xdEaD", 0xDEAD)],
)
def test_mask_is_hexadecimal_or_decimal_and_never_octal(text: str, bits: int) -> None:
    assert masks.read_mask(text) == bits


@pytest.mark.parametrize(
    "text", ["", "0x", "0X1", "x1", "-1", "+1", "0b1", "0o7", "1_0", " 1", "1\n", "f", "0xg", "٣"]
)
def test_anything_else_is_no_mask(text: str) -> None:
    assert masks.read_mask(text) is None
    assert not masks.is_within(text, 0xFFFF)


@pytest.mark.parametrize("text", ["0x0", "0x5", "0xd", "8", "013"])
def test_mask_without_a_bit_outside_the_domain_is_within(text: str) -> None:
    assert masks.is_within(text, 0xD)


@pytest.mark.parametrize("text", ["0x2", "0xf", "16", "2"])
def test_mask_with_a_bit_outside_the_domain_is_not(text: str) -> None:
    assert not masks.is_within(text, 0xD)


def test_mask_may_have_a_thousand_digits() -> None:
    bits = int("9" * 1024)
    assert masks.is_within("9" * 1024, bits)
    assert masks.read_mask("9" * 1025) is None
