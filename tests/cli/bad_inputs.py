"""Bad inputs: command lines that cannot be answered, and the files that they name.

Here belong inputs as users come to them: a slip on the command line, the wrong file, a file that
was cut off or edited by hand. It must not know what is said to them (golden/).
"""

from pathlib import Path

CHECK = "devcompat check {} b.txt"
HERE = "--root captures/mdev-created"

COMMAND_LINES = {
    "command-misspelt": "devcompat chek a.txt b.txt",
    "command-in-capitals": "devcompat CHECK a.txt b.txt",
    "command-unknown-help": "devcompat frob --help",
    "command-option-only": "devcompat --jsn",
    "option-misspelt": "devcompat check a.txt b.txt --formt json",
    "option-abbreviated": "devcompat check a.txt b.txt --vocab features",
    "option-of-another-command": "devcompat check a.txt b.txt --limit 1",
    "option-with-one-dash": "devcompat check a.txt b.txt -json",
    "option-value-empty": "devcompat check a.txt b.txt --rule=",
    "option-value-misspelt": "devcompat check a.txt b.txt --rule target-accept",
    "option-value-is-an-option": "devcompat find a.txt --in --json",
    "option-without-value": "devcompat check a.txt b.txt --json=yes",
    "check-nothing-json": "devcompat check --json",
    "check-stdin-and-inventory": "devcompat check - b.txt --in -",
    "check-batch-and-inventory": "devcompat check --batch batch.jsonl --in fleet.json",
    "find-two-sources": "devcompat find a.txt b.txt --in fleet.json",
    "find-stdin-twice": "devcompat find - --in - <a.txt",
    "find-limit-negative": "devcompat find a.txt --in fleet.json --limit -1",
    "find-limit-empty": "devcompat find a.txt --in fleet.json --limit ''",
    "find-stdin-closed": "devcompat find a.txt --in - <&-",
    "preflight-nothing": "devcompat preflight",
    "preflight-stdin-twice": "devcompat preflight - --to - <vm.xml",
    "preflight-stdin-closed": f"devcompat preflight - {HERE} <&-",
    "derive-nothing": "devcompat derive",
    "derive-to-layout": "devcompat derive a.txt --vocabulary features --to dir",
    "explain-two": "devcompat explain usage file.missing",
    "device-without-inventory": "devcompat check mdev-created/x mdev-created/y",
    "device-misspelt": "devcompat find mdev-created/83b8f4f2-509f-382f-3c1e-e6bfe0fa101 "
    "--in fleet.json",
    "device-of-unknown-host": "devcompat find mdev-cerated/x --in fleet.json",
    "device-target-unknown": "devcompat check a.txt nothing --in fleet.json",
}

WRONG_KINDS = {
    "check-inventory": CHECK.format("fleet.json"),
    "check-domain": CHECK.format("vm.xml"),
    "check-overlay": CHECK.format("overlay.yaml"),
    "check-vocabulary-file": CHECK.format("vocabulary.yaml"),
    "check-batch-file": CHECK.format("batch.jsonl"),
    "check-binary": CHECK.format("binary.bin"),
    "check-capture": CHECK.format("captures/mdev-created"),
    "check-prose": CHECK.format("prose.txt"),
    "batch-of-text-files": "devcompat check --batch a.txt",
    "find-in-domain": "devcompat find a.txt --in vm.xml",
    "find-in-sys": "devcompat find a.txt --in captures/mdev-created/sys",
    "inventory-of-cards": 'sed \'s/"kind": "mdev"/"kind": "card"/\' fleet.json | '
    "devcompat find a.txt --in -",
    "find-in-preflight": f"devcompat preflight vm.xml {HERE} --json | devcompat find a.txt --in -",
    "preflight-inventory": f"devcompat preflight fleet.json {HERE}",
    "preflight-directory": f"devcompat preflight captures {HERE}",
    "discover-captures": "devcompat discover --root captures",
    "overlay-vocabulary": f"devcompat discover {HERE} --overlay vocabulary.yaml",
    "overlay-directory": f"devcompat discover {HERE} --overlay directory",
    "vocabulary-overlay": "devcompat derive a.txt --vocabulary overlay.yaml",
    "vocabulary-directory": "devcompat derive a.txt --vocabulary ./directory",
    "vocabulary-stdin": "devcompat derive a.txt --vocabulary -",
}

TEXTS = {
    "text-bom": "\ufeffSELF: a=1\n",
    "text-no-break-space": "SELF:\n\u00a0 a=1\n",
    "text-curly-quotes": "SELF: a=\u201cx y\u201d\n",
    "text-lower-case-header": "self:\n  a=1\n",
    "text-without-header": "type=pci\nn=2\n",
    "text-without-self": "COMPATIBLE:\n  a=1\n",
    "text-two-selfs": "SELF: a=1\nSELF: a=2\n",
    "text-crlf-wrong": "SELF:\r\n  a=1\r\n  b = 2\r\n",
    "text-colon-for-equals": "SELF:\n  a: 1\n  b: 2\n",
    "text-quote-open": 'SELF: a="x y\n  b=2\n',
    "text-repeated": "SELF: a=1\nCOMPATIBLE: a=1 a=2\n",
    "text-undeclared": "SELF: a=1\nCOMPATIBLE: a={n}/2\n",
    "text-empty-domain": "SELF: a=1\nCOMPATIBLE: a={n:int}\n",
    "text-reversed-range": "SELF: a=1\nCOMPATIBLE: a={n:int:8..1}\n",
    "text-dash-range": "SELF: a=1\nCOMPATIBLE: a={n:int:1-8}\n",
    "text-unknown-type": "SELF: a=1\nCOMPATIBLE: a={n:integer:1..8}\n",
    "text-version-domain": "SELF: a=1\nCOMPATIBLE: a={v:version:2.x}\n",
    "text-mask-domain": "SELF: a=1\nCOMPATIBLE: a={m:mask:0xzz}\n",
    "text-opaque-nobody": "SELF: a=1\nCOMPATIBLE: a={x:opaque}\n",
    "text-inside-text": "SELF: a=1\nCOMPATIBLE: a=v{x:version:>=2}\n",
    "text-arithmetic": "SELF: a=1\nCOMPATIBLE: a=1{n:int:1..8}-2\n",
    "text-adjacent": "SELF: a=1\nCOMPATIBLE: a={n:int:1..8}{m:int:1..8}\n",
    "text-lone-brace": "SELF: a=x}\n",
    "text-shell-variable": "SELF: a=${HOME}\n",
    "text-long-value": f"SELF: a={'x' * 1025}\n",
    "text-long-name": f"SELF: {'x' * 65}=1\n",
    "text-many-fields": "SELF:" + "".join(f" f{number}=1" for number in range(65)) + "\n",
    "text-many-objects": "SELF: a=1\n" + "COMPATIBLE: a=1\n" * 65,
    "text-combinations": "SELF: a=1\nCOMPATIBLE: a={n:int:1..999}*{m:int:1..999}\n",
}

FORMATS = {
    "json-truncated": ("json", '{"self": {"a": "1"'),
    "json-bom": ("json", '\ufeff{"self": {"a": "1"}}\n'),
    "json-comment": ("json", '{"self": {"a": "1"}} // mine\n'),
    "json-trailing-comma": ("json", '{"self": {"a": "1",}}\n'),
    "json-nan": ("json", '{"self": {"a": NaN}}\n'),
    "json-deep": ("json", "[" * 100 + "]" * 100),
    "json-capital-keys": ("json", '{"SELF": {"a": "1"}, "COMPATIBLE": []}\n'),
    "json-bad-domain": ("json", ('{"self": {}, "compatible": [{"variables": {"n": {"type": "int",'
                                ' "domain": "1..8"}}, "fields": {"a": "${n}"}}]}\n')),
    "yaml-truncated": ("yaml", "self: {a: 1\n"),
    "yaml-tab": ("yaml", "self:\n\ta: 1\n"),
    "yaml-tag": ("yaml", "self: {a: !!int 1}\n"),
    "yaml-two-documents": ("yaml", "self: {a: 1}\n---\nself: {a: 2}\n"),
    "yaml-duplicate": ("yaml", "self:\n  a: 1\n  a: 2\n"),
    "yaml-lines": ("yaml", "self:\n  a: |\n    one\n    two\n"),
    "yaml-flat": ("yaml", "a: 1\nb: 2\n"),
    "toml-truncated": ("toml", '[self]\na = "1\n'),
    "toml-duplicate": ("toml", '[self]\na = "1"\na = "2"\n'),
    "toml-bare-word": ("toml", "[self]\na = pci\n"),
    "toml-date": ("toml", "[self]\nwhen = 2020-07-29\n"),
}  # fmt: skip

LAYOUTS = {
    "layout-dir-without-self": {"migration/compatible": "a=1\n"},
    "layout-dir-extra": {"migration/self": "a=1\n", "migration/notes": "mine\n"},
    "layout-dir-backup": {"migration/self": "a=1\n", "migration/self~": "a=1\n"},
    "layout-flat-without-self": {"migration-compatible-traits": "a=1\n"},
    "layout-flat-extra": {"migration-self-traits": "a=1\n", "migration-own-traits": "a=1\n"},
    "layout-keys-zero": {"migration/self/a": "1\n", "migration/compatible/0/a": "1\n"},
    "layout-keys-two-lines": {"migration/self/a": "1\n2\n"},
    "layout-keys-deep": {"migration/self/a/b": "1\n"},
    "layout-type-version": {"device_api": "vfio-pci\n", "software_version": "new\n"},
    "layout-native-wrong": {"migration_compatible": "SELF: a = 1\n"},
}

INVENTORIES = {
    "inventory-truncated": '{"schema": "devcompat/inventory/1", "name": "n", "devi',
    "inventory-null": "null\n",
    "inventory-number": "[1, 2]\n",
    "inventory-nan": "NaN\n",
    "inventory-devices-text": '{"schema": "devcompat/inventory/1", "name": "n", "root": "/",'
    ' "constructed": false, "kernel": null, "devices": "none", "types": [], "misses": []}\n',
}

OVERLAYS = {
    "overlay-empty": "",
    "overlay-list": "- match: {kind: mdev}\n",
    "overlay-unknown-key": "devices:\n  - match: {kind: mdev}\n    fact: {a: b}\n",
    "overlay-unknown-kind": "devices:\n  - match: {kind: card}\n    facts: {a: b}\n",
    "overlay-states-nothing": "devices:\n  - match: {kind: mdev}\n",
    "overlay-anchor": "devices:\n  - &x\n    match: {kind: mdev}\n    facts: {a: b}\n",
    "overlay-bad-descriptor": "devices:\n  - match: {kind: mdev}\n    descriptor: |\n"
    "      SELF: a = 1\n",
    "overlay-tab": "devices:\n\t- match: {kind: mdev}\n",
}

DOMAINS = {
    "domain-truncated": "<domain><name>vm</name><devices><hostdev mode='subsystem'",
    "domain-doctype": "<!DOCTYPE domain [<!ENTITY x 'y'>]><domain><name>&x;</name></domain>\n",
    "domain-two": "<domain><name>a</name></domain><domain><name>b</name></domain>\n",
    "domain-without-address": "<domain><name>vm</name><devices><hostdev mode='subsystem'"
    " type='mdev'/></devices></domain>\n",
    "domain-pci-range": "<domain><name>vm</name><devices><hostdev mode='subsystem' type='pci'>"
    "<source><address domain='0' bus='0x100' slot='0' function='9'/></source></hostdev></devices>"
    "</domain>\n",
    "domain-pci-half": "<domain><name>vm</name><devices><hostdev mode='subsystem' type='pci'>"
    "<source><address bus='1'/></source></hostdev></devices></domain>\n",
}

VOCABULARIES = {
    "vocabulary-empty": ("toml", ""),
    "vocabulary-truncated": ("json", '{"name": "x", "version": "1", "fields": {'),
    "vocabulary-default": ("toml", ('name = "x"\nversion = "1"\n[fields]\na = { rule = "at-least",'
                                   ' default = "few" }\n')),
    "vocabulary-lists": ("yaml", "name: x\nversion: 1\nfields:\n  a: {rule: one-of}\n"),
    "vocabulary-pattern": ("toml", 'name = "x"\nversion = "1"\n[fields]\n"a*b*" = "equal"\n'),
}  # fmt: skip

BAD = {
    **COMMAND_LINES,
    **WRONG_KINDS,
    **{name: CHECK.format(f"bad/{name}.txt") for name in TEXTS},
    **{name: CHECK.format(f"bad/{name}.{form}") for name, (form, _) in FORMATS.items()},
    **{name: f"devcompat check a.txt bad/{name}" for name in LAYOUTS},
    **{name: f"devcompat find a.txt --in bad/{name}.json" for name in INVENTORIES},
    **{name: f"devcompat discover {HERE} --overlay bad/{name}.yaml" for name in OVERLAYS},
    **{name: f"devcompat preflight bad/{name}.xml {HERE}" for name in DOMAINS},
    **{
        name: f"devcompat derive a.txt --vocabulary bad/{name}.{form}"
        for name, (form, _) in VOCABULARIES.items()
    },
}


def furnish_bad(where: Path) -> None:
    """Put into a directory what the command lines name, beside what lies there."""
    files = {
        **{f"{name}.txt": text for name, text in TEXTS.items()},
        **{f"{name}.{form}": text for name, (form, text) in {**FORMATS, **VOCABULARIES}.items()},
        **{f"{name}.json": text for name, text in INVENTORIES.items()},
        **{f"{name}.yaml": text for name, text in OVERLAYS.items()},
        **{f"{name}.xml": text for name, text in DOMAINS.items()},
        **{
            f"{name}/{file}": text
            for name, texts in LAYOUTS.items()
            for file, text in texts.items()
        },
    }
    for name, text in files.items():
        path = where / "bad" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    (where / "binary.bin").write_bytes(b"\x7fELF\x02\x01\x01" + bytes(range(256)))
    (where / "prose.txt").write_text("Dear colleague, the device is in slot 3.\n")
