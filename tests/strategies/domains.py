"""Domains around a value that is meant to be in them, seldom beside it.

Here belong integers, texts, versions, sets and masks as domains. They must not know in which
value a variable will stand. A domain stays so small that every value of it can be tried.
"""

import re

from hypothesis import strategies as st

from .choices import between, chance, pick
from .spelling import spelled_members

_CANONICAL = re.compile(r"0|-?[1-9][0-9]*")


def as_integer(text: str) -> int | None:
    """Read a canonical decimal."""
    return int(text) if _CANONICAL.fullmatch(text) else None


def is_measured(text: str) -> bool:
    """Say whether a text looks like a version or a mask, but is no plain number."""
    return bool(re.fullmatch(r"0x.*|[0-9]+(\.[0-9x]+)+", text))


def int_domain(draw: st.DrawFn, value: int) -> tuple[str, list[int]]:
    """Draw a domain for the value: as written, and its values."""
    wanted = value + between(draw, 1, 3) if chance(draw, 6) else value
    items: list[tuple[int, int]] = []
    if chance(draw, 45):
        items.append((wanted - between(draw, 0, 4), wanted + between(draw, 0, 4)))
    else:
        items.append((wanted, wanted))
    near = (value * 2, 1, 2, 4, 8, value + 1, value - 1, 0, 16, -value)
    for _ in range(between(draw, 0, 3)):
        low = pick(draw, near)
        items.append((low, low + (between(draw, 1, 3) if chance(draw, 20) else 0)))
    if chance(draw, 15):
        items.append(pick(draw, items))
    if chance(draw, 50):
        items.reverse()
    written = [str(low) if low == high else f"{low}..{high}" for low, high in items]
    values = [value for low, high in items for value in range(low, high + 1)]
    return pick(draw, (",", ",", ", ")).join(written), values


def string_domain(
    draw: st.DrawFn, text: str, others: tuple[str, ...] = ()
) -> tuple[str, list[str]]:
    """Draw a domain for the text: as written, and its members."""
    members = [text + "x" if chance(draw, 6) else text]
    near = (*others, *others, "a", "ab", "b", "none+ppgtt", "", text + text[-1:], text[:-1], "1")
    for _ in range(between(draw, 0, 3)):
        members.append(pick(draw, near))
    if others and chance(draw, 60):
        members += others[:4]
    if chance(draw, 50):
        members.reverse()
    return spelled_members(draw, members), members


def version_domain(draw: st.DrawFn, text: str) -> str | None:
    """Draw comparators around a version, or none if the text is no version."""
    if not re.fullmatch(r"[0-9]+(\.[0-9]+){0,3}", text):
        return None
    major, *rest = text.split(".")
    minor = rest[0] if rest else "0"
    return pick(
        draw,
        (
            f">={text}",
            f">={major}.0,<{int(major) + 1}",
            f"=={text}",
            f"~={major}.{minor}",
            f"~={major}",
            f"~={major}.0",
            f">={major}, <{int(major) + 1}.0.0",
            f"=={text}, >=1" if len(rest) > 2 else f"=={text}.0",
            f">={major}.{int(minor) + 1}",
            f"<{text}",
            f"<={text}",
            f">{text}",
            ">=2",
        ),
    )


def set_domain(draw: st.DrawFn, text: str) -> str:
    """Draw the members of a feature set, most often enough of them."""
    members = [member for member in text.split("+") if re.fullmatch(r"[A-Za-z0-9_.-]+", member)]
    if members and chance(draw, 12):
        members.pop()
    members += [pick(draw, ("a", "b", "c", "none", "context", "z"))]
    return pick(draw, (",", ", ")).join(members)


def mask_domain(draw: st.DrawFn, text: str) -> str | None:
    """Draw a mask that most often covers the text's bits, or none if the text is no mask."""
    if not re.fullmatch(r"0x[0-9A-Fa-f]+|0|[1-9][0-9]*", text):
        return None
    bits = int(text, 0) | pick(draw, (0, 8, 0xF0, 2))
    bits = bits >> 1 if chance(draw, 15) else bits
    return pick(draw, (f"0x{bits:x}", str(bits), f"0x0{bits:X}"))
