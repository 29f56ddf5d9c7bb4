"""Models: descriptors in the JSON layout, made comparable as section 1 says.

Belongs here: what does not count when two models are compared. Must not know: cases, answers.
"""

import re
from typing import Any

_TOKEN = re.compile(r"\s*(\$\{[A-Za-z_][A-Za-z0-9_]*\}|[0-9]+|[-+*/%()])")
_DECIMAL = re.compile(r"-?[0-9]+")
_COMPARATOR = re.compile(r"(>=|<=|==|~=|>|<)\s*([0-9]+(?:\.[0-9]+){0,3})")
_PARTS = 4

Version = tuple[int, ...]


class NotAModel(Exception):
    """What should be a descriptor in the JSON layout is none; the text says where."""


def comparable(model: Any) -> dict[str, Any]:
    """Return a model such that two are equal exactly if the descriptors are. Raises NotAModel."""
    if not isinstance(model, dict) or "self" not in model:
        raise NotAModel("the model has no self")
    unknown = set(model) - {"self", "compatible", "info", "parameters"}
    if unknown:
        raise NotAModel(f"the model has the key {min(unknown)!r}")
    parameters = _object(model.get("parameters", {}), "parameters")
    return {
        "self": _fields(model["self"], "self"),
        "compatible": [
            _compatible(item, f"compatible[{number}]")
            for number, item in enumerate(_list(model.get("compatible", []), "compatible"))
        ],
        "info": _fields(model.get("info", {}), "info"),
        "parameters": [
            {"attribute": name, **_declaration(found, f"parameters.{name}", {"name"})}
            for name, found in parameters.items()
        ],
    }


_REFERENCE = re.compile(r"(\$\$\{)|\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def with_free_names(model: dict[str, Any]) -> dict[str, Any]:
    """Return a comparable model whose variables have names by the order of its fields."""
    return {**model, "compatible": [_renamed(item) for item in model["compatible"]]}


def _renamed(item: dict[str, Any]) -> dict[str, Any]:
    names: dict[str, str] = {}

    def rename(found: re.Match[str]) -> str:
        if found[1]:
            return found[1]
        return f"${{{names.setdefault(found[2], f'variable{len(names) + 1}')}}}"

    fields = {
        name: {"expr": _REFERENCE.sub(rename, value["expr"])}
        if isinstance(value, dict)
        else _REFERENCE.sub(rename, value)
        for name, value in item["fields"].items()
    }
    variables = {names.get(name, name): found for name, found in item["variables"].items()}
    return {"fields": fields, "variables": dict(sorted(variables.items()))}


def _object(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise NotAModel(f"{where} is no object")
    return value


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise NotAModel(f"{where} is no list")
    return value


def _compatible(item: Any, where: str) -> dict[str, Any]:
    item = _object(item, where)
    if "fields" not in item or set(item) - {"fields", "variables"}:
        raise NotAModel(f"{where} has other keys than variables and fields")
    variables = _object(item.get("variables", {}), f"{where}.variables")
    return {
        "fields": _fields(item["fields"], f"{where}.fields"),
        "variables": {
            name: _declaration(variables[name], f"{where}.variables.{name}", set())
            for name in sorted(variables)
        },
    }


def _fields(value: Any, where: str) -> dict[str, Any]:
    """Return fields in the order of their names, without the empty ones."""
    fields = _object(value, where)
    found = {name: _value(fields[name], f"{where}.{name}") for name in sorted(fields)}
    return {name: text for name, text in found.items() if text != ""}


def _value(value: Any, where: str) -> Any:
    if isinstance(value, dict) and set(value) == {"expr"} and isinstance(value["expr"], str):
        return {"expr": _Arithmetic(value["expr"], where).whole()}
    return _text(value, where)


def _text(value: Any, where: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise NotAModel(f"{where} is no text")


def _integer(value: Any, where: str) -> int:
    text = _text(value, where)
    if not _DECIMAL.fullmatch(text):
        raise NotAModel(f"{where} is no integer")
    return int(text)


def _declaration(value: Any, where: str, also: set[str]) -> dict[str, Any]:
    declared = _object(value, where)
    if set(declared) - {"type", "domain"} != also:
        raise NotAModel(f"{where} has other keys than a declaration")
    found = {"type": declared.get("type"), "domain": _domain(declared, where)}
    return found | {key: _text(declared[key], f"{where}.{key}") for key in also}


def _domain(declared: dict[str, Any], where: str) -> Any:
    domain, kind, where = declared.get("domain"), declared.get("type"), f"{where}.domain"
    if kind == "int":
        return _ranges(_list(domain, where), where)
    if kind in {"string", "set"}:
        return sorted({_text(item, where) for item in _list(domain, where)})
    if kind == "version":
        return _interval([_text(item, where) for item in _list(domain, where)], where)
    if kind == "mask":
        return _mask(_text(domain, where), where)
    if kind == "opaque":
        return _text(domain, where)
    if kind == "any" and domain is None:
        return None
    raise NotAModel(f"{where} does not fit the type {kind!r}")


def _ranges(items: list[Any], where: str) -> list[list[int]]:
    """Return the fewest ranges with the same integers, in order."""
    found: list[list[int]] = []
    for low, high in sorted(_range(item, where) for item in items):
        if found and low <= found[-1][1] + 1:
            found[-1][1] = max(high, found[-1][1])
        else:
            found.append([low, high])
    return found


def _range(item: Any, where: str) -> tuple[int, int]:
    if isinstance(item, dict):
        if set(item) != {"from", "to"}:
            raise NotAModel(f"{where} has a range without from and to")
        return _integer(item["from"], where), _integer(item["to"], where)
    number = _integer(item, where)
    return number, number


def _mask(text: str, where: str) -> int:
    if re.fullmatch("0x[0-9a-fA-F]+", text):
        return int(text, 16)
    if not text.isascii() or not text.isdigit():
        raise NotAModel(f"{where} is no mask")
    return int(text)


def _interval(comparators: list[str], where: str) -> dict[str, Any]:
    """Return the lowest and the highest version, each with whether it belongs to the range."""
    lowest: tuple[Version, bool] = ((0,) * _PARTS, True)
    highest: tuple[Version, bool] | None = None
    for comparator in comparators:
        found = _COMPARATOR.fullmatch(comparator.strip())
        if found is None:
            raise NotAModel(f"{where} has no comparator: {comparator!r}")
        for operator, version in _plain(found[1], [int(part) for part in found[2].split(".")]):
            if operator in {">=", "=="}:
                lowest = max(lowest, (version, True), key=lambda end: (end[0], not end[1]))
            if operator == ">":
                lowest = max(lowest, (version, False), key=lambda end: (end[0], not end[1]))
            if operator in {"<=", "==", "<"}:
                end = (version, operator != "<")
                highest = end if highest is None else min(highest, end)
    return {"lowest": list(lowest), "highest": None if highest is None else list(highest)}


def _plain(operator: str, parts: list[int]) -> list[tuple[str, Version]]:
    """Return a comparator without `~=`, its versions with four parts."""
    if operator != "~=":
        return [(operator, _full(parts))]
    above = parts[: max(1, len(parts) - 1)]
    above[-1] += 1
    return [(">=", _full(parts)), ("<", _full(above))]


def _full(parts: list[int]) -> Version:
    return (*parts, *(0,) * (_PARTS - len(parts)))


class _Arithmetic:
    """Section 5.6: an expression with a parenthesis around each operation, and no other."""

    def __init__(self, text: str, where: str) -> None:
        self._where = where
        self._tokens: list[str] = []
        at, end = 0, len(text.rstrip())
        while at < end:
            found = _TOKEN.match(text, at)
            if found is None:
                raise NotAModel(f"{where} is no expression: {text!r}")
            self._tokens.append(found[1])
            at = found.end()

    def whole(self) -> str:
        """Return the whole expression. Raises NotAModel."""
        found = self._sum()
        if self._tokens:
            raise NotAModel(f"{self._where} goes on after an expression: {self._tokens[0]!r}")
        return found

    def _sum(self) -> str:
        found = self._product()
        while self._tokens and self._tokens[0] in "+-":
            found = f"({found}{self._tokens.pop(0)}{self._product()})"
        return found

    def _product(self) -> str:
        found = self._unary()
        while self._tokens and self._tokens[0] in "*/%":
            found = f"({found}{self._tokens.pop(0)}{self._unary()})"
        return found

    def _unary(self) -> str:
        if not self._tokens:
            raise NotAModel(f"{self._where} is an expression that lacks an operand")
        token = self._tokens.pop(0)
        if token == "-":
            return f"(-{self._unary()})"
        if token == "(":
            found = self._sum()
            if not self._tokens or self._tokens.pop(0) != ")":
                raise NotAModel(f"{self._where} is an expression with an open parenthesis")
            return found
        if token[0] == "$":
            return token
        if token.isdigit():
            return str(int(token))
        raise NotAModel(f"{self._where} is an expression that lacks an operand")
