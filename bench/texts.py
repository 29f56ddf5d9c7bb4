"""Texts: a device of the workload as a document in devcompat's text format.

Belongs here: the model in that notation. Must not know: src, any peer.
"""

from bench.model import Accepted, AtMost, Coupled, Demand, Device, Features, OneOf


def written(device: Device) -> str:
    """Return the device's document."""
    lines = ["SELF:", *(f"  {name}={_value(text)}" for name, text in device.fields.items())]
    for accepted in device.accepts:
        lines += ["COMPATIBLE:", *_object(accepted)]
    return "\n".join(lines) + "\n"


def _object(accepted: Accepted) -> list[str]:
    lines = []
    for index, (name, demand) in enumerate(accepted.demands.items()):
        lines.append(f"  {name}={_demand(demand, f'x{index}')}")
    if accepted.coupled is not None:
        lines[2:2] = _coupled(accepted.coupled)
    return lines


def _coupled(coupled: Coupled) -> list[str]:
    numbers = ",".join(map(str, coupled.numbers))
    return [
        f"  {coupled.first}={coupled.prefix}{{n:int:{numbers}}}",
        f"  {coupled.second}={{n}}/{coupled.divisor}",
    ]


def _demand(demand: Demand, name: str) -> str:
    if isinstance(demand, AtMost):
        return f"{{{name}:int:1..{demand.highest}}}"
    if isinstance(demand, Features):
        return f"{{{name}:set:{','.join(demand.members)}}}"
    if not isinstance(demand, OneOf):
        major, low, high = demand
        return f"{{{name}:version:>={major}.{low},<{major}.{high + 1}}}"
    if len(demand.texts) == 1:
        return _value(demand.texts[0])
    if demand.integers:
        return f"{{{name}:int:{','.join(demand.texts)}}}"
    return f"{{{name}:string:{','.join(map(_member, demand.texts))}}}"


def _value(text: str) -> str:
    return f'"{text}"' if "+" in text else text


def _member(text: str) -> str:
    return f'"{text}"'
