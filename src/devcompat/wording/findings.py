"""Findings: what lint found, in words.

Belongs here: a sentence and an advice for each lint code. Must not know: how it was found.
"""

from collections.abc import Callable
from typing import cast

from devcompat.algebra.lint.finding import Finding
from devcompat.codes.lint import LINTS
from devcompat.language.problems import Position
from devcompat.wording.demands import quoted
from devcompat.wording.sentences import spot

_BY_CODE = {item.code: item for item in LINTS}


def severity_of(finding: Finding) -> str:
    """Return "warning" or "note"."""
    return _BY_CODE[finding.code].severity


def why_it_matters(code: str) -> str:
    """Return what a lint code means for a VM."""
    return _BY_CODE[code].why


def finding_sentence(finding: Finding) -> str:
    """Return what was found, as a sentence without a full stop."""
    return _SENTENCES[finding.code](finding)


def finding_advice(finding: Finding) -> str:
    """Return what to write instead, as a sentence."""
    special = _ADVICE.get(finding.code)
    said = special(finding) if special is not None else ""
    return said or _BY_CODE[finding.code].next_step


def _text(finding: Finding, name: str) -> str:
    return str(finding.facts.get(name, ""))


def _object(finding: Finding) -> str:
    number = 0 if finding.object_index is None else finding.object_index + 1
    return f"COMPATIBLE object {number}"


def _and(words: tuple[str, ...]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _self_refused(finding: Finding) -> str:
    chosen = _text(finding, "values")
    who = f"the device that {chosen} gives" if chosen else "the device"
    said = f"{who} does not accept its own SELF"
    if finding.object_index is None:
        return f"{said}: none of its COMPATIBLE objects has a value for all of its fields"
    said += f"; {_object(finding)} is nearest: "
    fields = _and(finding.fields)
    reason = _text(finding, "reason")
    found = quoted(_text(finding, "found"))
    said += {
        "field.missing": f"it demands {fields}, which SELF has not",
        "field.unexpected": f"it does not name {fields}, which SELF has",
        "variables.conflict": f"{fields} cannot have SELF's values together",
        "": "none of its fields is wrong alone",
    }.get(reason, f"it refuses SELF's {fields}={found}")
    place = _place(finding)
    more = finding.facts.get("more")
    if isinstance(more, int) and more > 0:
        said += f", and {more} more"
    return said + (f" ({place})" if place else "")


def _place(finding: Finding) -> str:
    line, column = finding.facts.get("line"), finding.facts.get("column")
    if not isinstance(line, int) or not isinstance(column, int):
        return ""
    file = _text(finding, "file")
    return f"{file}:{line}:{column}" if file else f"line {line}, column {column}"


_REASONS = {
    "version": "no version satisfies all of its comparators",
    "length": "its text is always longer than the 1024 bytes that a value may have",
    "divisor": "its divisor is always 0",
    "remainder": "its division always leaves a remainder",
    "overflow": "its arithmetic always leaves 64 bits",
    "value": "its arithmetic has no value, whatever the variables are",
}


def _never(finding: Finding) -> str:
    fields = _and(finding.fields)
    reason = _text(finding, "reason")
    if reason == "conflict":
        return (
            f"{_object(finding)} matches no SELF: no values of the variables give {fields}"
            " a value at once"
        )
    return f"{_object(finding)} matches no SELF: {fields}: {_REASONS[reason]}"


def _covered(finding: Finding) -> str:
    by = cast("tuple[int, ...]", finding.facts["by"])
    others = _and(tuple(str(index + 1) for index in by))
    plural = "s" if len(by) > 1 else ""
    verb = "accept" if plural else "accepts"
    return f"{_object(finding)}: object{plural} {others} {verb} all that it accepts"


def _page(finding: Finding) -> str:
    subject = "the descriptor as text has" if finding.facts["form"] else "the file has"
    return f"{subject} {finding.facts['bytes']} bytes, and an attribute in sysfs holds 4096"


def _version_alone(finding: Finding) -> str:
    others = cast("tuple[str, ...]", finding.facts["others"])
    rest = f"{_and(others)} {'are' if len(others) > 1 else 'is'} open" if others else ""
    return f"{_object(finding)} demands a version in {finding.fields[0]} and nothing else" + (
        f": {rest}" if rest else ""
    )


def _variable_alone(finding: Finding) -> str:
    names = _text(finding, "variables")
    verb = "stand" if "," in names else "stands"
    return f"{finding.fields[0]} is arithmetic over {names}, which {verb} in no other field"


def _constant(finding: Finding) -> str:
    return f"the variable {finding.facts['variable']} has one value only: {finding.instead}"


def _arithmetic(finding: Finding) -> str:
    text = _text(finding, "self")
    field = finding.fields[0]
    if text:
        return f"{field} is arithmetic, and SELF has the text {quoted(text)} there"
    return f"{field} is a subtraction, and looks like a text with hyphens"


def _quoted_arithmetic(finding: Finding) -> str:
    text = quoted(_text(finding, "self"))
    return f"{finding.fields[0]} is a text that looks like arithmetic, and SELF has {text} there"


def _repeated(finding: Finding) -> str:
    items = cast("tuple[str, ...]", finding.facts["items"])
    more = finding.facts["more"]
    listed = ", ".join(items) + (f" and {more} more" if more else "")
    return f"the domain of {finding.facts['variable']} has {listed} twice"


def _overflow(finding: Finding) -> str:
    return f"{finding.fields[0]} leaves 64 bits, for example with {finding.facts['binding']}"


def _info(finding: Finding) -> str:
    other = ", with another value" if finding.facts["value"] == "other" else ""
    return f"INFO has the field {finding.fields[0]}, which SELF has too{other}"


def _useless(finding: Finding) -> str:
    where = f": {_and(finding.fields)} of SELF has no value" if finding.fields else ""
    return f"no choice of the parameters gives a descriptor{where}"


def _undecided(finding: Finding) -> str:
    more = f" or {finding.facts['more']} more" if finding.facts.get("more") else ""
    return {
        "self": "whether the device accepts its own SELF",
        "match": f"whether any SELF can match {_object(finding)}",
        "covered": f"whether other objects accept all that {_object(finding)}{more} accepts",
    }.get(_text(finding, "question"), "whether any choice of the parameters gives a descriptor") + (
        " was given up: it takes too much work"
    )


_SENTENCES: dict[str, Callable[[Finding], str]] = {
    "lint.self-refused": _self_refused,
    "lint.never-matches": _never,
    "lint.covered": _covered,
    "lint.page": _page,
    "lint.version-alone": _version_alone,
    "lint.object-open": lambda finding: (
        f"{_object(finding)} accepts any values of {_and(finding.fields)}, and demands nothing"
    ),
    "lint.object-bare": lambda finding: (
        f"{_object(finding)} has no fields, and this device's SELF has some"
    ),
    "lint.variable-alone": _variable_alone,
    "lint.constant": _constant,
    "lint.arithmetic": _arithmetic,
    "lint.quoted-arithmetic": _quoted_arithmetic,
    "lint.repeated-member": _repeated,
    "lint.overflow": _overflow,
    "lint.info-field": _info,
    "lint.parameter-unused": lambda finding: (
        f"neither SELF nor COMPATIBLE uses the parameter {finding.facts['parameter']}"
    ),
    "lint.parameters-useless": _useless,
    "lint.takes-nothing": lambda _: "there is no COMPATIBLE object, and INFO names no vocabulary",
    "lint.undecided": _undecided,
}

_ADVICE: dict[str, Callable[[Finding], str]] = {
    "lint.constant": lambda finding: f"Write {finding.instead} itself.",
    "lint.variable-alone": lambda finding: (
        f"Use it in the field that it belongs to as well, or write {finding.instead}."
        if finding.instead
        else ""
    ),
    "lint.arithmetic": lambda finding: (
        f"If it is a text, put it in quotes: {finding.instead}" if finding.instead else ""
    ),
    "lint.quoted-arithmetic": lambda finding: (
        f"If it is arithmetic, write it without quotes: {finding.instead}"
        if finding.instead
        else ""
    ),
}


def finding_spot(name: str, position: Position | None) -> str:
    """Return `name:line:column` of a finding, `name` where it has no position."""
    return name if position is None else spot(name, position)
