"""What JSON values mean: integers, templates, expressions, domains."""

from typing import Any

import pytest

from devcompat.formats.registry import read_document
from devcompat.language.nodes import Descriptor, Expression, Reference, Template
from devcompat.language.printer import write_text

EXAMPLE = """{
  "self": {"type": "V_4", "ports": 2, "pv": "a+b"},
  "compatible": [{
    "variables": {
      "n": {"type": "int", "domain": [1, 2, {"from": 4, "to": 8}]},
      "pv": {"type": "set", "domain": ["a", "b", "c"]},
      "v": {"type": "version", "domain": [">=2.1", "<3"]},
      "m": {"type": "mask", "domain": "0xff"},
      "k": {"type": "mask", "domain": 255},
      "o": {"type": "opaque", "domain": "firmware"},
      "x": {"type": "any"}
    },
    "fields": {
      "type": "V_${n}", "ports": {"expr": "${n} / 2"}, "pv": "${pv}", "version": "${v}",
      "caps": "${m}", "more": "${k}", "fw": "${o}", "extra": "${x}"
    }
  }],
  "info": {"vendor": "acme"}
}"""
AS_TEXT = """
SELF: type=V_4 ports=2 pv=a+b
COMPATIBLE:
  type=V_{n:int:1,2,4..8} ports={n}/2 pv={pv:set:a,b,c} version={v:version:>=2.1,<3}
  caps={m:mask:0xff} more={k:mask:255} fw={o:opaque:firmware} extra={x:any}
INFO: vendor=acme
"""


def read(text: str) -> Descriptor:
    return read_document(text.encode(), "d").descriptor


def self_value(written: str) -> Any:
    return read(f'{{"self": {{"a": {written}}}}}').self_object.fields[0].value


def test_the_example_is_equal_in_both_formats() -> None:
    assert read(EXAMPLE) == read(AS_TEXT)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("1", "1"),
        ("0", "0"),
        ("-0", "0"),
        ("-17", "-17"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ('"0123"', "0123"),
        ('"1e3"', "1e3"),
        ('"no"', "no"),
        ('"$${x}"', "${x}"),
        ('"$$${x}"', "$${x}"),
        ('"{x} }{ $ $$"', "{x} }{ $ $$"),
        ('"a \\"b\\" \\\\ #"', 'a "b" \\ #'),
        ('"\\u00e9\\ud83d\\ude00"', "é😀"),
        ('"a\\tb"', "a\tb"),
        ('"3-2"', "3-2"),
    ],
)
def test_a_scalar_is_this_text(written: str, text: str) -> None:
    assert self_value(written) == Template((text,))


def test_the_empty_text_is_absence() -> None:
    assert read('{"self": {"a": "", "b": 1}}') == read("SELF: b=1")


def test_a_string_is_a_template_also_if_it_looks_like_arithmetic() -> None:
    variables = '"variables": {"n": {"type": "int", "domain": [1, 2]}}'
    template = read(f'{{"self":{{}},"compatible":[{{{variables},"fields":{{"a":"${{n}}-1"}}}}]}}')
    assert template.compatible[0].fields[0].value == Template((Reference("n"), "-1"))
    arithmetic = read(
        f'{{"self":{{}},"compatible":[{{{variables},"fields":{{"a":{{"expr":"${{n}} - 1"}}}}}}]}}'
    )
    assert arithmetic.compatible[0].fields[0].value == Expression((Reference("n"), 1, "-"))


@pytest.mark.parametrize(
    "spelled", ["${n}/2", "${n} / 2", " ${n}/2 ", "(${n})/2", "\\t${n}\\t/ 2", "(${n}/(2))"]
)
def test_blanks_and_parentheses_do_not_change_an_expression(spelled: str) -> None:
    found = read(
        '{"self":{},"compatible":[{"variables":{"n":{"type":"int","domain":[1]}},'
        f'"fields":{{"a":{{"expr":"{spelled}"}}}}}}]}}'
    )
    assert found.compatible[0].fields[0].value == Expression((Reference("n"), 2, "/"))


@pytest.mark.parametrize("written", ['"0xff"', '"0xFF"', '"255"', '"0255"', "255"])
def test_a_mask_is_a_text_or_an_integer(written: str) -> None:
    found = read(
        f'{{"self":{{}},"compatible":[{{"variables":{{"m":{{"type":"mask","domain":{written}}}}},'
        '"fields":{"a":"${m}"}}]}'
    )
    assert found.compatible[0].variables[0].domain == 255


def test_the_order_of_keys_does_not_count() -> None:
    turned = (
        '{"compatible":[{"fields":{"a":"${n}"},"variables":{"n":{"domain":[1],"type":"int"}}}],'
        '"self":{"b":"1","a":"2"}}'
    )
    assert read(turned) == read("SELF: a=2 b=1 COMPATIBLE: a={n:int:1}")


def test_parameters_are_declared_apart() -> None:
    written = (
        '{"self":{"t":"V_${n}"},"compatible":[{"fields":{"t":"V_${n}"}}],'
        '"parameters":{"aggregator":{"name":"n","type":"int","domain":[{"from":1,"to":8}]}}}'
    )
    text = "SELF: t=V_{n} COMPATIBLE: t=V_{n} PARAMETERS: aggregator={n:int:1..8}"
    assert read(written) == read(text)


def test_what_json_holds_text_can_hold() -> None:
    odd = r'{"self": {"a": " lead", "b": "#x", "c": "SELF:", "d": "\"q\"", "e": "a\tb{}"}}'
    assert read(write_text(read(odd))) == read(odd)
