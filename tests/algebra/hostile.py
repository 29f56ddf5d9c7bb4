"""Hostile pairs: documents within all limits that are built to make a comparison work.

Here belongs how such documents are written. It must not know how they are compared.
"""

from collections.abc import Callable
from random import Random

TOP = 2**60
Objects = list[str]


def many_texts(random: Random) -> Objects:
    """Return 16 objects, each with a list of hundreds of words."""
    return [
        f"a={{s:string:{','.join(f'w{random.randrange(2000)}' for _ in range(500))}}}"
        f" b={{n:int:{i}..{i + random.randrange(9)}}}"
        for i in range(16)
    ]


def many_ranges(random: Random) -> Objects:
    return [
        f"a={{n:int:{','.join(str(random.randrange(10**6)) for _ in range(900))}}}"
        for _ in range(9)
    ]


def many_masks(random: Random) -> Objects:
    return [f"a={{b:mask:{random.getrandbits(300):#x}}}" for _ in range(64)]


def long_masks(random: Random) -> Objects:
    return [f"a={{b:mask:{random.getrandbits(3000):#x}}}" for _ in range(30)]


def masks_in_ranges(random: Random) -> Objects:
    return [f"a={{b:mask:{random.getrandbits(60):#x}}}" for _ in range(32)] + [
        f"a={{n:int:{random.getrandbits(50)}..{TOP}}}" for _ in range(32)
    ]


def many_sets(random: Random) -> Objects:
    words = [f"m{number}" for number in range(40)]
    return [f"a={{s:set:{','.join(random.sample(words, 30))}}}" for _ in range(64)]


def many_versions(random: Random) -> Objects:
    return [
        f"a={{v:version:>={random.randrange(9)}.{random.randrange(99)},<{random.randrange(9)}.9}}"
        f" b={{w:version:>={random.randrange(9)}}}"
        for _ in range(64)
    ]


def clauses(random: Random) -> Objects:
    """Return objects that make covering as hard as showing that a formula always holds."""
    fixed = [random.sample(range(20), 4) for _ in range(64)]
    return [
        " ".join(
            f"f{i}={random.randrange(2)}" if i in chosen else f"f{i}={{v{i}:int:0,1}}"
            for i in range(16)
        )
        for chosen in fixed
    ]


def wide_clauses(random: Random) -> Objects:
    return [
        " ".join(
            f"f{i}={{v{i}:int:{low}..{low + random.randrange(5, 9)}}}"
            for i in range(14)
            for low in [random.randrange(3)]
        )
        for _ in range(60)
    ]


def coupled(random: Random) -> Objects:
    return [
        f"t={{n:int:1..{random.randrange(3000, 4000)}}} g={{n}}*{{n}}%{random.randrange(90, 99)}"
        for _ in range(40)
    ]


def coupled_wide(random: Random) -> Objects:
    return [
        f"t={{n:int:{random.randrange(99)}..{TOP}}} g={{n}}%{random.randrange(90, 256)}"
        for _ in range(64)
    ]


def divisors(random: Random) -> Objects:
    return [
        f"t={{n:int:0..{TOP}}} g={{n}}/{random.randrange(1, 200)}*{random.randrange(1, 200)}"
        for _ in range(64)
    ]


def many_variables(random: Random) -> Objects:
    return [
        "t="
        + ":".join(f"{{{name}:int:0..{random.randrange(50, 60)}}}" for name in "abcd")
        + " g={a}+{b} h={c}*{d} i={a}-{d}"
        for _ in range(32)
    ]


def combinations(random: Random) -> Objects:
    """Return objects whose expressions leave 65,536 combinations open."""
    return [
        f"t={{a:int:0..255}}*{{b:int:0..255}}%{random.randrange(90, 256)} u={{a}}+{{b}}"
        for _ in range(20)
    ]


def joined_texts(random: Random) -> Objects:
    runs = ",".join("x" * length for length in range(1, 40))
    return [
        f"t={{a:string:{runs}}}x{{b:string:{runs}}}x{{c:string:{runs}}} u={{a}} w={{c}}x{{b}}"
        for _ in range(12)
    ]


def many_fields(random: Random) -> Objects:
    return [
        " ".join(f"f{i}={{v{i}:string:a,b,{random.choice('cd')}}}" for i in range(16))
        + " "
        + " ".join(f"g{i}={random.choice('xxxy')}" for i in range(48))
        for _ in range(64)
    ]


def long_numbers(random: Random) -> Objects:
    return [
        f"t={{n:int:{random.getrandbits(3000)}..{10**1000}}} g={{n}} h=a{{n}}" for _ in range(24)
    ]


MADE: dict[str, Callable[[Random], Objects]] = {
    found.__name__: found
    for found in (
        many_texts, many_ranges, many_masks, long_masks, masks_in_ranges, many_sets,
        many_versions, clauses, wide_clauses, coupled, coupled_wide, divisors, many_variables,
        combinations, joined_texts, many_fields, long_numbers,
    )
}  # fmt: skip


def pair(name: str) -> tuple[Objects, Objects]:
    """Return OLD and NEW of a kind."""
    return MADE[name](Random(f"{name} old")), MADE[name](Random(f"{name} new"))  # noqa: S311
