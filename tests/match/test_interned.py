"""Interned texts are equal to what they stand for, and the table stays bounded.

Belongs here: the table's bounds. Must not know: who uses it.
"""

import pytest

from devcompat.match import interned


def test_an_equal_text_is_the_same_object() -> None:
    first, second = "".join(["a", "bc"]), "".join(["ab", "c"])
    assert interned.interned_text(first) is interned.interned_text(second)
    assert interned.interned_item(first, "1") is interned.interned_item(second, "1")


def test_a_long_text_and_a_text_past_the_bound_are_not_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = {"a": "a"}
    monkeypatch.setattr(interned, "_texts", kept)
    monkeypatch.setattr(interned, "MOST", 2)
    for text in ("x" * 65, "b", "c", "d"):
        assert interned.interned_text(text) == text
        assert interned.interned_item(text, text) == (text, text)
    assert sorted(kept) == ["a", "b"]


def test_sets_of_names_are_kept_as_long_as_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[frozenset[str], frozenset[str]] = {}
    monkeypatch.setattr(interned, "_names", kept)
    monkeypatch.setattr(interned, "MOST", 1)
    first = interned.interned_names(frozenset({"a", "b"}))
    assert interned.interned_names(frozenset({"b", "a"})) is first
    assert interned.interned_names(frozenset({"c"})) == {"c"}
    assert len(kept) == 1
