"""CEL: the two libraries that evaluate the Common Expression Language from Python.

Belongs here: compiling and running an expression in each. Must not know: what expressions say.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from cel import Context, Program
from cel import compile as compile_program
from cel_expr_python import cel  # type: ignore[import-untyped]
from cel_expr_python.ext import ext_strings  # type: ignore[import-untyped]

from bench.model import Device
from bench.peers.cel_source import (
    Closing,
    by_count,
    by_pattern,
    by_split,
    expression,
)


class Stored(NamedTuple):
    """A descriptor as stored: its fields, and what it accepts as an expression."""

    fields: dict[str, str]
    accepts: str


class CelCpp:
    """cel-expr-python, the C++ implementation, with `self` declared as a map of texts."""

    def __init__(self, name: str, closed: Closing) -> None:
        self.name = name
        self._closed = closed
        texts = cel.Type.Map(cel.Type.STRING, cel.Type.STRING)
        self._env = cel.NewEnv(variables={"self": texts}, extensions=[ext_strings.ExtStrings()])

    def stored(self, device: Device) -> Stored:
        """Return the fields and the expression."""
        return Stored(device.fields, expression(device, self._closed, by_split))

    def load(self, stored: Stored) -> tuple[Any, Any]:
        """Return the fields as an activation, and the expression compiled."""
        return self._env.Activation({"self": stored.fields}), self._env.compile(stored.accepts)

    def answers(self, pairs: Sequence[tuple[Any, Any]]) -> list[bool]:
        """Return what the targets' expressions say of the sources' fields; an error is no."""
        return [target[1].eval(source[0]).value() is True for source, target in pairs]


class CelRust:
    """common-expression-language, the Rust implementation."""

    name = "common-expression-language"

    def stored(self, device: Device) -> Stored:
        """Return the fields and the expression."""
        return Stored(device.fields, expression(device, by_count, by_pattern))

    def load(self, stored: Stored) -> tuple[Context, Program]:
        """Return the fields as a context, and the expression compiled."""
        return Context({"self": stored.fields}), compile_program(stored.accepts)

    def answers(self, pairs: Sequence[tuple[Any, Any]]) -> list[bool]:
        """Return what the targets' expressions say of the sources' fields; an error is no."""
        return [_answer(target[1], source[0]) for source, target in pairs]


def _answer(program: Program, context: Context) -> bool:
    try:
        return program.execute(context) is True
    except (KeyError, ValueError, TypeError, RuntimeError):
        return False
