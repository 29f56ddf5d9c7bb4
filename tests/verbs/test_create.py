"""Create says which device to make for a source, with a recipe only where that is sure to do."""

from pathlib import Path

import pytest

from devcompat.inventory.records import CreatableType, Device, Fact, Host, NativeDescriptor
from devcompat.language.parser import parse
from devcompat.language.problems import InputError
from devcompat.match.compiled import compile_document
from devcompat.match.judge import Undescribed
from devcompat.verbs.create import Creation, create, find_destination
from devcompat.verbs.creations import creation_to_plain
from devcompat.verbs.lookup import Party, find_party

from .fleet import GVTG_2, MTTY, captured, device, host

UUID = "0f5d0000-0000-4000-8000-000000000001"
TEXT = "PARAMETERS: z={a:int:1..8} b={s:string:x,y} SELF: n={a} COMPATIBLE: n={a} s={s}"


def offering(text: str, left: int | None = 3, name: str = "t-1", parent: str = "p") -> Host:
    native = NativeDescriptor(text, "sys/t/migration_compatible")
    offered = CreatableType(parent, name, None, None, None, left, native=native)
    return host("h", device(UUID.replace("1", "2")))._replace(types=(offered,))


def source(text: str = "SELF: n=4 s=y") -> Party:
    return Party("s", compile_document(parse(text)))


def created(here: Host, party: Party | None = None, uuid: str | None = UUID) -> Creation:
    destination = find_destination((here,), here.types[0].address)
    return create(party or source(), destination, uuid=uuid)


def writes(creation: Creation) -> list[tuple[str, str | None]]:
    assert creation.recipe is not None
    return [(step.path, step.text) for step in creation.recipe.steps]


def test_attributes_are_written_in_the_order_of_the_parameters() -> None:
    creation = created(offering(TEXT))
    assert creation.proposal.values == {"a": 4, "s": "y"}
    assert writes(creation) == [
        ("sys/class/mdev_bus/p/mdev_supported_types/t-1/create", UUID),
        (f"sys/bus/mdev/devices/{UUID}/z", "4"),
        (f"sys/bus/mdev/devices/{UUID}/b", "y"),
    ]


@pytest.mark.parametrize(
    ("text", "left", "outcome"),
    [
        (TEXT, 3, "compatible"),
        (TEXT, 0, "incompatible"),
        (TEXT, None, "unknown"),
        ("SELF: n=4 COMPATIBLE: n=5", 3, "incompatible"),
        ("SELF: n=4 COMPATIBLE: n=4 s={x:opaque:firmware}", 3, "unknown"),
    ],
)
def test_there_is_a_recipe_only_for_what_is_compatible(
    text: str, left: int | None, outcome: str
) -> None:
    creation = created(offering(text, left))
    assert creation.proposal.verdict.outcome == outcome
    assert (creation.recipe is not None) == (outcome == "compatible")
    assert (creation_to_plain(creation)["recipe"] is not None) == (outcome == "compatible")


@pytest.mark.parametrize(("immovable", "outcome"), [(True, "incompatible"), (False, "unknown")])
def test_a_source_that_cannot_migrate_gets_no_recipe(*, immovable: bool, outcome: str) -> None:
    party = Party("s", Undescribed("s", "why", immovable, "read" if immovable else None))
    creation = created(offering(TEXT), party)
    assert (creation.proposal.verdict.outcome, creation.recipe) == (outcome, None)


def test_a_random_uuid_is_another_each_time() -> None:
    uuids = {writes(created(offering(TEXT), uuid=None))[0][1] for _ in range(3)}
    assert len(uuids) == 3


@pytest.mark.parametrize("uuid", ["x", "", UUID + "0", UUID.replace("1", "2").upper()])
def test_a_uuid_that_is_none_or_in_use_is_refused(uuid: str) -> None:
    with pytest.raises(InputError) as raised:
        created(offering(TEXT), uuid=uuid)
    assert raised.value.problems[0].code == "create.uuid"


def test_a_uuid_that_is_in_use_at_the_source_will_do() -> None:
    hosts = (captured("mdev-created"), captured("mdev-types-only"))
    party = find_party(hosts, f"mdev-created/{MTTY}")
    destination = find_destination(hosts, "mdev-types-only/mtty/mtty-1")
    assert create(party, destination, uuid=MTTY).recipe is not None


@pytest.mark.parametrize("name", ["../../../../etc", "a/b", "a\nb", "$(reboot) x", ".", "\0"])
def test_a_hostile_name_of_a_type_or_parent_never_becomes_a_path(name: str) -> None:
    for here in (offering("SELF: COMPATIBLE: n=4 s=y", name=name), offering(TEXT, parent=name)):
        with pytest.raises(InputError) as raised:
            created(here)
        assert raised.value.problems[0].code == "create.name"


@pytest.mark.parametrize("attribute", ["remove", "uevent"])
def test_a_parameter_that_is_no_attribute_of_the_driver_is_refused(attribute: str) -> None:
    text = f"PARAMETERS: {attribute}={{a:int:1..8}} SELF: COMPATIBLE: n={{a}} s=y"
    with pytest.raises(InputError) as raised:
        created(offering(text))
    assert raised.value.problems[0].code == "create.name"


def test_an_empty_text_is_not_written() -> None:
    text = 'PARAMETERS: z={a:string:""} SELF: COMPATIBLE: n=4 s=y'
    with pytest.raises(InputError) as raised:
        created(offering(text))
    assert raised.value.problems[0].code == "create.value"


# Attributes that are copied from the source

COPYING = "SELF: COMPATIBLE: n=4 {fields} INFO: dynamic_resources={names}"


def copied(
    names: str, party: Party | None = None, fields: str = "s=y"
) -> list[tuple[str, str | None, str]]:
    creation = created(offering(COPYING.format(fields=fields, names=names)), party)
    assert creation.recipe is not None
    return [
        (step.path.rpartition("/")[2], step.text, step.source_path)
        for step in creation.recipe.steps
        if step.action == "copy"
    ]


def mdev(*facts: Fact, address: str = MTTY) -> Party:
    found = Device(address, "mdev", "p", facts, NativeDescriptor("SELF: n=4 s=y", "sys/d"))
    return find_party((host("there", found),), address)


def test_what_the_type_names_is_copied_from_the_source() -> None:
    party = mdev(Fact("dynamic_resources.fps", "30", "kernel", "sys/d/fps"))
    place = f"sys/bus/mdev/devices/{MTTY}"
    assert copied("fps+limit", party) == [
        ("fps", "30", f"{place}/fps"),
        ("limit", None, f"{place}/limit"),
    ]


def test_an_operators_fact_or_the_self_of_the_source_will_do() -> None:
    party = mdev(Fact("fps", "25", "operator", "site.yaml:2"))
    assert copied("fps", party) == [("fps", "25", f"sys/bus/mdev/devices/{MTTY}/fps")]
    assert copied("s", None) == [("s", "y", "")]
    assert copied("fps", None) == [("fps", None, "")]


def test_a_parameter_is_not_copied_too() -> None:
    text = "PARAMETERS: z={a:int:1..8} SELF: COMPATIBLE: n={a} s=y INFO: dynamic_resources=z"
    creation = created(offering(text))
    assert [path.rpartition("/")[2] for path, _ in writes(creation)] == ["create", "z"]


@pytest.mark.parametrize("names", ["../remove", "remove", "a/b", "$(reboot)", "1a"])
def test_a_hostile_name_that_is_to_be_copied_is_refused(names: str) -> None:
    with pytest.raises(InputError) as raised:
        copied(f'"{names}"')
    assert raised.value.problems[0].code == "create.name"


def test_a_hostile_value_that_is_to_be_copied_is_refused() -> None:
    with pytest.raises(InputError) as raised:
        copied("fps", mdev(Fact("dynamic_resources.fps", "30\n31", "kernel", "sys/d/fps")))
    assert raised.value.problems[0].code == "create.value"


def test_a_source_whose_address_is_no_uuid_has_no_place() -> None:
    assert copied("fps", mdev(address="$(reboot)")) == [("fps", None, "")]


def test_a_captured_device_is_copied_with_its_attributes() -> None:
    here = captured("constructed-types")
    party = find_party((here,), "ac3e0000-0000-4000-8000-000000000001")
    creation = create(party, find_destination((here,), "0000:65:00.0/acme-s1"), uuid=UUID)
    assert [text for _, text in writes(creation)] == [UUID, "30", "0"]


# Which type is meant


def test_a_type_of_an_inventory_counts_before_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "t-1").write_text("SELF: x=1")
    monkeypatch.chdir(tmp_path)
    assert find_destination((offering(TEXT),), "p/t-1").name == "h/p/t-1"


def test_a_file_needs_a_parent_and_a_type(tmp_path: Path) -> None:
    file = tmp_path / "t.txt"
    file.write_text(TEXT)
    for parent, name, missing in (
        (None, None, "--parent and --type"), ("p", None, "--type"), (None, "t", "--parent"),
    ):  # fmt: skip
        with pytest.raises(InputError) as raised:
            find_destination((), str(file), parent, name)
        (problem,) = raised.value.problems
        assert problem.code == "create.place"
        assert problem.expected.startswith(f"{missing} ")
    destination = find_destination((), str(file), "p", "t-1")
    assert (destination.offered.address, destination.is_counted) == ("p/t-1", False)
    creation = create(source(), destination, uuid=UUID)
    assert writes(creation)[0] == ("sys/class/mdev_bus/p/mdev_supported_types/t-1/create", UUID)


def directory(root: Path, text: str | None = "3\n") -> Path:
    """Make a type's directory as sysfs has it, reached over a link."""
    kind = root / "devices/pci/0000:65:00.0/mdev_supported_types/t-1"
    kind.mkdir(parents=True)
    (kind / "migration_compatible").write_text(TEXT)
    if text is not None:
        (kind / "available_instances").write_text(text)
    (root / "bus").symlink_to("devices/pci")
    return root / "bus/0000:65:00.0/mdev_supported_types/t-1"


@pytest.mark.parametrize("part", ["", "migration_compatible"])
def test_a_types_directory_says_where_it_belongs(tmp_path: Path, part: str) -> None:
    destination = find_destination((), str(directory(tmp_path) / part))
    assert destination.offered.address == "0000:65:00.0/t-1"
    assert (destination.offered.available_instances, destination.is_counted) == (3, True)
    assert create(source(), destination, uuid=UUID).recipe is not None


@pytest.mark.parametrize(
    ("text", "outcome"),
    [("0\n", "incompatible"), ("x\n", "unknown"), ("", "unknown"), (None, "compatible")],
)
def test_a_types_directory_is_counted(tmp_path: Path, text: str | None, outcome: str) -> None:
    destination = find_destination((), str(directory(tmp_path, text)))
    assert create(source(), destination, uuid=UUID).proposal.verdict.outcome == outcome


def test_a_count_that_is_no_file_is_not_known(tmp_path: Path) -> None:
    kind = directory(tmp_path, None)
    (kind / "available_instances").mkdir()
    destination = find_destination((), str(kind))
    assert create(source(), destination, uuid=UUID).proposal.verdict.outcome == "unknown"


@pytest.mark.parametrize("name", ["nowhere", "p/t-9", "h/p", "x/p/t-1"])
def test_a_type_that_is_not_there(name: str) -> None:
    with pytest.raises(InputError) as raised:
        find_destination((offering(TEXT),), name)
    assert raised.value.problems[0].code == "reference.unknown"


def test_a_parent_beside_a_type_of_the_inventory_is_refused() -> None:
    with pytest.raises(InputError) as raised:
        find_destination((offering(TEXT),), "p/t-1", "p")
    assert raised.value.problems[0].code == "usage"


def test_a_types_descriptor_with_an_error_is_told() -> None:
    with pytest.raises(InputError) as raised:
        find_destination((captured("constructed-types"),), "0000:65:00.0/acme-broken")
    assert raised.value.problems[0].code == "domain.member"


def test_the_proposals_device_goes_to_one_of_each_type_that_is_left() -> None:
    hosts = (captured("constructed-gvtg"), captured("constructed-types"))
    party = find_party(hosts, GVTG_2)
    values = {}
    for number in (8, 4, 2):
        destination = find_destination(
            hosts, f"constructed-types/0000:00:02.0/i915-GVTg_V5_{number}"
        )
        values[number] = create(party, destination, uuid=UUID).proposal.values
    assert values == {8: {"aggr": 4}, 4: {"aggr": 2}, 2: {"aggr": 1}}
