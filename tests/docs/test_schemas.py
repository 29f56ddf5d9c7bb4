"""What the real command line prints with --json is what the published JSON Schemas describe."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from devcompat.cli.completion import SHELLS
from devcompat.formats.registry import FORMATS, LAYOUTS
from devcompat.match.verdict import RULES
from devcompat.verbs.explain import all_entries
from tests.docs.pages import ROOT
from tests.provision.apart import Apart
from tests.provision.kernel import MANAGER, new_machine

SCHEMAS = {
    path.name.removesuffix(".schema.json"): json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "src").rglob("*.schema.json"))
}
REGISTRY: Registry[bool | Mapping[str, Any]] = Registry().with_resources(
    (schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS.values()
)
CAPTURES = "tests/captures"
HOSTS = sorted(path.name for path in (ROOT / CAPTURES).iterdir() if (path / "sys").is_dir())
UUID1, UUID2 = (f"examples/descriptors/gvtg-uuid{number}.txt" for number in (1, 2))
MTTY = "mdev-created/83b8f4f2-509f-382f-3c1e-e6bfe0fa1001"
DOMAINS = sorted(path.name for path in (ROOT / "examples" / "domains").glob("*.xml"))


def run(*words: str, given: bytes = b"") -> bytes:
    """Return what devcompat prints to standard output."""
    done = subprocess.run(
        [sys.executable, "-m", "devcompat", *words],
        cwd=ROOT,
        input=given,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode in {0, 1, 2, 3}, done.stderr.decode()
    return done.stdout


def demand(name: str, value: object) -> None:
    """Fail unless the value is what the schema describes."""
    validator = Draft202012Validator(SCHEMAS[name], registry=REGISTRY)
    assert [error.message for error in validator.iter_errors(value)] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


def test_the_shapes_have_a_schema_each() -> None:
    assert {"verdict", "batch-answer", "findings", "preflight", "error", "explain"} <= set(SCHEMAS)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("pair", [(UUID1, UUID2), (UUID2, UUID1)], ids=["12", "21"])
def test_a_verdict(pair: tuple[str, str], rule: str) -> None:
    demand("verdict", json.loads(run("check", *pair, "--rule", rule, "--json")))


@pytest.mark.parametrize(
    "target",
    [
        "mdev-created/83b8f4f2-509f-382f-3c1e-e6bfe0fa2001",
        "mdev-created/83b8f4f2-509f-382f-3c1e-e6bfe0fa3001",
        "constructed-old-kernel/83b8f4f2-509f-382f-3c1e-e6bfe0fa1001",
        "sriov-igb/0000:01:10.2",
        "vdpa-sim/vnet0",
    ],
)
def test_a_verdict_on_devices(target: str) -> None:
    demand("verdict", json.loads(run("check", MTTY, target, "--in", CAPTURES, "--json")))
    weak = run("check", MTTY, target, "--in", CAPTURES, "--min-basis", "native", "--json")
    demand("verdict", json.loads(weak))


@pytest.mark.parametrize(
    "fields",
    [
        ("a=1 b=2", "a={n:int:1..9} b={n}"),
        ("a=1", "a={x:opaque:firmware}"),
        ("a=1-2-3-4", 'a="{b:int:1..9}-{c:int:1..9}-{d:int:1..9}-{e:int:1..9}"'),
        ("a=1", "a={n:int:1..9}*{m:int:1..9}"),
        ("a=x b=1.2", "a={s:string:x,y} b={v:version:>=1}"),
    ],
)
@pytest.mark.parametrize("rule", RULES)
def test_batch_answers(fields: tuple[str, str], rule: str) -> None:
    source, target = fields
    lines = [
        {"id": [1], "source": f"SELF: {source}", "target": f"SELF: COMPATIBLE: {target}"},
        {"source": f"SELF: {source}", "target": f"SELF: COMPATIBLE: {target} c=1", "rule": "both"},
        {"id": "x", "source": f"SELF: {source} =", "target": f"SELF: COMPATIBLE: {target}"},
        {"id": None, "source": f"SELF: {source}"},
    ]
    given = "".join(json.dumps(line) + "\n" for line in lines).encode() + b"{\n\xff\n"
    answers = run("check", "--batch", "-", "--rule", rule, given=given).splitlines()
    assert len(answers) == len(lines) + 2
    for answer in answers:
        demand("batch-answer", json.loads(answer))


@pytest.mark.parametrize("form", FORMATS)
def test_a_conversion(form: str, tmp_path: Path) -> None:
    demand("convert", json.loads(run("convert", UUID1, "--to", form, "--json")))
    words = ("-o", str(tmp_path / "out"), "--json")
    demand("convert", json.loads(run("convert", UUID1, "--to", form, *words)))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_conversion_to_files(layout: str, tmp_path: Path) -> None:
    words = ("-o", str(tmp_path / "out"), "--json")
    demand("convert", json.loads(run("convert", UUID2, "--to", layout, *words)))
    demand("verdict", json.loads(run("check", UUID1, str(tmp_path / "out"), "--json")))
    (tmp_path / "out" / "migration-x-traits").write_text("")
    demand("error", json.loads(run("check", UUID1, str(tmp_path / "out"), "--json")))


RELEASES = sorted((ROOT / "examples" / "releases").iterdir())


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
@pytest.mark.parametrize("budget", ["1", "100000"])
def test_a_difference(release: Path, budget: str) -> None:
    sides = (f"{release}/old.txt", f"{release}/new.txt")
    demand("diff", json.loads(run("diff", *sides, "--budget", budget, "--json")))


LINTED = [
    b"SELF: a=1 COMPATIBLE: a={v:version:>=3,<2} b={n:int:1,1}/2 COMPATIBLE: INFO: a=1",
    b"PARAMETERS: p={n:int:1..8} SELF: a=1 COMPATIBLE: a=1 COMPATIBLE: a=1",
    b"SELF: a={n",
    b"",
]


@pytest.mark.parametrize("given", LINTED)
def test_what_lint_finds(given: bytes) -> None:
    demand("lint", json.loads(run("lint", "-", UUID1, "docs", "--json", given=given)))


def test_an_enumeration() -> None:
    for words in (("--limit", "1"), ("--object", "2"), ()):
        demand("enumeration", json.loads(run("enumerate", UUID1, *words, "--json")))
    given = b'SELF: COMPATIBLE: a={v:version:>1} b={n:string:x,""}'
    demand("enumeration", json.loads(run("enumerate", "-", "--json", given=given)))


@pytest.mark.parametrize("host", HOSTS)
def test_an_inventory(host: str) -> None:
    document = json.loads(run("discover", "--root", f"{CAPTURES}/{host}", "--json"))
    demand("inventory", document)


@pytest.mark.parametrize("options", [(), ("--all",), ("--limit", "1"), ("--count",)])
def test_findings(options: tuple[str, ...]) -> None:
    demand("findings", json.loads(run("find", MTTY, "--in", CAPTURES, "--json", *options)))


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the name of a store with all captured hosts."""
    inventories = [run("discover", "--root", f"{CAPTURES}/{host}", "--json") for host in HOSTS]
    store = str(tmp_path_factory.mktemp("region") / "fleet.db")
    run("fleet", "load", "-", "--store", store, given=b"".join(inventories))
    return store


STORED = "constructed-gvtg/591d0000-0000-4000-8000-000000000001"


@pytest.mark.parametrize("source", [MTTY, STORED, UUID1, "netdevsim/netdevsim10"])
@pytest.mark.parametrize(
    "options",
    [(), ("--all", "--return"), ("--limit", "1"), ("--count",), ("--same=driver", "--all")],
)
def test_findings_in_a_store(region: str, source: str, options: tuple[str, ...]) -> None:
    words = ("find", source, "--store", region, "--json", *options)
    demand("fleet-findings", json.loads(run(*words)))


@pytest.mark.parametrize("options", [(), ("--limit", "1"), ("--free",)])
def test_targets_by_host(region: str, options: tuple[str, ...]) -> None:
    words = ("find", MTTY, "--store", region, "--by-host", "--json", *options)
    demand("fleet-targets", json.loads(run(*words)))


@pytest.mark.parametrize("options", [(), ("--limit", "1"), ("--rule", "both")])
def test_hosts_for_a_vm(region: str, options: tuple[str, ...]) -> None:
    vm = json.dumps([MTTY, {"self": {"a": "1"}}]).encode()
    for given in (vm, json.dumps([MTTY, MTTY]).encode()):
        words = ("find", "--vm", "-", "--store", region, "--json", *options)
        demand("fleet-vm", json.loads(run(*words, given=given)))


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("rule", RULES)
def test_why(region: str, host: str, rule: str) -> None:
    words = ("why", MTTY, host, "--store", region, "--rule", rule, "--json")
    demand("why", json.loads(run(*words)))


@pytest.mark.parametrize("rule", RULES)
def test_a_matrix_and_an_export(region: str, rule: str) -> None:
    demand("matrix", json.loads(run("matrix", "--store", region, "--rule", rule, "--json")))
    demand("export", json.loads(run("export", "--store", region, "--rule", rule, "--json")))


UPGRADES = sorted(path.name for path in (ROOT / "examples" / "what-if").glob("*.yaml"))


@pytest.fixture(scope="module")
def vgpus(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the name of a store with the hosts of the example."""
    store = str(tmp_path_factory.mktemp("vgpus") / "fleet.db")
    run("fleet", "load", "examples/what-if/fleet.jsonl", "--store", store)
    return store


@pytest.mark.parametrize("name", UPGRADES)
@pytest.mark.parametrize("options", [(), ("--order",), ("--order", "--limit", "1")])
def test_what_if(vgpus: str, name: str, options: tuple[str, ...]) -> None:
    words = ("what-if", "--upgrade", f"examples/what-if/{name}", "--store", vgpus, "--json")
    demand("what-if", json.loads(run(*words, *options)))


@pytest.mark.parametrize("hosts", ['{"names": ["h1", "h2"]}', '"all"'])
@pytest.mark.parametrize("rewrite", ['"compatible": []', '"set": {"firmware": "9"}'])
def test_what_if_vms_are_stranded(vgpus: str, hosts: str, rewrite: str) -> None:
    change = f'{{"match": {{"mdev_type": "nvidia-559"}}, {rewrite}}}'
    upgrade = f'{{"hosts": {hosts}, "changes": [{change}]}}'.encode()
    words = ("what-if", "--upgrade", "-", "--store", vgpus, "--order", "--json")
    found = json.loads(run(*words, given=upgrade))
    demand("what-if", found)
    assert found["outcome"] == "incompatible"
    assert found["listed"] or found["order"]["blocked"]


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("to", [(), ("--to", CAPTURES)], ids=["here", "elsewhere"])
@pytest.mark.parametrize("host", ["mdev-created", "sriov-igb"])
def test_a_preflight(host: str, to: tuple[str, ...], domain: str) -> None:
    words = (f"examples/domains/{domain}", "--root", f"{CAPTURES}/{host}", *to)
    demand("preflight", json.loads(run("preflight", *words, "--json")))


OTHER_DEVICES = b"""\
<domain type='kvm'>
  <name>others</name>
  <devices>
    <hostdev mode='subsystem' type='usb'><source><address bus='1' device='2'/></source></hostdev>
    <interface type='vdpa'><source dev='/dev/vhost-vdpa-0'/></interface>
    <interface type='hostdev'>
      <source><address type='pci' domain='0' bus='1' slot='0x10' function='0'/></source>
      <teaming type='transient' persistent='ua-1'/>
    </interface>
  </devices>
</domain>
"""


@pytest.mark.parametrize("host", ["vdpa-sim", "sriov-igb"])
def test_a_preflight_of_other_devices(host: str) -> None:
    printed = run("preflight", "-", "--root", f"{CAPTURES}/{host}", "--json", given=OTHER_DEVICES)
    demand("preflight", json.loads(printed))
    assert len(json.loads(printed)["devices"]) == 3


TYPES = "constructed-types/0000:65:00.0"
GVTG = "constructed-types/0000:00:02.0/i915-GVTg_V5"


@pytest.mark.parametrize(
    ("source", "kind", "options"),
    [
        (MTTY, "mdev-types-only/mtty/mtty-1", ()),
        (MTTY, "mdev-types-only/mtty/mtty-2", ()),
        (MTTY, "mdev-created/mdpy/mdpy-vga", ()),
        (MTTY, "mdev-types-only/mtty/mtty-1", ("--min-basis", "native")),
        (UUID2, f"{GVTG}_8", ()),
        (UUID2, f"{GVTG}_8", ("--rule", "both")),
        (UUID2, f"{GVTG}_1", ()),
        (f"{TYPES.partition('/')[0]}/ac3e0000-0000-4000-8000-000000000001", f"{TYPES}/acme-s1", ()),
        (
            f"{TYPES.partition('/')[0]}/ac3e0000-0000-4000-8000-000000000001",
            f"{TYPES}/acme-blind",
            (),
        ),
    ],
)
def test_a_creation(source: str, kind: str, options: tuple[str, ...]) -> None:
    words = (source, "--from", kind, "--in", CAPTURES, "--recipe", "--json", *options)
    demand("creation", json.loads(run("create", *words)))


def test_a_creation_of_a_directory() -> None:
    kind = (
        f"{CAPTURES}/constructed-types/sys/class/mdev_bus/0000:65:00.0/mdev_supported_types/acme-s1"
    )
    demand("creation", json.loads(run("create", kind, "--from", kind, "--recipe", "--json")))


@pytest.mark.parametrize(
    "words",
    [
        (MTTY, "--from", "mtty/mtty-1", "--root", f"{CAPTURES}/mdev-types-only"),
        (MTTY, "--from", "mtty/mtty-2", "--root", f"{CAPTURES}/mdev-types-only"),
        (MTTY, "--from", "sriov-igb/0000:01:10.4", "--driver", "x", "--root",
         f"{CAPTURES}/sriov-igb"),
        (UUID1, "--from", UUID1, "--mgmtdev", "m", "--name", "n", "--root", f"{CAPTURES}/vdpa-sim"),
    ],
)  # fmt: skip
def test_a_making(words: tuple[str, ...]) -> None:
    demand("making", json.loads(run("create", *words, "--in", CAPTURES, "--json")))


@pytest.mark.parametrize("fault", [{}, {"acts": {"0": ["refuse"]}}, {"acts": {"0": ["swallow"]}}])
def test_a_making_that_was_executed_and_what_is_left(fault: dict[str, Any], tmp_path: Path) -> None:
    root = str(new_machine(tmp_path / "root"))
    words = ["create", UUID1, "--from", UUID1, "--mgmtdev", MANAGER, "--name", "n", "--execute"]
    where = ["--root", root, "--wait", "0", "--json"]
    apart = Apart()
    made = apart.run({"faults": fault, "words": [*words, *where]})
    demand("making", json.loads(made.out))
    for more in ([], ["--undo"]):
        left = apart.run({"faults": {}, "words": ["create", "--leftovers", *more, *where]})
        demand("leftovers", json.loads(left.out))
    apart.close()


def test_explanations() -> None:
    demand("explain", json.loads(run("explain", "--json")))
    for entry in all_entries()[::20]:
        demand("explain", json.loads(run("explain", entry.code, "--json")))


@pytest.mark.parametrize("shell", SHELLS)
def test_a_completion(shell: str) -> None:
    demand("completion", json.loads(run("completion", shell, "--json")))


BAD = [
    ("check", "no/such/file", UUID1),
    ("check", UUID1),
    ("check", "-", UUID1),
    ("check", UUID1, UUID2, "--rule", "neither"),
    ("discover", "--root", "docs"),
    ("find", "nobody/nothing", "--in", CAPTURES),
    ("find", MTTY, "--in", "docs"),
    ("preflight", UUID1, "--root", f"{CAPTURES}/sriov-igb"),
    ("create", UUID1),
    ("create", UUID1, "--from", UUID2, "--recipe"),
    ("create", UUID1, "--from", "nobody/nothing", "--in", CAPTURES, "--recipe"),
    ("explain", "no.such-code"),
]


@pytest.mark.parametrize("words", BAD, ids=map(" ".join, BAD))
def test_an_error(words: tuple[str, ...]) -> None:
    printed = run(*words, "--json", given=b"SELF: a={n} b={n:\nCOMPATIBLE: a=1 a=2 =")
    demand("error", json.loads(printed))


def test_an_inventory_is_what_find_takes(tmp_path: Path) -> None:
    document = run("discover", "--root", f"{CAPTURES}/mdev-created", "--json")
    (tmp_path / "host.json").write_bytes(document)
    found = json.loads(run("find", MTTY, "--in", str(tmp_path), "--json"))
    assert {target["host"] for target in found["targets"]} == {"mdev-created"}
    assert [target["kind"] for target in found["targets"]] == ["mdev", "creatable"]


POOL = tuple(f"examples/pool/{name}.txt" for name in "xyz")
OPAQUE = b"SELF: queues=8 COMPATIBLE: queues={q:opaque:firmware}"


@pytest.mark.parametrize(
    "words",
    [POOL, (POOL[0], UUID1), ("-", UUID1), ("-", "-"), ("-",), ("--in", CAPTURES)],
    ids=["written", "nothing", "nothing either", "usage", "undecided", "an inventory"],
)
def test_a_baseline_and_pools(words: tuple[str, ...]) -> None:
    for command in ("baseline", "pools"):
        found = json.loads(run(command, *words, "--json", given=OPAQUE))
        demand("error" if "error" in found else command, found)
