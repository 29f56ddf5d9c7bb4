"""Examples: for a code, the smallest input that gives it.

Belongs here: the tables. Codes without one are about something that no short text shows: a limit, a
file, a machine. Must not know: who reads the texts.
"""

from typing import NamedTuple


class Example(NamedTuple):
    """An input that gives a code: what it is, and its text.

    Of evidence, the source and `target`; of baselines, two targets.
    """

    kind: str
    text: str
    target: str = ""


def find_example(code: str) -> Example | None:
    """Return the example of a code, or None."""
    return EXAMPLES.get(code)


_DESCRIPTORS = {
    "text.empty": "# a comment",
    "syntax.field": "SELF: a = 1",
    "field.name": "SELF: 1a=x",
    "field.repeated": "SELF: a=1 COMPATIBLE: a=1 a=2",
    "header.unknown": "Self: a=1",
    "header.glued": "SELF:a=1",
    "quote.unclosed": 'SELF: a="x',
    "quote.escape": 'SELF: a="x\\n"',
    "quote.tail": 'SELF: a="x"y',
    "object.missing": "a=1 SELF: b=2",
    "object.self-missing": "COMPATIBLE: a=1",
    "object.repeated": "SELF: a=1 SELF: b=2",
    "brace.lone": "SELF: a=x}",
    "brace.nested": "SELF: COMPATIBLE: a={n:string:{}",
    "brace.unclosed": "SELF: a={n",
    "placeholder.name": "SELF: COMPATIBLE: a={1n:int:1}",
    "placeholder.forbidden": "SELF: a={n:int:1..8}",
    "placeholder.adjacent": "SELF: COMPATIBLE: a=x{n:int:1..8}{m:int:1..8}",
    "placeholder.not-whole": "SELF: COMPATIBLE: a=v{x:version:>=2}",
    "variable.undeclared": "SELF: COMPATIBLE: a={n}/2 b={n:int:1..8}",
    "variable.redeclared": "SELF: COMPATIBLE: a={n:int:1..8} b={n:int:1..8}",
    "variable.type": "SELF: COMPATIBLE: a={n:integer:1..8}",
    "variable.reused": "SELF: COMPATIBLE: a={v:version:>=2} b={v}",
    "domain.empty": "SELF: COMPATIBLE: a={n:int}",
    "domain.unexpected": "SELF: COMPATIBLE: a={x:any:1}",
    "domain.member": "SELF: COMPATIBLE: a={n:int:1,,4}",
    "domain.range": "SELF: COMPATIBLE: a={n:int:8..1}",
    "expression.malformed": "SELF: COMPATIBLE: a=1{n:int:1..8}-2",
    "parameter.value": "SELF: a=1 PARAMETERS: a=1",
    "limit.placeholders": ("SELF: COMPATIBLE: a={a:int:1}.{b:int:1}.{c:int:1}.{d:int:1}.{e:int:1}"),
    "limit.combinations": "SELF: COMPATIBLE: a={n:int:1..999}*{m:int:1..999}",
}

_JSON = {
    "json.syntax": '{"self": {"a": "1"}',
    "json.duplicate-key": '{"self": {"a": "1", "a": "2"}}',
    "structure.type": '{"self": {"a": 1.5}}',
    "structure.key": '{"self": {"a": "1"}, "extra": {}}',
    "structure.missing": '{"compatible": []}',
    "variable.unused": (
        '{"self": {}, "compatible": [{"variables": {"n": {"type": "int", "domain": [1]}}, '
        '"fields": {"a": "1"}}]}'
    ),
}

_YAML = {
    "yaml.syntax": "self: {a: 1",
    "yaml.duplicate-key": "self: {a: 1, a: 2}",
    "yaml.alias": "self: &x {a: 1}",
    "yaml.tag": "self: {a: !!str 1}",
    "yaml.documents": "self: {a: 1}\n---\nself: {a: 2}",
    "yaml.lines": "self:\n  a: |\n    one\n    two",
    "yaml.key": "self: {[a]: 1}",
}

_TOML = {
    "toml.syntax": "[self]\na = 01",
    "toml.duplicate-key": '[self]\na = "1"\na = "2"',
}

_VOCABULARIES = {
    "vocabulary.type": 'name = "x"\nversion = "1"\nfields = "equal"',
    "vocabulary.key": 'name = "x"\nversion = "1"\nfeilds = {}\n[fields]',
    "vocabulary.missing": 'version = "1"\n[fields]',
    "vocabulary.value": 'name = "x"\nversion = "1"\nunlisted = "maybe"\n[fields]',
    "vocabulary.field": 'name = "x"\nversion = "1"\n[fields]\n"1a" = "equal"',
    "vocabulary.rule": 'name = "x"\nversion = "1"\n[fields]\na = "nearly"',
    "vocabulary.default": (
        'name = "x"\nversion = "1"\n[fields]\na = { rule = "at-least", default = "few" }'
    ),
    "vocabulary.lists": (
        'name = "x"\nversion = "1"\n[fields]\na = { rule = "one-of", lists = { v1 = [] } }'
    ),
}

_OVERLAYS = {
    "overlay.syntax": "devices: [",
    "overlay.alias": "devices:\n  - &x\n    match: {kind: mdev}\n    facts: {a: b}",
    "overlay.type": "devices: none",
    "overlay.value": "devices:\n  - match: {kind: card}\n    facts: {a: b}",
    "overlay.match": "devices:\n  - match: {host: n}\n    facts: {a: b}",
    "overlay.empty": "devices:\n  - match: {kind: mdev}",
    "overlay.duplicate-key": "devices:\n  - match: {kind: mdev, kind: vf}\n    facts: {a: b}",
    "overlay.unknown-key": "devices:\n  - match: {kind: mdev}\n    facts: {a: b}\n    note: x",
}

_INVENTORIES = {
    "inventory.schema": '{"schema": "devcompat/inventory/9"}',
    "inventory.key-missing": '{"schema": "devcompat/inventory/1", "name": "n"}',
    "inventory.type": '"devices"',
}

_REPORT = '{"schema": "devcompat/report/1", "host": "n", "devices": [%s]}'
_REPORTS = {
    "report.schema": '{"schema": "devcompat/report/9", "host": "n", "devices": []}',
    "report.key-missing": '{"schema": "devcompat/report/1", "host": "n"}',
    "report.type": '{"schema": "devcompat/report/1", "host": "n", "devices": null}',
    "report.value": _REPORT % '{"address": "a", "state": "busy", "descriptor": "SELF: a=1"}',
    "report.host": '{"schema": "devcompat/report/1", "host": "n/m", "devices": []}',
    "report.label": (
        '{"schema": "devcompat/report/1", "host": "n", "labels": {"a b": "c"}, "devices": []}'
    ),
    "report.address": _REPORT % '{"address": "a b", "descriptor": "SELF: a=1"}',
    "report.address-repeated": _REPORT
    % ", ".join(['{"address": "a", "descriptor": "SELF: a=1"}'] * 2),
    "report.descriptor": _REPORT % '{"address": "a"}',
    "report.state": _REPORT % '{"address": "a", "vm": "v", "descriptor": "SELF: a=1"}',
}

_DOMAINS = {
    "domain.syntax": "<domain><name>vm</domain>",
    "domain.not-a-domain": "<network><name>n</name></network>",
    "domain.doctype": "<!DOCTYPE domain><domain><name>vm</name></domain>",
    "domain.address-missing": (
        "<domain><name>vm</name><devices><hostdev mode='subsystem' type='mdev'/></devices></domain>"
    ),
    "domain.address-malformed": (
        "<domain><name>vm</name><devices><hostdev mode='subsystem' type='mdev'>"
        "<source><address uuid='x'/></source></hostdev></devices></domain>"
    ),
}

_BATCH_LINES = {
    "batch.json": "SELF: a=1",
    "batch.shape": '{"id": 1, "source": "SELF: a=1"}',
}

_COMMANDS = {
    "vocabulary.unknown": "devcompat derive source.txt --vocabulary featurs",
    "code.unknown": "devcompat explain field.mising",
    "usage": "devcompat check source.txt",
    "file.missing": "devcompat check nowhere.txt target.txt",
    "store.unnamed": "devcompat fleet status",
    "store.missing": "devcompat fleet status --store nowhere.db",
    "root.missing": "devcompat discover --root nowhere",
}

_LINT = {
    "lint.self-refused": "SELF: a=1 COMPATIBLE: a=2",
    "lint.never-matches": "SELF: a=1 COMPATIBLE: a=1 COMPATIBLE: a={v:version:>=3,<2} b=1",
    "lint.covered": "SELF: a=1 COMPATIBLE: a={n:int:1..4} COMPATIBLE: a=2",
    "lint.version-alone": "SELF: v=2 COMPATIBLE: v={v:version:~=2}",
    "lint.object-open": "SELF: a=1 COMPATIBLE: a={x:any}",
    "lint.object-bare": "SELF: a=1 COMPATIBLE: a=1 COMPATIBLE:",
    "lint.variable-alone": "SELF: t=V2 g=1 COMPATIBLE: t=V{m:int:2,4} g={n:int:2,4}/2",
    "lint.constant": "SELF: a=1 b=1 COMPATIBLE: a={n:int:1} b={n}",
    "lint.arithmetic": "SELF: b=1 COMPATIBLE: b=1 COMPATIBLE: a=10-{n:int:1..9} b=1",
    "lint.quoted-arithmetic": (
        'SELF: a=1 b=2 COMPATIBLE: a=1 b=2 COMPATIBLE: a={n:int:1..4} b="{n}*2"'
    ),
    "lint.repeated-member": "SELF: a=1 COMPATIBLE: a={n:int:1,2,2,8}",
    "lint.overflow": "SELF: a=1 b=2 COMPATIBLE: a={n:int:1..9223372036854775807} b={n}*2",
    "lint.info-field": "SELF: a=1 COMPATIBLE: a=1 INFO: a=1",
    "lint.parameter-unused": "PARAMETERS: p={n:int:1..8} SELF: a=1 COMPATIBLE: a=1",
    "lint.parameters-useless": (
        "PARAMETERS: p={n:int:1,3} SELF: t={n}/2 COMPATIBLE: t={m:int:1..8}"
    ),
    "lint.takes-nothing": "SELF: a=1",
}

_EVIDENCE = {
    "field.missing": ("SELF: a=1", "SELF: COMPATIBLE: a=1 b=2"),
    "field.unexpected": ("SELF: a=1 b=2", "SELF: COMPATIBLE: a=1"),
    "value.differs": ("SELF: a=1", "SELF: COMPATIBLE: a=2"),
    "value.not-allowed": ("SELF: a=3", "SELF: COMPATIBLE: a={n:int:1,2,4}"),
    "value.out-of-range": ("SELF: a=9", "SELF: COMPATIBLE: a={n:int:1..8}"),
    "value.malformed": ("SELF: a=04", "SELF: COMPATIBLE: a={n:int:1..8}"),
    "variables.conflict": ("SELF: a=V4 b=4", "SELF: COMPATIBLE: a=V{n:int:1..8} b={n}/2"),
    "compatible.none": ("SELF: a=1", "SELF: a=1"),
    "field.opaque": ("SELF: a=1 fw=7", "SELF: COMPATIBLE: a=1 fw={x:opaque:firmware}"),
}

_BASELINES = {
    "baseline.fields": ("SELF: COMPATIBLE: a={v:version:>=1}", "SELF: COMPATIBLE: a={m:mask:0xff}"),
    "baseline.coupled": (
        "SELF: COMPATIBLE: a={n:int:0..9999999} b={n}/2",
        "SELF: COMPATIBLE: a={n:int:0..9999999} b={m:int:1..9}",
    ),
    "baseline.opaque": ("SELF: COMPATIBLE: fw={x:opaque:firmware}", "SELF: COMPATIBLE: fw=7"),
}

_PAIRS = (("source", _EVIDENCE), ("target", _BASELINES))

EXAMPLES: dict[str, Example] = {
    code: Example(kind, text)
    for kind, texts in (
        ("descriptor", _DESCRIPTORS),
        ("descriptor to lint", _LINT),
        ("descriptor in JSON", _JSON),
        ("descriptor in YAML", _YAML),
        ("descriptor in TOML", _TOML),
        ("vocabulary in TOML", _VOCABULARIES),
        ("overlay in YAML", _OVERLAYS),
        ("inventory", _INVENTORIES),
        ("report of a host", _REPORTS),
        ("libvirt domain", _DOMAINS),
        ("line of a batch", _BATCH_LINES),
        ("command", _COMMANDS),
    )
    for code, text in texts.items()
} | {
    code: Example(kind, text, target)
    for kind, pairs in _PAIRS
    for code, (text, target) in pairs.items()
}
"""By code."""
