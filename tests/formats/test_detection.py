"""Which format an input is in, and what is said where it cannot be told."""

import pytest

from devcompat.formats.registry import detect, read_document, write_document
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
        (b"self:\n  a: 1\n", "yaml"),
        (b"# comment\n---\nself: {}\n", "yaml"),
        (b"'self' : {}", "yaml"),
        (b"%YAML 1.2\n---\nself: {}\n", "yaml"),
        (b"[self]\na = 1\n", "toml"),
        (b"# comment\n[[compatible]]\n", "toml"),
        (b"[ 'self' ]", "toml"),
        (b"self.a = 1", "toml"),
        (b"self = {}", "toml"),
        (b"self={}", "toml"),
        (b"compatible=[]", "toml"),
        (b"'self' = {}", "toml"),
        (b'"self".a=1', "toml"),
        (b"self=1", "text"),
        (b"{self: {a: 1}}", "yaml"),
        (b"{ 'self' : {}}", "yaml"),
        (b'# comment\n{"self": {}}', "yaml"),
        (b'{"self": {a: 1}}', "json"),
        (b"%TAG ! tag:x\n---\nself: {}\n", "yaml"),
        (b"\xef\xbb\xbfself:\n  a: 1\n", "yaml"),
        (b"\xef\xbb\xbf[self]\n", "toml"),
        (b'\xef\xbb\xbf{"self": {}}', "json"),
    ],
)
def test_format_is_found_from_the_first_token(data: bytes, form: str) -> None:
    assert detect(data) == form


@pytest.mark.parametrize(
    ("data", "name", "form"),
    [
        (b"anything", "x.yaml", "yaml"),
        (b"", "a/b.YML", "yaml"),
        (b"anything", "x.toml", "toml"),
        (b"SELF: a=1", "x.yaml", "text"),
        (b"{}", "x.toml", "json"),
        (b"{}", "x.yaml", "yaml"),
        (b'{"self": {a: 1}}', "x.yml", "yaml"),
        (b"self: {}", "x.toml", "toml"),
        (b"anything", "yaml", "text"),
        (b"anything", "x.txt", "text"),
    ],
)
def test_a_suffix_tells_where_the_first_token_does_not(data: bytes, name: str, form: str) -> None:
    assert detect(data, name) == form


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
        read_document(b"SELF: a=1", "x", "ini")
    assert raised.value.problems[0].code == "format.unknown"
    assert "text, json" in raised.value.problems[0].expected
    with pytest.raises(InputError) as raised:
        write_document(read_document(b"SELF: a=1").descriptor, "ini")
    assert raised.value.problems[0].code == "format.unknown"


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        (b"", "text.empty", 1, 1),
        (b"# only a comment\n", "text.empty", 1, 1),
        (b"\xef\xbb\xbfSELF: a=1", "text.unprintable", 1, 1),
        (b"SELF:\n a=\xff", "text.encoding", 2, 4),
        (b"SELF:\r\n \xc3\xa9=\xc3", "text.encoding", 2, 4),
        (b"SELF: a=1\n\x00", "text.unprintable", 2, 1),
        (b"\xef\xbb\xbfself: {}", "text.unprintable", 1, 1),
        (b"\xef\xbb\xbf[self]", "text.unprintable", 1, 1),
        (b'\xef\xbb\xbf{"self": {}}', "text.unprintable", 1, 1),
    ],
)
def test_what_is_no_text_is_refused_at_its_place(
    data: bytes, code: str, line: int, column: int
) -> None:
    with pytest.raises(InputError) as raised:
        read_document(data, "x")
    first = raised.value.problems[0]
    assert (first.code, first.position) == (code, (line, column))
