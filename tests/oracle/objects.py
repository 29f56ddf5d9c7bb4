"""Documents as the evaluator needs them: a SELF of plain texts, COMPATIBLE objects of demands.

Here belong declarations and uses of variables, the choice between template and expression, and
the rules of repeated names. It must not know the other document of a pair.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .arithmetic import OPERATORS, Expression, Name, parse_expression
from .braces import RawPlaceholder, pieces_of
from .domains import ENUMERABLE, WHOLE, check_domain, int_values, string_values
from .failures import OracleError
from .reader import RawField, RawObject, read_objects

_PLACEHOLDER = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?::([a-z]+)(?::(.*))?)?", re.DOTALL)

Values = Sequence[int | str]


@dataclass(frozen=True)
class Template:
    """Literal texts and names of variables, rendered one after the other."""

    pieces: tuple[str | Name, ...]


@dataclass(frozen=True)
class Arithmetic:
    """An expression whose value is rendered as a decimal."""

    tree: Expression
    names: tuple[str, ...]


@dataclass(frozen=True)
class Whole:
    """A type that takes the whole value, and its variable."""

    kind: str
    domain: str
    name: str


Demand = Template | Arithmetic | Whole


@dataclass(frozen=True)
class Compatible:
    """One COMPATIBLE object; variables and fields in the order of their first appearance."""

    demands: dict[str, Demand]
    values: dict[str, Values]


@dataclass(frozen=True)
class Descriptor:
    """What a document says that is compared."""

    self_fields: dict[str, str]
    compatible: tuple[Compatible, ...]


@dataclass(frozen=True)
class TypeDescriptor:
    """What a document with parameters says: their values, and what stands in SELF and COMPATIBLE.

    `parameters` is in the order of PARAMETERS, the values in the order of their domain.
    """

    parameters: dict[str, Values]
    self_demands: dict[str, Template | Arithmetic]
    compatible: tuple[Compatible, ...]
    info: dict[str, Template | Arithmetic]


def read_descriptor(text: str) -> Descriptor:
    """Read a document of the text format that has no parameters."""
    found = read_type(text)
    if found.parameters:
        raise OracleError("a value is needed for each parameter")
    texts = {
        name: "".join(map(str, demand.pieces))
        for name, demand in found.self_demands.items()
        if isinstance(demand, Template)
    }
    return Descriptor({name: text for name, text in texts.items() if text}, found.compatible)


def read_type(text: str) -> TypeDescriptor:
    """Read a document of the text format, with parameters or without."""
    objects = read_objects(text)
    headers = [found.header for found in objects]
    if headers.count("SELF") != 1:
        raise OracleError("exactly one SELF is needed")
    if headers.count("INFO") > 1 or headers.count("PARAMETERS") > 1:
        raise OracleError("more than one INFO or PARAMETERS")
    by_header = {found.header: found for found in objects}
    parameters = _Scope()
    for field in by_header["PARAMETERS"].fields if "PARAMETERS" in by_header else ():
        parameters.parameter(field)
    info = by_header.get("INFO", RawObject("INFO", ()))
    return TypeDescriptor(
        parameters.values,
        _self_demands(by_header["SELF"], parameters),
        tuple(
            _read_compatible(found, parameters) for found in objects if found.header == "COMPATIBLE"
        ),
        _self_demands(info, _Scope()),
    )


def names_in(demand: Demand) -> tuple[str, ...]:
    """Variables to be enumerated for a demand, each once."""
    if isinstance(demand, Arithmetic):
        return demand.names
    if isinstance(demand, Template):
        return tuple(dict.fromkeys(p.name for p in demand.pieces if isinstance(p, Name)))
    return ()


def _self_demands(found: RawObject, parameters: "_Scope") -> dict[str, Template | Arithmetic]:
    """Fields of SELF or INFO; a repeated name joins its non-empty values with a plus sign."""
    joined: dict[str, Template | Arithmetic] = {}
    for field in found.fields:
        known = dict(parameters.kinds)
        demand = parameters.demand(field)
        if isinstance(demand, Whole) or parameters.kinds != known:
            raise OracleError(f"a variable in {found.header}")
        before = joined.get(field.name, Template(()))
        if field.name not in joined:
            joined[field.name] = demand
        elif isinstance(before, Template) and isinstance(demand, Template):
            plus = ("+",) if before.pieces and demand.pieces else ()
            joined[field.name] = Template((*before.pieces, *plus, *demand.pieces))
        else:
            raise OracleError(f"{field.name} repeated with arithmetic")
    return joined


def _read_compatible(found: RawObject, parameters: "_Scope") -> Compatible:
    scope = _Scope(parameters)
    demands: dict[str, Demand] = {}
    for field in found.fields:
        if field.name in demands:
            raise OracleError(f"{field.name} repeated in COMPATIBLE")
        demands[field.name] = scope.demand(field)
    nothing = Template(())
    own = {name: values for name, values in scope.values.items() if name not in parameters.values}
    return Compatible({name: demand for name, demand in demands.items() if demand != nothing}, own)


class _Scope:
    """Variables of one COMPATIBLE object, declared so far, and the parameters of the document."""

    def __init__(self, parameters: "_Scope | None" = None) -> None:
        self.values: dict[str, Values] = dict(parameters.values) if parameters else {}
        self.kinds: dict[str, str] = dict(parameters.kinds) if parameters else {}

    def parameter(self, field: RawField) -> None:
        """Read a declaration of PARAMETERS."""
        raw = pieces_of(field.text)
        if len(raw) != 1 or not isinstance(raw[0], RawPlaceholder) or ":" not in raw[0].inside:
            raise OracleError(f"{field.name} declares no parameter")
        name, whole = self._placeholder(raw[0])
        if whole is not None:
            raise OracleError(f"{name} is no int and no string")

    def demand(self, field: RawField) -> Demand:
        """Read what one field demands."""
        raw = pieces_of(field.text)
        whole: Whole | None = None
        pieces: list[str | Name] = []
        for piece in raw:
            if isinstance(piece, str):
                pieces.append(piece)
                continue
            if pieces and isinstance(pieces[-1], Name):
                raise OracleError("two placeholders without text between them")
            name, whole = self._placeholder(piece)
            pieces.append(Name(name))
        if sum(isinstance(piece, Name) for piece in pieces) > 4:
            raise OracleError("more than four placeholders in a value")
        if whole is not None:
            if len(raw) != 1:
                raise OracleError(f"{whole.kind} takes the whole value")
            return whole
        if not field.quoted and self._is_expression(pieces):
            names = tuple(dict.fromkeys(p.name for p in pieces if isinstance(p, Name)))
            return Arithmetic(parse_expression(tuple(pieces)), names)
        return Template(tuple(pieces))

    def _placeholder(self, piece: RawPlaceholder) -> tuple[str, Whole | None]:
        """Name in a placeholder, declared here if it says a type; the whole-value type if any."""
        written = _PLACEHOLDER.fullmatch(piece.inside)
        if not written:
            raise OracleError(f"no placeholder: {piece.inside!r}")
        name, kind, domain = written.groups()
        if kind is None:
            if self.kinds.get(name) not in ENUMERABLE:
                raise OracleError(f"{name} cannot be used here")
            return name, None
        if name in self.kinds:
            raise OracleError(f"{name} is declared twice")
        self.kinds[name] = kind
        if kind in WHOLE:
            return name, Whole(kind, check_domain(kind, domain), name)
        if kind not in ENUMERABLE or domain is None:
            raise OracleError(f"no such type or no domain: {piece.inside!r}")
        self.values[name] = int_values(domain) if kind == "int" else string_values(domain)
        return name, None

    def _is_expression(self, pieces: list[str | Name]) -> bool:
        names = [piece.name for piece in pieces if isinstance(piece, Name)]
        literal = "".join(piece for piece in pieces if isinstance(piece, str))
        return (
            bool(names)
            and all(self.kinds[name] == "int" for name in names)
            and set(literal) <= set("0123456789()" + OPERATORS)
            and any(character in OPERATORS for character in literal)
        )
