"""Several variables: fields that drivers couple by sums, products and patterns of wide ranges."""

import pytest

from devcompat.algebra.cover import spoken
from devcompat.algebra.diff import diff
from devcompat.match.judge import judge

from .texts import device

M = 2**20
TOP = 2**60
RES = "res={{w:int:640..7680}}x{{h:int:480..{}}} px={}"
TOTAL = "heads={{h:int:{}..{}}} fb={{n:int:1..1048576}} total={}"
SUM = f"a={{x:int:0..{M}}} b={{y:int:0..{M}}} c="
VERSION = f'v="{{a:int:1..{M}}}.{{r:int:0..{M}}}" rev={{r}}'

RELATIONS = [
    # the same in other words
    ([RES.format(4320, "{w}*{h}")], [RES.format(4320, "{h}*{w}")], "equal"),
    ([SUM + "{x}+{y}"], [SUM + "{y}+{x}"], "equal"),
    ([SUM + "{x}*16+{y}*4"], [SUM + "({x}*4+{y})*4"], "equal"),
    ([SUM + "{x}+{y}-1"], [SUM + "{y}-1+{x}"], "equal"),
    ([SUM + "{x}*{y}/2"], [SUM + "{y}*{x}/2"], "equal"),
    ([SUM + "({x}+{y})%16"], [SUM + "({y}+{x})%16"], "equal"),
    ([f"a={{x:int:0..{TOP}}} b={{x}}*{{x}}"], [f"a={{x:int:0..{TOP}}} b={{x}}*{{x}}+0"], "equal"),
    ([f"a={{x:int:0..{2**30}}} b={{x}}*{{x}}"],
     ["a={x:int:0..99} b={x}*{x}", f"a={{x:int:100..{2**30}}} b={{x}}*({{x}}-1)+{{x}}"], "equal"),
    # one of the variables reaches further, or is split
    ([RES.format(4320, "{w}*{h}")], [RES.format(4400, "{h}*{w}")], "wider"),
    ([TOTAL.format(1, 1000, "{h}*{n}")],
     [TOTAL.format(1, 500, "{n}*{h}"), TOTAL.format(501, 1000, "{n}*{h}")], "equal"),
    ([TOTAL.format(1, 1000, "{h}*{n}")],
     [TOTAL.format(1, 500, "{n}*{h}"), TOTAL.format(502, 1000, "{n}*{h}")], "narrower"),
    ([f"q={{n:int:1..{M}}} vec={{n}}*2+{{e:int:0..300}}"],
     [f"q={{n:int:1..{M}}} vec={{n}}*2+{{e:int:0..100}}",
      f"q={{n:int:1..{M}}} vec={{e:int:101..300}}+2*{{n}}"], "equal"),
    ([f"q={{n:int:1..{M}}} vec={{n}}*2+{{e:int:0..300}}"],
     [f"q={{n:int:1..{M}}} vec={{n}}*2+5"], "narrower"),
    ([f"name=drv-{{a:int:0..{TOP}}}-{{b:int:0..{TOP}}} id={{b}}"],
     [f"name=drv-{{a:int:0..5}}-{{b:int:0..{TOP}}} id={{b}}",
      f"name=drv-{{a:int:6..{TOP}}}-{{b:int:0..{TOP}}} id={{b}}"], "equal"),
    # what one side couples, the other wants alone
    ([RES.format(4320, "{w}*{h}")], [RES.format(4320, f"{{p:int:1..{7680 * 4320}}}")], "wider"),
    ([SUM + "{x}+{y}"], [SUM + f"{{z:int:0..{2 * M}}}"], "wider"),
    ([SUM + "{x}+{y}"], [SUM + f"{{z:int:0..{2 * M - 1}}}"], "different"),
    ([SUM + "({x}+{y})%16"], [SUM + "{z:int:0..15}"], "wider"),
    ([f"size={{n:int:0..{TOP}}} rem={{n}}%4096"],
     [f"size={{n:int:0..{TOP}}} rem={{r:int:0..4095}}"], "wider"),
    ([SUM + "{x}+{y}"],
     [f"a={{x:int:0..{M}}} c={{z:int:0..{2 * M}}} b={{z}}-{{x}}"], "wider"),
    ([VERSION], [f"v={{x:version:>=1,<{M + 1}}} rev={{r:int:0..{M}}}"], "wider"),
    ([VERSION], [f"v={{x:version:>=1,<={M}.{M}}} rev={{r:int:0..{M}}}"], "wider"),
    ([VERSION], [f"v={{x:version:>=1,<{M}.{M}}} rev={{r:int:0..{M}}}"], "different"),
    # both call a variable alike that is not the same
    (["f={a:int:-200..0}*2+{b:int:0..200}*2 g={a}*{a}+0"],
     ["f={a:int:-300..300}*2-2 g={a}*{a}+0"], "different"),
    # no template says what the variables are
    (["c={x:int:1..256}*{y:int:1..255}"], ["c={x:int:1..256}*{y:int:1..256}"], "wider"),
    (["c={x:int:1..256}%7*{y:int:1..256}+{x}"],
     ["c={x:int:1..128}%7*{y:int:1..256}+{x}", "c={x:int:129..256}%7*{y:int:1..256}+{x}"], "equal"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "relation"), RELATIONS)
def test_relation(old: list[str], new: list[str], relation: str) -> None:
    before, after = device(*old), device(*new)
    found = diff(before, after)
    assert found.relation == relation, found.reasons
    for witness in found.witnesses:
        outcomes = {judge(spoken(witness.texts), side).outcome for side in (before, after)}
        assert outcomes == {"compatible", "incompatible"}
    mirrored = diff(after, before)
    assert (mirrored.lost, mirrored.gained) == (found.gained, found.lost)
