"""Checking: what is wrong with the suite itself, or missing from it.

Belongs here: shape, uniqueness, coverage of the specification, and what may be left out with the
reason. Must not know: any implementation.
"""

import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
from referencing import Registry, Resource

from suite.cases import LEVELS, Case, full_request
from suite.pages import DOCS, Row, codes, rows, sections, written

SCHEMAS = Path(__file__).resolve().parents[1] / "schema"

OPERATIONS = (
    "parse", "equal", "match", "convert", "derive", "fix", "solve", "diff", "baseline", "lint",
    "enumerate",
)  # fmt: skip

WITHOUT_RULES = {
    "4": "only a heading: the rules are in 4.1 to 4.7",
    "7": "only a heading: the rules are in its parts",
    "9": "only a heading: the rules are in 9.1 to 9.4",
    "11": "says what field rules are for: the rules are in 11.1 to 11.6",
}
"""Sections of the specification that no case can cite, with the reason."""

WITHOUT_CASE = {
    "lint.undecided": "how much work a question may take is up to the implementation",
}
"""Codes of the language for which there can be no case, with the reason."""

OUTSIDE = {
    "batch": "lines of a batch: a command of devcompat, not the language",
    "code": "an argument of `devcompat explain`",
    "create": "how to make a device on a host",
    "report": "what hosts say of themselves",
    "state": "what a plan that is carried out on a host keeps of itself",
    "store": "where a fleet is kept",
    "history": "what a device of a store was",
    "same": "an argument of `devcompat find`",
    "vm": "a VM whose devices are looked for in a store",
    "domain": "libvirt's XML of a VM; the language's own domain.* cite a section",
    "file": "reading and writing files by name: documents come as texts here",
    "instances": "types of a real machine, of which one more device can be made or not",
    "internal": "a fault of devcompat itself",
    "inventory": "devcompat's records of machines",
    "limit": "sizes of devcompat's other inputs; the language's own limit.* cite a section",
    "overlay": "what operators state about machines",
    "reference": "devices of an inventory by name",
    "root": "a directory that is read as a machine",
    "upgrade": "what an operator wants to know of an upgrade",
    "usage": "command lines",
}
"""Families of codes that are not the language's, with the reason: none of them cites a section.

The codes of docs/codes.md that say whether a device can migrate at all (discovery, catalog) and why
a fact could not be read are not in its tables of errors and evidence, and are left out for the same
reason: they are about machines.
"""

_SOURCE_TARGET = ("source", "target", "outcome", "evidence")
_IN_COMPATIBLE = ("written in COMPATIBLE", "result")
_AS_DOCUMENT = ("written as a document", "result")
_POSITION = ("error", "where it stands", "written as a document", "position")
_ANSWER = ("type descriptor", "source", "rule", "answer")
_COMPARED = ("OLD", "NEW", "relation")
_FIELD_RULE = ("rule of the field", "source has", "target has", "verdict")


def wrong_files(directory: Path) -> Iterator[str]:
    """Yield what is wrong with the shape of the files of cases."""
    schemas = [_schema("cases"), _schema("protocol")]
    registry: Registry[Any] = Registry().with_resources(
        [(found["$id"], Resource.from_contents(found)) for found in schemas]
    )
    validator = jsonschema.Draft202012Validator(schemas[0], registry=registry)
    for path in sorted(directory.glob("*.json")):
        text = path.read_text(encoding="utf-8")
        try:
            content = json.loads(text, object_pairs_hook=_unique)
        except ValueError as wrong:
            yield f"{path.name}: {wrong}"
            continue
        for error in validator.iter_errors(content):
            found = jsonschema.exceptions.best_match([error])
            place = "/".join(map(str, found.absolute_path))
            number = next((part for part in found.absolute_path if isinstance(part, int)), None)
            case = "" if number is None else f" ({content['cases'][number].get('id')})"
            yield f"{path.name}: {place}{case}: {found.message[:200]}"


def _schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    twice = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]
    if twice:
        raise ValueError(f"the key {twice[0]!r} stands twice in one object")
    return dict(pairs)


def wrong_cases(cases: list[Case]) -> Iterator[str]:
    """Yield cases that have another's name, or ask what another asks."""
    names = Counter(case.name for case in cases)
    yield from (f"{name}: {count} cases have this id" for name, count in names.items() if count > 1)
    asked: dict[str, str] = {}
    for case in cases:
        request = json.dumps(full_request(case.request), sort_keys=True)
        if request in asked:
            yield f"{case.name}: asks the same as {asked[request]}"
        asked.setdefault(request, case.name)


def missing_parts(cases: list[Case], docs: Path = DOCS) -> Iterator[str]:
    """Yield sections, codes, levels, operations and rows of tables without a case."""
    yield from _levels(cases)
    yield from _sections(cases, docs)
    yield from _codes(cases, docs)
    yield from _limits(cases)
    yield from _tables(cases, docs)


def _levels(cases: list[Case]) -> Iterator[str]:
    found = {level for case in cases for level in case.levels}
    yield from (f"level {level}: no case" for level in LEVELS if level not in found)
    asked = {case.request["op"] for case in cases}
    yield from (f"operation {name}: no case" for name in OPERATIONS if name not in asked)


def _sections(cases: list[Case], docs: Path) -> Iterator[str]:
    known = sections(docs / "language.md")
    cited = {case.section for case in cases}
    for case in cases:
        if case.section not in known:
            yield f"{case.name}: there is no section {case.section}"
    for section in known:
        if section not in cited and section not in WITHOUT_RULES:
            yield f"section {section}: no case"
        if section in cited and section in WITHOUT_RULES:
            yield f"section {section}: has a case, and is listed as one that can have none"


def _codes(cases: list[Case], docs: Path) -> Iterator[str]:
    known = codes(docs / "codes.md")
    used = {code for case in cases for code in _expected_codes(case)}
    for code, section in known.items():
        if not section and code.split(".")[0] not in OUTSIDE:
            yield f"code {code}: cites no section, and is not listed as outside the language"
        if section and code not in used and code not in WITHOUT_CASE:
            yield f"code {code}: no case"
    outside = {code.split(".")[0] for code, section in known.items() if not section}
    yield from (f"codes {name}.*: listed, and there is none" for name in OUTSIDE.keys() - outside)
    yield from (f"code {code}: not in codes.md" for code in sorted(used - set(known)))


def _expected_codes(case: Case) -> Iterator[str]:
    expect = case.expect
    for problem in (*([expect["problem"]] if "problem" in expect else []), *expect.get("more", [])):
        yield problem["code"]
    yield from (found["code"] for found in expect.get("findings", []))
    for direction in expect.get("evidence", []):
        for key in ("failures", "undecided"):
            yield from (found["code"] for found in direction.get(key, []))


def _limits(cases: list[Case]) -> Iterator[str]:
    """Yield limits without a case at the number, by the ids THING-at and THING-past."""
    found = {case.name for case in cases if case.level == "limits"}
    for name in sorted(found):
        thing, _, end = name.rpartition("-")
        other = {"at": f"{thing}-past", "past": f"{thing}-at"}.get(end)
        if other is not None and other not in found:
            yield f"{name}: there is no {other}"


def _tables(cases: list[Case], docs: Path) -> Iterator[str]:
    """Yield rows of the specification's tables that no case asks, or that one answers otherwise."""
    page = docs / "language.md"
    known = {_key(full_request(case.request)): case for case in cases}
    for row, request, wanted in _asked_by_tables(page):
        case = known.get(_key(full_request(request)))
        if case is None:
            yield f"language.md:{row.line}: no case asks {json.dumps(request)}"
        elif wanted not in (found := _stated(case)):
            yield f"{case.name}: expects {found[0]}, and language.md:{row.line} says {wanted}"


def _asked_by_tables(page: Path) -> Iterator[tuple[Row, dict[str, Any], str]]:
    """Yield rows, each with the request that asks it and the outcome or code that it states."""
    for row in rows(page, _SOURCE_TARGET):
        source, target, outcome, _ = row.cells.values()
        yield row, match(written(source), written(target)), outcome
    for headings, begin in ((_IN_COMPATIBLE, "SELF: a=1\nCOMPATIBLE: "), (_AS_DOCUMENT, "")):
        for row in rows(page, headings):
            text, result = row.cells.values()
            yield row, {"op": "parse", "document": begin + written(text)}, written(result)
    for row in rows(page, _POSITION):
        code, _, text, position = row.cells.values()
        yield row, {"op": "parse", "document": written(text)}, f"{written(code)} {position}"
    for row in rows(page, _ANSWER):
        kind, source, rule, answer = map(written, row.cells.values())
        request = {"op": "solve", "source": source, "type": kind, "rule": rule}
        yield row, request, answer
    for row in rows(page, _FIELD_RULE):
        rule, source, target, outcome = row.cells.values()
        yield row, by_rule(written(rule), written(source), written(target)), outcome
    for row in rows(page, _COMPARED):
        old, new, relation = row.cells.values()
        yield row, {"op": "diff", "old": _side(old), "new": _side(new)}, relation


def _side(cell: str) -> str:
    """Return the document of COMPATIBLE objects with a point between them."""
    return "SELF: s=1" + "".join(f"\nCOMPATIBLE: {written(item)}" for item in cell.split(" · "))


def match(source: str, target: str) -> dict[str, Any]:
    """Return the request that asks whether a SELF's fields match those of a COMPATIBLE object."""
    return {
        "op": "match",
        "source": f"SELF: {source}",
        "target": f"SELF: other=1\nCOMPATIBLE: {target}",
    }


def by_rule(rule: str, source: str, target: str) -> dict[str, Any]:
    """Return the request that asks what a rule, in TOML, says of one field `a` of two devices."""
    fields = {"a": tomllib.loads(f"rule = {rule}")["rule"]}
    texts = [f"SELF: a={text}" if text else "SELF:" for text in (source, target)]
    return {
        "op": "match",
        "source": texts[0],
        "target": texts[1],
        "vocabulary": {"json": {"name": "vector", "version": "1", "fields": fields}},
    }


def _key(request: dict[str, Any]) -> str:
    return json.dumps(request, sort_keys=True)


def _stated(case: Case) -> tuple[str, ...]:
    """Return what a table may say of what the case expects, in short or with more."""
    expect = case.expect
    if "values" in expect:
        values = ", ".join(f"{name}={text}" for name, text in (expect["values"] or {}).items())
        outcome = expect["outcome"]
        return (values if outcome == "compatible" else ", ".join(filter(None, (outcome, values))),)
    if "relation" in expect:
        return (str(expect["relation"]),)
    if "outcome" in expect:
        return (str(expect["outcome"]),)
    if "problem" not in expect:
        return ("ok",)
    problem = expect["problem"]
    place = f"{problem.get('line')}:{problem.get('column')}"
    return (problem["code"], f"{problem['code']} {place}")
