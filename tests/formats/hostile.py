"""Hostile documents for each format: as large as may be, the same wrong thing again and again.

Here belongs how such documents are written. It must not know what is reported of them.
"""

from collections.abc import Iterator

from devcompat.language.limits import DOCUMENT_BYTES

SHARED = (
    '"',
    "'",
    "\\",
    "{",
    "[",
    "#",
    "\n",
    "\r",
    " ",
    "\t",
    "a",
    "0",
    "$",
    "${",
    "é",
    "\x00",
    "-",
)
UNITS = {
    "text": (*SHARED, "a=", 'a="', "a={n:int:1}", "SELF:", "COMPATIBLE:\n", 'a="\\'),
    "json": (*SHARED, '{"a":', '"a":1,', '"\\u0061', '"\\', "1,", "[[],", '{"self":', "1e", "-0."),
    "yaml": (
        *SHARED, "a: ", "- ", "? ", ": ", "a:\n", "- - ", "&a ", "*a ", "!a ", "|\n", ">\n", "'a",
        "--- ", '"\\', "[a, ", "{a: ", "{? ", "a: 1\n", "%a\n", "...\n", "\n ", "a b", "<<: ",
        "''", "[]",
    ),
    "toml": (
        *SHARED, "a=", "a.", "'''", '"""', '"a', "'a", "[[", "[a]\n", "[[a]]\n", "a=[", "a={",
        "{a=", '"\\', '"""\\\n', "a=1\n", "a.b=1\n", "[a.b]\n", "=", "1,", "[],", "{},", "0x", "1_",
        "a=''\n", "]", "]]", "'a'.", '"\\u0061".',
    ),
}  # fmt: skip
"""What is repeated, by format."""

BEGINS = {
    "text": ("", "SELF: a=", 'SELF: a="', "SELF: COMPATIBLE: a={n:string:"),
    "json": ("", '{"self": ', '{"self": {"a": "', '{"self": {"a": ['),
    "yaml": ("", "self:\n  a: ", 'self: {a: "'),
    "toml": ("", "[self]\na = ", '[self]\na = "', '[self]\na = """', "[self]\na = '''",
             '[self]\n"', "[self]\na = [", "[self]\na = {"),
}  # fmt: skip
"""What stands before it, by format."""


def documents(form: str) -> Iterator[bytes]:
    """Yield every begin with every unit, filled up to the limit of a document."""
    for begin in BEGINS[form]:
        for unit in UNITS[form]:
            times = (DOCUMENT_BYTES - len(begin.encode())) // len(unit.encode())
            yield (begin + unit * times).encode()
