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


def test_the_longest_text_that_is_kept_has_sixty_four_characters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts: dict[str, str] = {}
    items: dict[interned.Item, interned.Item] = {}
    monkeypatch.setattr(interned, "_texts", texts)
    monkeypatch.setattr(interned, "_items", items)
    for length in (63, 64, 65):
        interned.interned_item("name", "x" * length)
    assert sorted(map(len, texts)) == [4, 63, 64]
    assert sorted(len(text) for _, text in items) == [63, 64]


def test_a_full_table_still_gives_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two objects that are equal, and only the one that was kept comes back."""
    monkeypatch.setattr(interned, "_texts", {})
    monkeypatch.setattr(interned, "_items", {})
    kept = interned.interned_item("".join(["na", "me"]), "".join(["te", "xt"]))
    monkeypatch.setattr(interned, "MOST", 1)
    again = interned.interned_item("".join(["nam", "e"]), "".join(["tex", "t"]))
    assert again is kept
    assert interned.interned_text("".join(["n", "ame"])) is kept[0]
    other = interned.interned_item("name", "other")
    assert other == ("name", "other")
    assert len(vars(interned)["_items"]) == 1
