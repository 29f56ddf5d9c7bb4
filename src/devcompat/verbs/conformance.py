"""Conformance: the answers of the conformance suite's protocol (conformance/README.md).

Belongs here: one function for each operation, and the shapes of conformance/schema/protocol.
Must not know: how lines come and go, which cases there are.
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import cast

from devcompat.algebra.baseline.baseline import baseline
from devcompat.algebra.diff import diff
from devcompat.algebra.enumerating import concrete_objects
from devcompat.algebra.lint.checks import lint
from devcompat.algebra.lint.finding import Finding
from devcompat.catalog.shipped import get_shipped
from devcompat.catalog.vocabulary_file import read_vocabulary
from devcompat.formats.registry import FORMATS, LAYOUTS, READ_ONLY, read_document
from devcompat.formats.structured_writer import to_plain
from devcompat.language.nodes import Descriptor, Document
from devcompat.language.printer import write_text
from devcompat.language.problems import InputError, Problem, input_error
from devcompat.match.compiled import compile_document
from devcompat.match.fixing import fix_parameters
from devcompat.match.judge import Side, Undescribed, judge
from devcompat.match.solver import solve
from devcompat.match.verdict import (
    BASES,
    NATIVE,
    RULES,
    TARGET_ACCEPTS,
    Basis,
    Failure,
    Judgement,
    Rule,
)
from devcompat.verbs.bundles import read_files
from devcompat.verbs.convert import convert, convert_to_files, is_layout
from devcompat.verbs.enumerating import counted
from devcompat.verbs.lint import STRUCTURED
from devcompat.verbs.requests import read_request
from devcompat.verbs.serial import Plain
from devcompat.verbs.vocabularies import Chosen, derive_document, judged_sides

LEVELS = (
    "core", "evidence", "errors", "errors-all", "rules", "knowledge", "text", "json", "yaml",
    "toml", "dir", "flat", "keys", "type", "detection", "vocabulary", "parameters", "limits",
    "hostile", "diff", "baseline", "lint", "enumerate",
)  # fmt: skip
"""The levels of the suite that devcompat claims."""

Request = Mapping[str, Plain]

_READABLE = (*FORMATS, *LAYOUTS, *READ_ONLY)
_SHOWN = 80


def answer_line(line: bytes, version: str) -> dict[str, Plain]:
    """Return the answer to one line; whatever is wrong with it is in `problems`.

    `version` is what the answer to `about` says.
    """
    answer: dict[str, Plain] = {"id": None}
    try:
        request = read_request(line)
        answer["id"] = request.get("id")
        answer |= answer_request(request, version)
    except InputError as error:
        answer["problems"] = [_problem(found) for found in error.problems]
    return answer


def answer_request(request: Request, version: str = "") -> dict[str, Plain]:
    """Return the answer to a request, without its id. Raises InputError for bad input."""
    if request.get("op") == "about":
        return {"name": "devcompat", "version": version, "levels": list(LEVELS)}
    operation = _OPERATIONS.get(str(request.get("op")))
    return {"unsupported": True} if operation is None else operation(request)


def _parse(request: Request) -> dict[str, Plain]:
    return {"model": _model(_document(request, "document").descriptor)}


def _equal(request: Request) -> dict[str, Plain]:
    left, right = (_document(request, key).descriptor for key in ("left", "right"))
    return {"equal": left == right}


def _match(request: Request) -> dict[str, Plain]:
    rule = _rule(request)
    chosen = _vocabulary(request) if "vocabulary" in request else None
    sides = judged_sides(_side(request, "source"), _side(request, "target"), rule, chosen)
    least = _basis(request, "min_basis") if "min_basis" in request else None
    verdict = judge(*sides, rule, least)
    return {
        "outcome": verdict.outcome,
        "basis": verdict.basis,
        "evidence": [_direction(found) for found in verdict.judgements],
    }


def _convert(request: Request) -> dict[str, Plain]:
    document, form = _document(request, "document"), _choice(request, "to", FORMATS + LAYOUTS)
    if is_layout(form):
        files = convert_to_files(document, form)
        return {"files": {path: data.decode() for path, data in files.items()}}
    return {"text": convert(document, form).decode()}


def _derive(request: Request) -> dict[str, Plain]:
    chosen = _vocabulary(request) if "vocabulary" in request else None
    return {"model": _model(derive_document(_document(request, "self"), chosen).descriptor)}


def _fix(request: Request) -> dict[str, Plain]:
    values: dict[str, str] = {}
    for name, value in _object(request, "values").items():
        if not isinstance(value, str):
            raise _misshapen(f"values.{name}", value, "a text")
        values[name] = value
    return {"model": _model(fix_parameters(_document(request, "document"), values).descriptor)}


def _solve(request: Request) -> dict[str, Plain]:
    source = _side(request, "source")
    if isinstance(source, Undescribed):
        raise _misshapen("source", request["source"], "a descriptor")
    found = solve(_document(request, "type"), source, _rule(request))
    values: Plain = None
    if found.values is not None:
        values = {name: str(value) for name, value in found.values.items()}
    evidence: list[Plain] = [_direction(judgement) for judgement in found.verdict.judgements]
    return {"outcome": found.outcome, "values": values, "evidence": evidence}


def _diff(request: Request) -> dict[str, Plain]:
    old, new = (compile_document(_document(request, key)) for key in ("old", "new"))
    found = diff(old, new)
    witnesses: list[Plain] = [
        {"self": dict(only.texts), "accepted_by": only.accepted_by} for only in found.witnesses
    ]
    return {
        "relation": found.relation,
        "lost": found.lost,
        "gained": found.gained,
        "witness": witnesses,
    }


def _baseline(request: Request) -> dict[str, Plain]:
    members = request.get("members")
    if not isinstance(members, list) or not members:
        raise _misshapen("members", members, "a list of documents")
    found = baseline([compile_document(_member(members, at)) for at in range(len(members))])
    document: Plain = None
    if found.descriptor is not None:
        document = {"text": write_text(found.descriptor), "format": "text"}
    limits: list[Plain] = [
        {"field": limit.field, "members": [at + 1 for at in limit.members], "beyond": limit.beyond}
        for limit in found.limits
    ]
    return {
        "outcome": found.outcome,
        "document": document,
        "strongest": None if found.strongest is None else dict(found.strongest),
        "limits": limits,
        "reasons": [reason.code for reason in found.reasons],
    }


def _member(members: list[Plain], at: int) -> Document:
    name = f"members[{at}]"
    return _read(_object({name: members[at]}, name), name)


def _lint(request: Request) -> dict[str, Plain]:
    document = _document(request, "document")
    form = _object(request, "document").get("format")
    found = lint(document, structured=form in STRUCTURED)
    return {"findings": [_finding(document, finding) for finding in found]}


def _finding(document: Document, finding: Finding) -> Plain:
    position = None
    if document.source is not None and finding.offset >= 0:
        position = document.source.position(finding.offset)
    plain: dict[str, Plain] = {
        "code": finding.code,
        "line": None if position is None else position.line,
        "column": None if position is None else position.column,
        "object": None if finding.object_index is None else finding.object_index + 1,
        "fields": list(finding.fields),
    }
    if position is not None and position.file:
        plain["file"] = position.file
    return plain


def _enumerate(request: Request) -> dict[str, Plain]:
    limit = request.get("limit")
    if not isinstance(limit, int):
        raise _misshapen("limit", limit, "an integer")
    objects = counted(_document(request, "document"))
    bindings: list[Plain] = [str(found.bindings) for found in objects]
    if sum(found.bindings for found in objects) > limit:
        return {"bindings": bindings, "concrete": None}
    concrete: list[Plain] = [
        [{**dict.fromkeys(one.open_fields), **one.texts} for one in concrete_objects(found.item)]
        for found in objects
    ]
    return {"bindings": bindings, "concrete": concrete}


_OPERATIONS: Mapping[str, Callable[[Request], dict[str, Plain]]] = {
    "parse": _parse,
    "equal": _equal,
    "match": _match,
    "convert": _convert,
    "derive": _derive,
    "fix": _fix,
    "solve": _solve,
    "diff": _diff,
    "baseline": _baseline,
    "lint": _lint,
    "enumerate": _enumerate,
}


def _model(descriptor: Descriptor) -> Plain:
    return cast("Plain", to_plain(descriptor))


def _document(request: Request, key: str) -> Document:
    """Return the document below a key. Raises InputError."""
    return _read(_object(request, key), key)


def _read(found: Request, key: str) -> Document:
    name, form = found.get("name", ""), found.get("format")
    if not isinstance(name, str):
        raise _misshapen(f"{key}.name", name, "a text")
    if form is not None:
        form = _choice(found, "format", _READABLE)
    if "files" in found:
        files = _object(found, "files")
        return read_files({path: _bytes(files, path) for path in files}, name, form)
    if "base64" in found:
        return read_document(_decoded(found), name, form)
    return read_document(_bytes(found, "text"), name, form)


def _bytes(found: Request, key: str) -> bytes:
    text = found.get(key)
    if not isinstance(text, str):
        raise _misshapen(key, text, "a text")
    return text.encode(errors="surrogatepass")


def _decoded(found: Request) -> bytes:
    try:
        return base64.b64decode(_bytes(found, "base64"), validate=True)
    except binascii.Error:
        raise _misshapen("base64", found["base64"], "base64") from None


def _side(request: Request, key: str) -> Side:
    """Return a side of a question. Raises InputError."""
    if key in request and request[key] is None:
        return Undescribed(key, "")
    found = _object(request, key)
    basis = _basis(found, "basis") if "basis" in found else NATIVE
    if found.get("immovable") is True:
        return Undescribed(key, "", immovable=True, basis=basis)
    unread = found.get("unread", [])
    if not isinstance(unread, list):
        raise _misshapen(f"{key}.unread", unread, "a list of names")
    return compile_document(_read(found, key), basis, {str(name): "" for name in unread})


def _vocabulary(request: Request) -> Chosen:
    """Return a shipped vocabulary, or the one in a text, whose basis is the operator's."""
    found = _object(request, "vocabulary")
    if "shipped" in found:
        shipped = get_shipped(str(found["shipped"]))
        return Chosen(shipped, shipped.basis)
    return Chosen(read_vocabulary(_bytes(found, "text"), str(found.get("name", ""))), "operator")


def _object(request: Request, key: str) -> dict[str, Plain]:
    found = request.get(key)
    if not isinstance(found, dict):
        raise _misshapen(key, found, "an object")
    return found


def _choice(request: Request, key: str, choices: tuple[str, ...]) -> str:
    found = request.get(key)
    if not isinstance(found, str) or found not in choices:
        raise _misshapen(key, found, f"one of {', '.join(choices)}")
    return found


def _rule(request: Request) -> Rule:
    name = _choice({"rule": request.get("rule", TARGET_ACCEPTS)}, "rule", RULES)
    return next(rule for rule in RULES if rule == name)


def _basis(found: Request, key: str) -> Basis:
    name = _choice(found, key, BASES)
    return next(basis for basis in BASES if basis == name)


def _misshapen(key: str, found: Plain, expected: str) -> InputError:
    return input_error("batch.shape", f"{key}: {found!r}"[:_SHOWN], expected)


def _problem(problem: Problem) -> Plain:
    position = problem.position
    plain: dict[str, Plain] = {
        "code": problem.code,
        "line": None if position is None else position.line,
        "column": None if position is None else position.column,
    }
    if position is not None and position.file:
        plain["file"] = position.file
    return plain


def _direction(judgement: Judgement) -> Plain:
    index = judgement.object_index
    return {
        "rule": judgement.rule,
        "outcome": judgement.outcome,
        "object": None if index is None else index + 1,
        "binding": {name: str(value) for name, value in judgement.binding.items()},
        "failures": [_failure(found) for found in judgement.failures],
        "undecided": [_failure(found) for found in judgement.undecided],
    }


def _failure(failure: Failure) -> Plain:
    demand = next((found for found in failure.demands if found is not None), None)
    position = None if demand is None else demand.position
    plain: dict[str, Plain] = {
        "code": failure.code,
        "fields": list(failure.fields),
        "line": None if position is None else position.line,
        "column": None if position is None else position.column,
    }
    if failure.readings:
        plain["readings"] = [
            {name: str(value) for name, value in reading.items()} for reading in failure.readings
        ]
    if failure.code == "field.opaque":
        plain["decides"] = failure.detail
    return plain
