"""Which descriptor stands for a device, how sure it is, and what a broken one means."""

from devcompat.language.problems import InputError
from devcompat.match.judge import Undescribed

from .devices import (
    NEW_KERNEL,
    OLD_KERNEL,
    described,
    device,
    failure_codes,
    mtty,
    undecided_codes,
    unread,
    verdict,
)

PAIR = "SELF: a=1\nCOMPATIBLE: a=1\n"
FACTS = {"driver": "mtty", "mdev_type": "mtty-1"}


def test_own_descriptor_counts_before_the_profile() -> None:
    found = described(device("mdev", FACTS, native=PAIR))
    assert found.origin == "sys/d/migration_compatible"
    assert found.side.basis == "native"


def test_stated_descriptor_counts_before_both() -> None:
    found = described(device("mdev", FACTS, native="SELF: b=2", stated=PAIR))
    assert found.origin == "site.yaml:2"
    assert found.side.basis == "operator"


def test_profile_counts_where_there_is_nothing_else() -> None:
    found = described(device("mdev", FACTS))
    assert found.origin.startswith("profile mtty 1: ")
    assert found.side.basis == "executed"


def test_verdict_carries_the_weakest_basis_of_both_sides() -> None:
    native, stated = device("mdev", native=PAIR), device("mdev", stated=PAIR)
    assert verdict(native, native).basis == "native"
    assert verdict(native, stated).basis == "operator"
    assert verdict(stated, native).basis == "operator"
    assert verdict(native, stated, minimum_basis="document").outcome == "unknown"


def test_facts_that_an_operator_states_lower_the_basis_of_the_profile() -> None:
    found = verdict(mtty(origin="operator"), mtty())
    assert (found.outcome, found.basis) == ("compatible", "operator")


def test_a_probe_that_an_operator_states_lowers_the_basis_too() -> None:
    probed = device("mdev", {"probe_migration_flags": "7"}, origin="operator")
    subject = mtty()._replace(facts=(*mtty().facts, *probed.facts))
    found = verdict(subject, mtty(), source_kernel=OLD_KERNEL)
    assert (found.outcome, found.basis) == ("compatible", "operator")


def test_a_refusal_for_a_driver_that_an_operator_states_is_the_operators() -> None:
    stated = device("vf", {"driver": "vfio-pci"}, origin="operator")
    found = verdict(stated, mtty())
    assert (found.outcome, found.basis) == ("incompatible", "operator")
    assert verdict(stated, mtty(), minimum_basis="executed").outcome == "unknown"


def test_malformed_own_descriptor_is_reported_and_never_compatible() -> None:
    broken = device("mdev", FACTS, native="SELF:\n  a=1\nCOMPATIBLE:\n  a={x:int}\n")
    found = described(broken)
    assert isinstance(found.problem, InputError)
    assert found.problem.problems[0].code == "domain.empty"
    assert found.problem.problems[0].position is not None
    assert found.problem.source.endswith("sys/d/migration_compatible")
    assert isinstance(found.side, Undescribed)
    judged = verdict(broken, mtty())
    assert judged.outcome == "unknown"
    assert undecided_codes(judged) == {"descriptor.missing"}
    assert verdict(mtty(), broken).outcome == "unknown"


def test_malformed_stated_descriptor_does_not_fall_back_to_the_own_one() -> None:
    found = described(device("mdev", native=PAIR, stated="COMPATIBLE: a=1"))
    assert found.problem is not None
    assert found.document is None


def test_descriptor_of_a_type_is_no_devices() -> None:
    text = "SELF: a={n} PARAMETERS: aggregator={n:int:1..8}"
    found = described(device("mdev", native=text))
    assert found.problem is not None
    assert found.problem.problems[0].code == "parameters.unset"


def test_own_descriptor_that_could_not_be_read_is_not_replaced_by_the_profile() -> None:
    subject = device("mdev", FACTS, misses=(unread("migration_compatible"),))
    found = verdict(subject, mtty())
    assert found.outcome == "unknown"
    (judgement,) = found.judgements
    assert "EIO sys/migration_compatible" in judgement.undecided[0].detail


def test_operator_may_state_what_could_not_be_read() -> None:
    subject = device("mdev", FACTS, stated=PAIR, misses=(unread("migration_compatible"),))
    assert verdict(subject, device("mdev", native=PAIR)).outcome == "compatible"


def test_device_that_cannot_migrate_is_refused_whatever_its_descriptor_says() -> None:
    refused = device("mdev", {"probe_migration_errno": "ENOTTY"}, native=PAIR)
    for found in (verdict(refused, refused), verdict(device("mdev", native=PAIR), refused)):
        assert found.outcome == "incompatible"
        assert failure_codes(found) == {"device.immovable"}


def test_device_that_nothing_is_known_of_is_unknown() -> None:
    unknown = device("vf", {"driver": "acme_vfio_pci"})
    found = verdict(unknown, unknown)
    assert found.outcome == "unknown"
    assert undecided_codes(found) == {"descriptor.missing"}
    assert described(unknown, NEW_KERNEL).document is None
