"""Installing: a mutant takes a function's place in this process, wherever that was imported to.

Belongs here: from a mutant to the running code. Must not know: who forks, what is tested.
"""

import importlib
import textwrap
from types import FunctionType, ModuleType

from mutation.mutants import Mutant


def install(mutant: Mutant) -> None:
    """Give the function that is mutated the mutant's code; also what remembers its answers forgets.

    There is no way back: this is for a process that ends afterwards.
    """
    module = importlib.import_module(f"devcompat.{mutant.module}")
    original = _function(module, mutant.function)
    # A class around it, as around a method: there `super()` has the same shape.
    source = "class _Around:\n" + textwrap.indent(mutant.source.strip("\n"), "  ")
    found: dict[str, type] = {}
    code = compile(source if "." in mutant.function else mutant.source, "<mutant>", "exec")
    exec(code, vars(module), found)  # noqa: S102  (this tool's purpose; the code is our own)
    place = vars(found["_Around"]) if "_Around" in found else found
    changed = _plain(place[original.__name__])
    original.__code__ = changed.__code__
    original.__defaults__ = changed.__defaults__
    original.__kwdefaults__ = changed.__kwdefaults__
    for value in vars(module).values():
        if hasattr(value, "cache_clear"):
            value.cache_clear()


def _function(module: ModuleType, name: str) -> FunctionType:
    place: object = module
    for part in name.split("."):
        place = vars(place)[part]
    return _plain(place)


def _plain(found: object) -> FunctionType:
    """Return a function, also one that is a class's or a static one."""
    function = getattr(found, "__func__", found)
    if not isinstance(function, FunctionType):
        raise TypeError(f"{found} is no function")
    return function
