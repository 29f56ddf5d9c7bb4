"""Which format an input is in, and what is said where it cannot be told."""

import pytest

from devcompat.formats.registry import detect, read_document
from devcompat.language.problems import InputError


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"SELF: a=1", "text"),
        (b"\n\t SELF:\n", "text"),
        (b"# a comment {\nSELF: a=1", "text"),
        (b"#cat /sys/x/migration_compatible\nSELF:\n", "text"),
        (b"COMPATIBLE:", "text"),
        (b"ANYTHING: and then {", "text"),
        (b"SELF:\xff", "text"),
        (b'{"self": {}}', "json"),
        (b' \r\n\t{"self": {}}', "json"),
        (b"{", "json"),
        (b"{n:int:1}", "json"),
        (b"# comment\n{}", "text"),
        (b"", "text"),
        (b"a=1", "text"),
        (b"\x00" * 100, "text"),
        (b"\xef\xbb\xbfSELF: a=1", "text"),
        (b"S\x00E\x00L\x00F\x00", "text"),
    ],
)
def test_format_is_found_from_the_first_token(data: bytes, form: str) -> None:
    assert detect(data) == form


@pytest.mark.parametrize("data", [b"[]", b"<domain/>", b"\n <?xml?>", b'[{"self": {}}]'])
def test_what_is_plainly_neither_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(InputError) as raised:
        detect(data, "x")
    (problem,) = raised.value.problems
    assert problem.code == "format.unknown"
    assert raised.value.source == "x"


def test_a_named_format_counts_whatever_the_input_shows() -> None:
    with pytest.raises(InputError) as raised:
        read_document(b"SELF: a=1", "x", "json")
    assert raised.value.problems[0].code == "json.syntax"
    with pytest.raises(InputError) as raised:
        read_document(b'{"self": {}}', "x", "text")
    assert raised.value.problems[0].code != "json.syntax"


def test_a_format_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InputError) as raised:
        read_document(b"SELF: a=1", "x", "yaml")
    assert raised.value.problems[0].code == "format.unknown"
    assert "text, json" in raised.value.problems[0].expected


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        (b"", "text.empty", 1, 1),
        (b"# only a comment\n", "text.empty", 1, 1),
        (b"\xef\xbb\xbfSELF: a=1", "text.unprintable", 1, 1),
        (b"SELF:\n a=\xff", "text.encoding", 2, 4),
        (b"SELF:\r\n \xc3\xa9=\xc3", "text.encoding", 2, 4),
        (b"SELF: a=1\n\x00", "text.unprintable", 2, 1),
    ],
)
def test_what_is_no_text_is_refused_at_its_place(
    data: bytes, code: str, line: int, column: int
) -> None:
    with pytest.raises(InputError) as raised:
        read_document(data, "x")
    first = raised.value.problems[0]
    assert (first.code, first.position) == (code, (line, column))
