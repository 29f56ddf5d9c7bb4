"""Faults: what is wrong with a line, as error values with a code, the path and the device.

Belongs here: what the decoder says in our codes, and rules that its types do not hold: names,
addresses, numbers of devices. Must not know: what a descriptor says.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from devcompat.fleet.hosts import DEVICES
from devcompat.fleet.records import STATES
from devcompat.language.problems import InputError, Position, Problem
from devcompat.language.tokens import name_problem
from devcompat.match.verdict import BASES

if TYPE_CHECKING:
    from devcompat.reports.lines import DeviceLine, ReportLine

NAME_LENGTH: Final = 255
"""Characters of a host's name, an address, a label's name or value, and a VM's name, at most."""

_SHOWN = 80
_SAID = re.compile(r"(.*?)(?: - at `(.*)`)?", re.DOTALL)
_BYTE = re.compile(r"\(byte (\d+)\)")
_QUOTED = re.compile(r"`(.*?)`")
_DEVICE = re.compile(r"\$\.devices\[(\d+)\]")
_CHOICES = {"state": STATES, "basis": BASES}
_WORDS = {
    "str": "a text", "int": "an integer", "bool": "true or false", "null": "null",
    "object": "an object", "array": "a list", "float": "a number with a fraction",
}  # fmt: skip


class _Fault(NamedTuple):
    code: str
    found: str
    expected: str
    path: str


def decoding_error(
    error: Exception, line: bytes, name: str, number: int, schema: str
) -> InputError:
    """Return what the decoder's `error` says of the line: the input `name`, line `number`."""
    if isinstance(error, msgspec.ValidationError):
        if (other := _other_schema(line, schema)) is not None:
            found = _Fault("report.schema", other, f'"{schema}"', "$.schema")
        else:
            found = _validation_fault(str(error))
        return _located((found,), _address_of(line, found.path), name, number)
    column = 1
    if isinstance(error, RecursionError):
        problem = ("json.depth", "", "JSON of a few levels")
    elif isinstance(error, UnicodeDecodeError):
        problem = ("text.encoding", f"byte 0x{error.object[error.start]:02x}", "UTF-8")
        try:
            line.decode()
        except UnicodeDecodeError as at:
            column = _column(line, at.start)
    else:
        said, offset = _syntax_fault(line, str(error))
        column = offset + 1
        found_text = _shown(line.decode(errors="replace")[offset:].rstrip("\r\n"))
        problem = ("json.syntax", found_text, f"a report ({said})")
    code, text, expected = problem
    return InputError((Problem(code, Position(number, column), text, expected),), name)


def _syntax_fault(line: bytes, said: str) -> tuple[str, int]:
    """Return what is wrong with JSON, and at which character: Python's own reader knows better.

    `said` is what the decoder said, for the little that it refuses and Python takes.
    """
    try:
        json.loads(line.decode(errors="replace").rstrip("\r\n"))
    except json.JSONDecodeError as error:
        return error.msg, error.pos
    except (ValueError, RecursionError):
        pass
    at_byte = _BYTE.search(said)
    return _BYTE.sub("", said).strip(), 0 if at_byte is None else int(at_byte[1])


def _column(line: bytes, offset: int) -> int:
    return len(line[:offset].decode(errors="replace")) + 1


def _other_schema(line: bytes, schema: str) -> str | None:
    """Return what stands in the place of the schema's name if that is another, else None."""
    try:
        whole = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if not isinstance(whole, dict) or whole.get("schema") == schema:
        return None
    found = whole.get("schema", "")
    return (found if isinstance(found, str) else msgspec.json.encode(found).decode())[:_SHOWN]


def _validation_fault(said: str) -> _Fault:
    """Return the fault that the decoder tells: `Expected `str`, got `int` - at `$.host``."""
    parts = _SAID.fullmatch(said)
    what, path = (said, None) if parts is None else parts.groups()
    path = path or "$"
    named = _QUOTED.findall(what)
    if what.startswith("Object missing required field"):
        return _Fault("report.key-missing", "", f'a key "{named[0]}"', path)
    if what.startswith("Object contains unknown field"):
        expected = "one of the keys self, compatible, info, parameters"
        return _Fault("structure.key", named[0], expected, path)
    if what.startswith("Invalid enum value"):
        choices = _CHOICES.get(path.rpartition(".")[2], ())
        return _Fault("report.value", what[19:].strip("'"), f"one of {', '.join(choices)}", path)
    if what.startswith("Expected") and ", got" in what:
        *wanted, got = named
        words = [_WORDS.get(word, word) for word in " | ".join(wanted).split(" | ")]
        return _Fault("report.type", _WORDS.get(got, got), " or ".join(words), path)
    return _Fault("report.value", "", what.replace("Expected `int`", "an integer"), path)


def _address_of(line: bytes, path: str) -> str:
    """Return the address of the device that a path leads to, "" where that cannot be told."""
    device = _DEVICE.match(path)
    if device is None:
        return ""
    try:
        found = msgspec.json.decode(line)["devices"][int(device[1])]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    address = found.get("address") if isinstance(found, dict) else None
    return address[:_SHOWN] if isinstance(address, str) else ""


def _located(faults: Sequence[_Fault], address: str, name: str, number: int) -> InputError:
    """Return the error; the first of several is of the device of that address, if there is one."""
    device = f" ({address})" if address.isprintable() and address else ""
    return InputError(
        tuple(
            Problem(
                fault.code,
                Position(number, 1),
                fault.found,
                f"{fault.expected} at {fault.path}{device}",
            )
            for fault in faults
        ),
        name,
    )


def check_report(report: "ReportLine", line: bytes, name: str, number: int) -> None:
    """Raise InputError with all that is wrong with names, addresses and numbers in a report."""
    devices = report.devices
    if len(devices) > DEVICES:
        found = _Fault("limit.host-devices", str(len(devices)), f"at most {DEVICES}", "$.devices")
        raise _located((found,), "", name, number)
    addresses = [device.address for device in devices]
    odd = [
        device
        for device in devices
        if device.descriptor is None
        or device.undescribed is not None
        or device.unread is not None
        or (device.vm and device.state == "free")
    ]
    if (
        _is_all_printable(line)
        and is_name(report.host)
        and _are_names(addresses)
        and len(set(addresses)) == len(devices)
        and not (odd and any(map(_is_odd, odd)))
        and (_LABELS.issuperset(report.labels.items()) or _are_labels(report.labels))
    ):
        return
    faults = list(_faults(report))
    if faults:
        raise _located(faults, "", name, number)


def _is_all_printable(line: bytes) -> bool:
    """Return whether no text on a line can hold anything unprintable; if not, look at each.

    JSON writes a control character as an escape only.
    """
    return line.isascii() and b"\\" not in line and b"\x7f" not in line


def is_name(text: str) -> bool:
    """Return whether a host or a device may be called so: printable, without blanks and `/`."""
    return (
        0 < len(text) <= NAME_LENGTH and text.isprintable() and " " not in text and "/" not in text
    )


def _are_names(texts: Sequence[str]) -> bool:
    """Return whether each printable text is a name: one look at all of them together."""
    together = "/".join(texts)
    return not texts or (
        together.count("/") == len(texts) - 1
        and " " not in together
        and "" not in texts
        and (len(together) <= NAME_LENGTH or max(map(len, texts)) <= NAME_LENGTH)
    )


def is_label(name: str, value: str) -> bool:
    """Return whether a label may have that name, and that value."""
    return is_name(name) and "=" not in name and len(value) <= NAME_LENGTH and value.isprintable()


_LABELS: set[tuple[str, str]] = set()
"""Labels that are good; some of them are remembered."""
_LABELS_REMEMBERED = 1 << 16


def _are_labels(labels: Mapping[str, str]) -> bool:
    if not all(map(is_label, labels, labels.values())):
        return False
    if len(_LABELS) < _LABELS_REMEMBERED:
        _LABELS.update(labels.items())
    return True


def _is_odd(device: "DeviceLine") -> bool:
    """Return whether a device needs a closer look."""
    if (device.descriptor is None) == (device.undescribed is None):
        return True
    return device.unread is not None or (device.vm != "" and device.state == "free")


_NAME = f"1 to {NAME_LENGTH} printable characters, without blanks and /"
_VALUE = f"at most {NAME_LENGTH} printable characters"


def _faults(report: "ReportLine") -> Iterator[_Fault]:
    if not is_name(report.host):
        yield _Fault("report.host", _shown(report.host), _NAME, "$.host")
    for label, value in report.labels.items():
        if not is_label(label, ""):
            expected = f"a label's name: {_NAME} and ="
            yield _Fault("report.label", _shown(label), expected, "$.labels")
        if not is_label("any", value):
            path = f"$.labels.{_shown(label)}"
            yield _Fault("report.label", _shown(value), f"a label's value: {_VALUE}", path)
    for index, offered in enumerate(report.types):
        for key, text in (("parent", offered.parent), ("type", offered.type_id)):
            if not text.isprintable():
                path = f"$.types[{index}].{key}"
                yield _Fault("report.value", _shown(text), "printable text", path)
    seen: set[str] = set()
    for index, device in enumerate(report.devices):
        yield from _device_faults(device, f"$.devices[{index}]")
        if device.address in seen:
            expected = "each address once in a host"
            path = f"$.devices[{index}].address"
            yield _Fault("report.address-repeated", _shown(device.address), expected, path)
        seen.add(device.address)


def _device_faults(device: "DeviceLine", path: str) -> Iterable[_Fault]:
    address = device.address
    if not is_name(address):
        yield _Fault("report.address", _shown(address), _NAME, f"{path}.address")
    for key, text in (("vm", device.vm), ("kind", device.kind), ("parent", device.parent)):
        if not text.isprintable():
            yield _Fault("report.value", _shown(text), "printable text", f"{path}.{key}")
    for field, reason in (device.unread or {}).items():
        if name_problem(field) is not None or not reason.isprintable():
            expected = "a field's name and a printable reason"
            yield _Fault("report.value", _shown(f"{field}: {reason}"), expected, f"{path}.unread")
    if device.undescribed is not None and not device.undescribed.detail.isprintable():
        shown = _shown(device.undescribed.detail)
        yield _Fault("report.value", shown, "printable text", f"{path}.undescribed.detail")
    if (device.descriptor is None) == (device.undescribed is None):
        found = "none" if device.descriptor is None else "both"
        expected = "either descriptor or undescribed"
        yield _Fault("report.descriptor", found, expected, f"{path} ({_shown(address)})")
    if device.state == "free" and device.vm:
        expected = "the state used or reserved for a device that a VM has"
        yield _Fault("report.state", f"free, vm {_shown(device.vm)}", expected, path)


def _shown(text: str) -> str:
    """Return the beginning of a text with escapes for what cannot be printed."""
    return "".join(
        character if character.isprintable() else f"U+{ord(character):04X}"
        for character in text[:_SHOWN]
    )
