"""What is wrong with a JSON descriptor is said with its code and its position."""

import pytest

from devcompat.formats.registry import read_document
from devcompat.language import limits
from devcompat.language.problems import InputError, Problem


def problems(text: str | bytes) -> tuple[Problem, ...]:
    """Read a JSON descriptor that is wrong and return what is wrong with it."""
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(InputError) as raised:
        read_document(data, "d.json", "json")
    assert raised.value.source == "d.json"
    return raised.value.problems


def only(text: str | bytes) -> tuple[str, int, int]:
    """Return code, line and column of the one thing that is wrong."""
    (problem,) = problems(text)
    assert problem.position is not None
    return (problem.code, *problem.position)


def with_value(value: str) -> str:
    return f'{{"self": {{"a": {value}}}}}'


def with_domain(kind: str, domain: str) -> str:
    declared = f'{{"x": {{"type": "{kind}", "domain": {domain}}}}}'
    return f'{{"self":{{}},"compatible":[{{"variables":{declared},"fields":{{"a":"${{x}}"}}}}]}}'


SYNTAX = {
    "nothing": ("", 1, 1),
    "blank lines": ("\n \n", 3, 1),
    "not closed": ('{"self": {', 1, 11),
    "two values": ("{} {}", 1, 4),
    "comma too many": ('{"self": {},}', 1, 13),
    "comma too many in a list": ('{"compatible": [1,]}', 1, 19),
    "no colon": ('{"self" {}}', 1, 9),
    "single quotes": ("{'self': {}}", 1, 2),
    "comment": ('{"self": {}} // x', 1, 14),
    "string over two lines": ('{"self": {"a": "x\ny"}}', 1, 16),
    "raw control character": ('{"self": {"a": "x\x07"}}', 1, 16),
    "unknown escape": (r'{"self": {"a": "\x41"}}', 1, 16),
    "half an escape": (r'{"self": {"a": "\u00"}}', 1, 16),
    "NaN": (with_value("NaN"), 1, 16),
    "Infinity": (with_value("-Infinity"), 1, 16),
    "plus": (with_value("+1"), 1, 16),
    "leading zero": (with_value("01"), 1, 17),
    "hexadecimal": (with_value("0x10"), 1, 17),
    "dot without digits": (with_value("1."), 1, 17),
    "digits of another script": (with_value("٣"), 1, 16),
    "True": (with_value("True"), 1, 16),
    "no-break space": ('{"self":\u00a0{}}', 1, 9),
    "on a third line": ('{\n "self":\n  nope}', 3, 3),
    "after CR LF": ('{\r\n "self":\r\n  nope}', 3, 3),
    "after lone CR": ('{\r "self":\r  nope}', 3, 3),
}


@pytest.mark.parametrize("case", SYNTAX)
def test_what_is_not_json_is_refused_where_it_goes_wrong(case: str) -> None:
    text, line, column = SYNTAX[case]
    assert only(text) == ("json.syntax", line, column)


SHAPES = {
    "a list": ("¦[]", "structure.type"),
    "a text": ('¦"self"', "structure.type"),
    "null": ("¦null", "structure.type"),
    "no self": ("¦{}", "structure.missing"),
    "another kind of file": ('¦{"name": "a", "devices": []}', "structure.missing"),
    "self of another case": ('{¦"SELF": {}, "self": {}}', "structure.key"),
    "unknown key": ('{"self": {},\n ¦"extra": 1}', "structure.key"),
    "self that is a list": ('{"self": ¦[]}', "structure.type"),
    "float": (with_value("¦1.0"), "structure.type"),
    "exponent": (with_value("¦1e3"), "structure.type"),
    "huge exponent": (with_value("¦1e999999999"), "structure.type"),
    "true": (with_value("¦true"), "structure.type"),
    "null value": (with_value("¦null"), "structure.type"),
    "list value": (with_value('¦["x"]'), "structure.type"),
    "object without expr": (with_value("¦{}"), "structure.missing"),
    "compatible that is an object": ('{"self":{},"compatible":¦{}}', "structure.type"),
    "compatible of texts": ('{"self":{},"compatible":[¦"a"]}', "structure.type"),
    "object without fields": ('{"self":{},"compatible":[¦{}]}', "structure.missing"),
    "field's name": ('{"self":{¦"1a": "x"}}', "field.name"),
    "field's name that is empty": ('{"self":{¦"": "x"}}', "field.name"),
    "name too long": (f'{{"self":{{¦"{"a" * 65}": "x"}}}}', "limit.name"),
    "value too long": (with_value(f'"¦{"a" * 1025}"'), "limit.value"),
    "integer too long": (with_value("¦" + "1" * 5000), "limit.value"),
    "domain that is a text": (with_domain("int", '¦"1..8"'), "structure.type"),
    "domain that is empty": (with_domain("int", "¦[]"), "domain.empty"),
    "domain with a text": (with_domain("int", '[1, ¦"1"]'), "structure.type"),
    "domain with a float": (with_domain("int", "[¦1.0]"), "structure.type"),
    "domain with true": (with_domain("int", "[¦true]"), "structure.type"),
    "range without end": (with_domain("int", '[¦{"from": 1}]'), "structure.missing"),
    "range turned round": (with_domain("int", '[¦{"from": 2, "to": 1}]'), "domain.range"),
    "member too long": (with_domain("int", f"[¦{'1' * 5000}]"), "limit.member"),
    "set with a plus": (with_domain("set", '["a", ¦"a+b"]'), "domain.member"),
    "set with an empty text": (with_domain("set", '[¦""]'), "domain.member"),
    "version that is none": (with_domain("version", '[">=1", ¦"2.1"]'), "domain.member"),
    "mask that is negative": (with_domain("mask", "¦-1"), "domain.member"),
    "mask with blanks": (with_domain("mask", '¦" 0xff "'), "domain.member"),
    "mask that is octal": (with_domain("mask", '¦"0o17"'), "domain.member"),
    "mask too long": (with_domain("mask", "¦" + "9" * 5000), "domain.member"),
    "nobody decides": (with_domain("opaque", '¦""'), "domain.member"),
    "any with a domain": (
        '{"self":{},"compatible":[{"variables":{"x":{"type":"any",¦"domain":[]}},"fields":{}}]}',
        "domain.unexpected"),
    "parameter's name too long": (
        f'{{"self":{{}},"parameters":{{"a":{{"name":¦"{"n" * 65}","type":"int","domain":[1]}}}}}}',
        "limit.name"),
    "unknown type": (
        '{"self":{},"compatible":[{"variables":{"x":{"type":¦"float"}},"fields":{"a":"${x}"}}]}',
        "variable.type"),
}  # fmt: skip
"""Each with a mark where the fault stands, and its code."""


def split_at_mark(text: str) -> tuple[str, int, int]:
    """Return the text without its mark, and the line and column of the mark."""
    before, _, after = text.partition("¦")
    lines = before.split("\n")
    return before + after, len(lines), len(lines[-1]) + 1


@pytest.mark.parametrize("case", SHAPES)
def test_what_is_no_descriptor_is_refused_where_it_goes_wrong(case: str) -> None:
    marked, code = SHAPES[case]
    text, line, column = split_at_mark(marked)
    assert only(text) == (code, line, column)


def in_compatible(fields: str, variables: str = "{}") -> str:
    return f'{{"self":{{}},"compatible":[{{"fields":{fields},\n"variables":{variables}}}]}}'


INT = '{"n": {"type": "int", "domain": [1, 2]}}'
MEANING = {
    "expression with another key": (
        in_compatible('{"a": {"expr": "${n}+1", ¦"e": 1}}', INT), "structure.key"),
    "undeclared": (in_compatible('{"a": "x${¦m}"}'), "variable.undeclared"),
    "unused": (in_compatible('{"a": "x"}', "{¦" + INT[1:]), "variable.unused"),
    "declared in the value": (in_compatible('{"a": "${¦n:int:1}"}'), "placeholder.forbidden"),
    "in self": (with_value('"${¦n}"'), "placeholder.forbidden"),
    "neighbours": (in_compatible('{"a": "${n}${¦n}"}', INT), "placeholder.adjacent"),
    "declared with quotes": (
        with_value(r'"${¦n:string:\"${x}\"}"'), "placeholder.forbidden"),
    "a parameter's name twice": (
        ('{"self":{},"parameters":{"a":{"name":"n","type":"int","domain":[1]},\n'
        '¦"b":{"name":"n","type":"int","domain":[1]}}}'), "variable.redeclared"),
    "not closed": (with_value('"x$¦{n"'), "brace.unclosed"),
    "expression of nothing": (with_value('{"expr": "¦1 + 1"}'), "expression.malformed"),
    "expression that is broken": (
        in_compatible('{"a": {"expr": "¦${n} +"}}', INT), "expression.malformed"),
    "variable's name": (in_compatible("{}", '{¦"a-b": {"type": "any"}}'), "placeholder.name"),
}  # fmt: skip


@pytest.mark.parametrize("case", MEANING)
def test_what_the_language_refuses_is_refused_where_it_stands(case: str) -> None:
    marked, code = MEANING[case]
    text, line, column = split_at_mark(marked)
    assert only(text) == (code, line, column)


@pytest.mark.parametrize(
    ("before", "width"),
    [
        ("", 0),
        ("abc", 3),
        (r"\\", 2),
        (r"\"\"", 4),
        (r"\u0041", 6),
        (r"\ud83d\ude00", 12),
        (r"\/x\u00e9\\", 11),
        ("é☃😀", 3),
    ],
)
def test_columns_are_right_after_escapes(before: str, width: int) -> None:
    assert only(with_value(f'"{before}${{n}}"')) == ("placeholder.forbidden", 1, 19 + width)
    assert only(with_value(f'"{before}\\u0007"')) == ("text.unprintable", 1, 17 + width)


def test_lines_are_right_after_cr_lf_and_escapes() -> None:
    text = '{\r\n  "self": {\r\n    "a": "\\u0041",\r\n    "b": "\\t\\t${n}"\r\n  }\r\n}'
    assert only(text) == ("placeholder.forbidden", 4, 17)


@pytest.mark.parametrize("escape", ["\\ud800", "\\udc00", "\\ud800\\u0041", "\\udc00\\ud800"])
def test_lone_surrogates_are_refused(escape: str) -> None:
    assert problems(with_value(f'"{escape}"'))[0].code == "text.unprintable"


@pytest.mark.parametrize(
    "character", ["\\u0000", "\\u001b", "\\u007f", "\\u009b", "\\u202e", "\\ufeff"]
)
def test_control_characters_are_refused_also_where_they_are_escaped(character: str) -> None:
    assert only(with_value(f'"ab{character}"')) == ("text.unprintable", 1, 19)


@pytest.mark.parametrize(
    "text",
    [
        '{"self":{},\n"self":{}}',
        '{"self":{"a":"1",\n"a":"1"}}',
        '{"self":{"a":"1",\n"\\u0061":"2"}}',
    ],
)
def test_duplicate_keys_are_refused_also_when_spelled_differently(text: str) -> None:
    assert only(text) == ("json.duplicate-key", 2, 1)


def test_nesting_is_bounded() -> None:
    assert only('{"self":' + "[" * 17 + "]" * 17 + "}")[0] == "json.depth"
    assert only("[" * 30_000)[0] == "json.depth"
    assert only('{"a":' * 10_000)[0] == "json.depth"


def test_independent_problems_are_reported_together_in_order() -> None:
    text = '{"self": {"a": 1.5, "b": true},\n "info": {"c": null},\n "x": 1}'
    found = [(problem.code, problem.position) for problem in problems(text)]
    assert [code for code, _ in found] == ["structure.type"] * 3 + ["structure.key"]
    assert found == sorted(found, key=lambda entry: entry[1] or (0, 0))


def test_problems_past_the_limit_are_counted() -> None:
    fields = ",".join(f'"f{number}": null' for number in range(60))
    with pytest.raises(InputError) as raised:
        read_document(f'{{"self": {{{fields}}}}}'.encode(), "d.json")
    assert len(raised.value.problems) == limits.REPORTED_PROBLEMS
    assert raised.value.unreported == 60 - limits.REPORTED_PROBLEMS


def test_limits_hold_in_json_too() -> None:
    many = ",".join(f'"f{number}": 1' for number in range(65))
    assert problems(f'{{"self": {{{many}}}}}')[0].code == "limit.fields"
    objects = ",".join(['{"fields":{}}'] * 65)
    assert problems(f'{{"self":{{}},"compatible":[{objects}]}}')[0].code == "limit.objects"
    items = ",".join(["1"] * 4097)
    assert problems(with_domain("int", f"[{items}]"))[0].code == "limit.items"
    declared = ",".join(f'"v{number}":{{"type":"any"}}' for number in range(17))
    used = ",".join(f'"f{number}":"${{v{number}}}"' for number in range(17))
    text = f'{{"self":{{}},"compatible":[{{"variables":{{{declared}}},"fields":{{{used}}}}}]}}'
    assert problems(text)[0].code == "limit.variables"
    assert problems(b'{"self":{}}' + b" " * limits.DOCUMENT_BYTES)[0].code == "limit.document"


def test_bytes_that_are_not_utf8_have_their_position() -> None:
    assert only(b'{"self":\n {"a": "\xe9"}}') == ("text.encoding", 2, 9)
    assert only(b'\xff\xfe{"self":{}}') == ("text.encoding", 1, 1)
