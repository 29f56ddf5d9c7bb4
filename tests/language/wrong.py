"""Wrong: wrong documents, at least one for each problem in each wording; the format and the text.

Belongs here: documents with several problems or rare ones; wrong.json has plain ones, each for a
wording that no other has. What is said of them is in told.json.
"""

import json
from collections.abc import Mapping
from pathlib import Path

Wrong = tuple[str, str | Mapping[str, str]]
"""The name of a format, and a text or the texts of files."""

PARAMETERS = "PARAMETERS: p={n:int:1..4} q={m:string:x,y}\n"

DECLARED_TWICE = """{"self": {"a": "${n}"},
"parameters": {"p": {"name": "n", "type": "int", "domain": [{"from": 1, "to": 4}]}},
"compatible": [{"variables": {
 "n": {"type": "int", "domain": [1]}}, "fields": {"a": "${n}"}}]}"""


def _each(count: int) -> str:
    """Return fields of which the first has too many combinations."""
    return " ".join(["f={n:int:1..65537}%7", *(f"f{n}=1" for n in range(1, count))])


TEXTS = {
    "arithmetic joined to a text": PARAMETERS + "SELF: a={n}+1 a=2 b=1",
    "a text joined to arithmetic, and on": PARAMETERS + "SELF: a=2 a={n}+1 a={n}*2 b={k}",
    "five placeholders joined, and on": (
        PARAMETERS + 'SELF: a="{n}-{m}" a="{n}-{m}" a={n} a=x b=${'
    ),
    "parameters that are none": (
        "PARAMETERS: p={n:int:1..4} p={m:int:1..4} q={m} r=1 s={x:set:a} t={\n"
        "SELF: a={n} b={m} c={x} d={z}"
    ),
    "a parameter with an operator": "SELF: PARAMETERS: p={n:int:1..4}+ q={m:int:1}",
    "combinations beside other limits": (
        f"SELF: a=1\nCOMPATIBLE: {_each(64)}\nCOMPATIBLE: {_each(65)}\n"
        f"COMPATIBLE: {_each(1)} {' '.join(f'v{n}={{v{n}:any}}' for n in range(16))}"
    ),
    "a parameter in quotes": 'PARAMETERS: p="{n:int:1..4}" q={n}-1 SELF: a={n}',
    "names that are too long hide no use of what they declare": (
        f"PARAMETERS: {'p' * 65}={{n:int:1..4}} q={{m:string:x}}\n"
        f"SELF: {'a' * 65}={{n}} b={{m}}\n"
        f"COMPATIBLE: {'a' * 65}={{v:int:1..2}} b={{v}} b=1"
    ),
    "each object is read on after a problem": (
        PARAMETERS + "SELF: a={ b={z} c={n}{n} d=1\nINFO: x={n} y={z:any} z=1 z={k}\n"
        "COMPATIBLE: a={} a={w:int:1} b={w} c={w} d=${"
    ),
    "who decides is no single text": (
        'SELF: COMPATIBLE: a={x:opaque:  "f"w } b={y:opaque:"f" "w"} c={z:opaque: "" }\n'
        f"d={{u:opaque: }} e={{v:opaque:{'f' * 1025}}} g={{w:opaque:f w}}"
    ),
    "members with blanks and without": (
        "SELF: COMPATIBLE: a={n:int: 1 , 2..x } b={m:int:1, ,2} c={l:int:3,2 ..1 ,}\n"
        "d={s:string:a, ,b} e={k:mask: 0xg } f={v:version:>=1, >> 2}\n"
        "g={t:set:a, b+c} h={r:set:,} i={q:int:X} j={o:set:a,bc,d+e} l={p:mask:0x1X}"
    ),
    "a comparator that is too long": f"SELF: COMPATIBLE: a={{v:version:>={'1' * 1023}}}",
    "unprintable, beside letters that are not ASCII": "SELF: \u00e9=1 b=\u00e9\x07 c={\u00a0\nd={",
    "fields before any header, the first a word": "word a={n:int:1} b=1 SELF: c=1",
    "words as long as is shown, and longer": f"SELF: {'x' * 120} a=1\n{'y' * 121} b=1",
    "two problems of one object": "SELF:\nSELF: " + " ".join(f"f{n}=1" for n in range(65)),
    "nothing more is said of a value beyond a limit": (
        f"SELF: COMPATIBLE: a={'x' * 1025}{{s:set:x}}\n"
        'b="{n:int:1}-{n}-{n}-{n}-{t:set:x}" c={m:int:1}{s}'
    ),
    "the rest of a long line is lost with what is not closed in it": (
        f"SELF: a={{{'b' * 505} FOO:\nc={{{'b' * 506} BAR:\nd={{{'b' * 600} BAZ:\ne={{ FOO:\nf=}}"
    ),
    "glued headers and those without a colon begin an object": (
        "SELF: a=1\nCOMPATIBLE:b={n:foo:1} c={m:int:1..65537}%7\n"
        "COMPATIBLE:c={m:int:1..65537}%7\n"
        "COMPATIBLE b={n:foo:1}\nCOMPATIBLE b={n:int:1..65537}%7\nINFO b={n}\nFOO: b={n}"
    ),
    "what is lost hides only its own names": (
        "SELF: COMPATIBLE: a={n:int:1}} b={n} c={m}\nd={m:int:1}"
    ),
    "after a word goes on at a comment": "SELF: a=1 word # b=} c=1\nd=}",
    "escapes and tails of quoted values": 'SELF: a="x\\nyz" b=}\nc="d "e f=} g="h"i j=}\nk="\\',
    "a word and fields before any header, and on": "word a=1 b=1\nSELF: c=1 d={ e=}\nINFO: f=}",
    "fields before any header": "a={n:int:1} b=1 COMPATIBLE: c={n} d={",
}

ARITHMETIC_IN_JSON = """{"self": {"a": "1"}, "compatible": [{
 "variables": {"n": {"type": "int", "domain": [1]}, "m": {"type": "int", "domain": [1]}},
 "fields": {"a": {"expr": "${k}+1"}, "b": {"expr": "${n}${m}+1"}, "c": {"expr": "${n}+LONG"},
  "d": {"expr": "2"}, "e": {"expr": "${n:int:1}+1"}, "f": "${n\\"${\\"}-${i}"}}]}"""
ARITHMETIC_IN_JSON = ARITHMETIC_IN_JSON.replace("LONG", "1" * 1024)

KEYS = {
    "declared twice": {"a": "{n:int:1..4}", "b": "{n:int:1}", "c": "x{n}", "d": "{n:int:1}"},
    "wrong and declared again": {"a": "{n:int:}", "b": "{n:int:1}", "c": "x{n}-{k}"},
    "without a domain": {"a": "{n:int}", "b": "{m:any}", "c": "{l:string:a:b}", "d": "{n}"},
    "names of variables": {
        "a": "{1:int:1}", "b": f"{{{'n' * 64}:int:1}}", "c": f"{{{'m' * 65}:int:1}}",
        "d": f"x{{{'n' * 64}}}-{{{'m' * 65}}}",
    },
    "declared in a longer text": {"a": "x{v:version:>=1}", "b": "x{n:int:1}{m:int:2}"},
    "used a second time": {"a": "{s:set:x}", "b": "{s}", "c": "{m}", "d": "{m:mask:1}"},
    "a variable that nothing declares": {"a": "{n}", "b": "x{n:int:1}y{k}", "c": "z{k"},
    "a header and a field in a file": {"a": "1 SELF: b=2", "b": "x y=1 {", "c": "1 FOO: d={"},
    "17 variables": {f"f{index:02}": f"{{v{index}:any}}" for index in range(17)},
}  # fmt: skip

PLAIN = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
DOCUMENTS: dict[str, Wrong] = {name: (form, content) for name, (form, content) in PLAIN.items()}
DOCUMENTS |= {name: ("text", text) for name, text in TEXTS.items()}
DOCUMENTS["a variable has a parameter's name"] = ("json", DECLARED_TWICE)
DOCUMENTS["arithmetic in json"] = ("json", ARITHMETIC_IN_JSON)
DOCUMENTS["files of the layout dir"] = (
    "dir",
    {
        "migration/self": "a=1 SELF: b={ c=1\n",
        "migration/compatible": "a=1 FOO: b=2 INFO:\nc={\n",
        "migration/info": "x={n:int:1} word y=1\n",
    },
)
for _name, _fields in KEYS.items():
    _files = {f"migration/compatible/1/{field}": text for field, text in _fields.items()}
    DOCUMENTS[f"keys: {_name}"] = ("keys", {"migration/self/a": "1", **_files})
