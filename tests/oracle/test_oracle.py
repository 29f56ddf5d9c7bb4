"""Tests of the oracle itself: the specification's own examples, row by row.

Here belong cases whose answer the specification or the proposal states. They must not use the
package that the oracle checks.
"""

import ast
import sys
from pathlib import Path

import pytest

from tests.oracle import OracleTooBig, evaluate

UUID1 = """\
#cat /sys/bus/pci/devices/0000:00:02.0/UUID1/migration_compatible
SELF:
  device_type=pci
  device_id=8086591d
  mdev_type=i915-GVTg_V5_2
  aggregator=1
  pv_mode="none+ppgtt+context"
  interface_version=3
COMPATIBLE:
  device_type=pci
  device_id=8086591d
  mdev_type=i915-GVTg_V5_{val1:int:1,2,4,8}
  aggregator={val1}/2
  pv_mode={val2:string:"none+ppgtt","none+context","none+ppgtt+context"}
  interface_version={val3:int:2,3}
COMPATIBLE:
  device_type=pci
  device_id=8086591d
  mdev_type=i915-GVTg_V5_{val1:int:1,2,4,8}
  aggregator={val1}/2
  pv_mode=""            # empty: may be absent
  interface_version=1
"""

UUID2 = """\
SELF: device_type=pci device_id=8086591d mdev_type=i915-GVTg_V5_4 aggregator=2 interface_version=1
COMPATIBLE: device_type=pci device_id=8086591d mdev_type=i915-GVTg_V5_{val1:int:1,2,4,8}
aggregator={val1}/2 interface_version=1
"""

TABLE = [
    ("a=1", "a=1", "compatible", {}),
    ("a=1 b=", "a=1", "compatible", {}),
    ("a=1 b=2", "a=1", "incompatible", {"b": "field.unexpected"}),
    ("a=1", "a=1 b=2", "incompatible", {"b": "field.missing"}),
    ("a=1", 'a=1 b=""', "compatible", {}),
    ("a=1", "a=1 b={x:any}", "compatible", {}),
    ("t=V_4 g=2", "t=V_{n:int:1,2,4,8} g={n}/2", "compatible", {}),
    ("t=V_1 g=0", "t=V_{n:int:1,2,4,8} g={n}/2", "incompatible", {}),
    ("t=V_4 g=4", "t=V_{n:int:1,2,4,8} g={n}/2", "incompatible", {}),
    ("t=V_04", "t=V_{n:int:1..8}", "incompatible", {}),
    ("v=2.3", "v={x:version:~=2.1}", "compatible", {}),
    ("v=2.x", "v={x:version:>=2}", "incompatible", {"v": "value.malformed"}),
    ("f=b+a", "f={x:set:a,b,c}", "compatible", {}),
    ("c=0x5", "c={x:mask:0xd}", "compatible", {}),
    ("d=2020-07-29", "d=2020-07-29", "compatible", {}),
    ("fw=7", "fw={x:opaque:firmware}", "unknown", {}),
    ("a=2 fw=7", "a=1 fw={x:opaque:firmware}", "incompatible", {"a": "value.differs"}),
]

# What the sections say outside the table: the SELF, one COMPATIBLE object, the outcome.
SENTENCES = [
    ("t=V_1", "t=V_{n:int:1,2,4,8} g={n}/2", "incompatible"),
    ("f=a+b", "f={x:set:a,c}", "incompatible"),
    ("f=a++b", "f={x:set:a,b}", "incompatible"),
    ("g=1", "f={x:set:a,b} g=1", "compatible"),
    ("g=1", "c={x:mask:7} g=1", "incompatible"),
    ("c=8", "c={x:mask:0xd}", "compatible"),
    ("c=2", "c={x:mask:0xd}", "incompatible"),
    ("c=-1", "c={x:mask:0xd}", "incompatible"),
    ("v=3", "v={x:version:~=2.1}", "incompatible"),
    ("v=2.0.9", "v={x:version:~=2.1}", "incompatible"),
    ("v=2.9", "v={x:version:~=2}", "compatible"),
    ("v=535.54.03", "v={x:version:==535.54.3}", "compatible"),
    ("v=2.3", "v={x:version:==2.3.0}", "compatible"),
    ("v=1.2.3.4.5", "v={x:version:>=1}", "incompatible"),
    ("v=2.5", "v={x:version: >=2.1 , <3 }", "compatible"),
    ("n=-3", "n={x:int:-5..-1}", "compatible"),
    ("n=+3", "n={x:int:1..5}", "incompatible"),
    ("n=6", "n=({x:int:1..9}-1)*2-4", "compatible"),
    ("n=-6", "n=-{x:int:1..9}", "compatible"),
    ("n=1", "n={x:int:-2}%3", "compatible"),
    ("n=-2", "n={x:int:1}%-3", "compatible"),
    ("n=0", "n={x:int:1}%({x}-1)", "incompatible"),
    ("n=3", "n={x:int:7}/2", "incompatible"),
    ("n=9223372036854775808", "n={x:int:9223372036854775807}+1", "incompatible"),
    ("n=0", "n={x:int:9223372036854775807}+1-9223372036854775807-1", "incompatible"),
    ("n=0", "n={x:int:0}*9223372036854775808", "incompatible"),
    ("n=7-3", 'n="{x:int:7}-{y:int:3}"', "compatible"),
    ("n=4", "n={x:int:7}-{y:int:3}", "compatible"),
    ("n=7-3", "n={x:string:7}-{y:int:3}", "compatible"),
    ("n=12", "n=1{x:int:2}", "compatible"),
    ("n=4", "n={{${x:int:1..4}}}", "incompatible"),
    ("n={{4}}", "n={{${x:int:1..4}}}", "compatible"),
    ("n=$${x}}", "n=$${x}}", "compatible"),
    ("n=$${4}}", "n=$${{x:int:4}}}", "compatible"),
    ('n="a b"', 'n={x:string:"a b" , c}', "compatible"),
    ('n="say \\"}}\\""', 'n={x:string:"say \\"}\\""}', "compatible"),
    ('n="a b"', 'n="a {x:string:\\"b\\"}"', "compatible"),
    ("n=#x", 'n="#x"', "compatible"),
    ("n=SELF:", 'n="SELF:"', "compatible"),
    ("f=a g=1 f= f=b", "f=a+b g=1", "compatible"),
    ("f=aba", "f={x:string:a,b,ab}b{x}", "compatible"),
    ("f=abb", "f={x:string:a,b,ab}b{x}", "incompatible"),
    ("g=1", 'f={x:string:a,""} g=1', "compatible"),
    ("g=1", "f={x:opaque:firmware} g=1", "unknown"),
    ("A=1", "a=1", "incompatible"),
]


def document(self_fields: str, *compatible: str) -> str:
    objects = "".join(f"COMPATIBLE:\n {fields}\n" for fields in compatible)
    return f"SELF:\n {self_fields}\n{objects}"


def pair(self_fields: str, *compatible: str) -> tuple[str, str]:
    return document(self_fields), document("z=0", *compatible)


@pytest.mark.parametrize(("found", "demanded", "outcome", "codes"), TABLE)
def test_truth_table_holds(found: str, demanded: str, outcome: str, codes: dict[str, str]) -> None:
    verdict = evaluate(*pair(found, demanded))
    assert verdict.outcome == outcome
    assert verdict.failure_codes == (codes,)


@pytest.mark.parametrize(("found", "demanded", "outcome"), SENTENCES)
def test_sentences_of_the_specification_hold(found: str, demanded: str, outcome: str) -> None:
    assert evaluate(*pair(found, demanded)).outcome == outcome


def test_coupled_fields_that_disagree_are_a_conflict_and_no_failing_field() -> None:
    verdict = evaluate(*pair("t=V_4 g=4", "t=V_{n:int:1,2,4,8} g={n}/2"))
    assert verdict.conflicts == (True,)
    assert verdict.failing_fields == (frozenset(),)


def test_conflicts_of_unlinked_fields_are_told_apart_and_count_one_each() -> None:
    demanded = "p={n:int:1..9} q={n} r={m:int:1..9} s={m} t={m}-{n} u={k:int:1..9} v={k}"
    verdict = evaluate(*pair("p=1 q=2 r=3 s=3 t=1 u=4 v=5", demanded))
    groups = (frozenset("pqrst"), frozenset("uv"))
    assert verdict.findings[0].conflicts == groups
    assert verdict.findings[0].failures == 2


def test_a_conflict_counts_beside_failing_fields() -> None:
    verdict = evaluate(*pair("t=V_4 g=4 h=1", "t=V_{n:int:1,2,4,8} g={n}/2 h=2"))
    assert verdict.findings[0].failures == 2


def test_without_a_binding_the_fields_fail_one_by_one() -> None:
    verdict = evaluate(*pair("t=V_3 g=2 x=1", "t=V_{n:int:1,2,4,8} g={n}/2 y=1"))
    assert verdict.failing_fields == (frozenset({"t", "x", "y"}),)
    assert verdict.conflicts == (False,)


def test_uuid2_may_go_to_uuid1() -> None:
    verdict = evaluate(UUID2, UUID1)
    assert verdict.outcome == "compatible"
    assert verdict.object_index == 1
    assert verdict.binding == {"val1": 4}


def test_uuid1_may_not_go_to_uuid2() -> None:
    verdict = evaluate(UUID1, UUID2)
    assert verdict.outcome == "incompatible"
    assert verdict.failing_fields == (frozenset({"interface_version", "pv_mode"}),)
    assert verdict.failure_codes == (
        {"interface_version": "value.differs", "pv_mode": "field.unexpected"},
    )


def test_source_lists_swaps_the_proposals_example() -> None:
    assert evaluate(UUID1, UUID2, "source-lists").outcome == "compatible"
    assert evaluate(UUID2, UUID1, "source-lists").outcome == "incompatible"


@pytest.mark.parametrize("rule", ["target-accepts", "source-lists", "both"])
def test_uuid1_accepts_itself_under_every_rule(rule: str) -> None:
    assert evaluate(UUID1, UUID1, rule).outcome == "compatible"


@pytest.mark.parametrize(
    ("accepts", "lists", "both"),
    [
        ("a=1", "a=1", "compatible"),
        ("a={x:opaque:f}", "a=1", "unknown"),
        ("a=1", "a={x:opaque:f}", "unknown"),
        ("a={x:opaque:f}", "a={x:opaque:f}", "unknown"),
        ("a={x:opaque:f}", "a=2", "incompatible"),
        ("a=2", "a={x:opaque:f}", "incompatible"),
        ("a=1", "a=2", "incompatible"),
    ],
)
def test_both_is_the_worse_of_two(accepts: str, lists: str, both: str) -> None:
    verdict = evaluate(document("a=1", lists), document("a=1", accepts), "both")
    assert verdict.outcome == both


def test_an_object_that_matches_outweighs_an_earlier_unknown() -> None:
    verdict = evaluate(*pair("a=1", "a={x:opaque:f}", "a=2", "a=1", "a={n:int:1}"))
    assert (verdict.outcome, verdict.object_index) == ("compatible", 2)


def test_unknown_outweighs_a_mismatch() -> None:
    assert evaluate(*pair("a=1", "a=2", "a={x:opaque:f}")).outcome == "unknown"


def test_no_compatible_object_accepts_nothing() -> None:
    verdict = evaluate(*pair("a=1"))
    assert (verdict.outcome, verdict.nearest) == ("incompatible", None)


def test_nearest_is_the_first_with_the_fewest_failures() -> None:
    verdict = evaluate(*pair("a=1 b=1 c=1", "a=2 b=2 c=1", "a=1 b=2 c=1", "a=2 b=1 c=1"))
    assert verdict.nearest == 1


@pytest.mark.parametrize(
    ("found", "demanded", "binding"),
    [
        ("f=aabab", "f={s:string:aab,a}{{}}", None),
        ("f=aaab", "f={s:string:aa,a}a{t:string:ab,b}", {"s": "a", "t": "ab"}),
        ("f=1111", "f={a:int:11,1}1{b:int:1,11}", {"a": 1, "b": 11}),
        ("f=3", "f={a:int:-9..9}-{b:int:0..9}", {"a": 3, "b": 0}),
        ("f=-3", "f={a:int:-9..9}-{b:int:5..9}", {"a": 2, "b": 5}),
        ("f=0", "f={a:int:-2,4,2}%2", {"a": 2}),
        ("f=0", "f={a:int:-2,-4}%2", {"a": -4}),
    ],
)
def test_preferred_binding_has_the_shortest_text_leftmost(
    found: str, demanded: str, binding: dict[str, int | str] | None
) -> None:
    assert evaluate(*pair(found, demanded)).binding == binding


def test_too_many_combinations_are_refused() -> None:
    with pytest.raises(OracleTooBig):
        evaluate(*pair("a=1 b=1", "a={x:int:1..1000} b={y:int:1..1000}-{x}"))


def test_oracle_imports_only_itself_and_the_standard_library() -> None:
    files = sorted(Path(__file__).parent.glob("**/*.py"))
    assert len(files) > 1
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            roots: list[str] = []
            if isinstance(node, ast.Import):
                roots = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                roots = [str(node.module)]
            allowed = {"tests.oracle", "tests.oracle.__main__"}
            allowed |= {"pytest"} if file.name.startswith("test_") else set()
            for root in roots:
                known = root.partition(".")[0] in sys.stdlib_module_names or root in allowed
                assert known, f"{file.name} imports {root}"
