"""Law: a device of which something could not be read is never compatible because of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devcompat.inventory import misses
from devcompat.inventory.records import Device, Fact, Miss
from devcompat.match.verdict import RULES, Rule

from .devices import NEW_KERNEL, captured, mtty, undecided_codes, unread, verdict

NEEDED = ("driver", "mdev_type")
ERRNOS = st.sampled_from(("EIO", "EACCES", "ENOENT", "ETIMEDOUT", "ELOOP"))
HOST = captured("mdev-created")
MTTYS = tuple(found for found in HOST.devices if found.value("driver") == "mtty")


def without(subject: Device, names: frozenset[str], errno_name: str) -> Device:
    """Return the device as if those facts could not have been read."""
    return subject._replace(
        facts=tuple(found for found in subject.facts if found.name not in names),
        misses=(*subject.misses, *(unread(name, errno_name) for name in sorted(names))),
    )


@given(
    source=st.sampled_from(MTTYS),
    target=st.sampled_from(MTTYS),
    lost=st.frozensets(st.sampled_from(NEEDED), min_size=1),
    errno_name=ERRNOS,
    at_source=st.booleans(),
    rule=st.sampled_from(RULES),
)
def test_a_device_with_a_needed_fact_unread_is_never_compatible(
    source: Device,
    target: Device,
    lost: frozenset[str],
    errno_name: str,
    at_source: bool,
    rule: Rule,
) -> None:
    if at_source:
        source = without(source, lost, errno_name)
    else:
        target = without(target, lost, errno_name)
    found = verdict(source, target, rule=rule)
    assert found.outcome == "unknown"
    assert undecided_codes(found) <= {"field.unread", "descriptor.missing"}


@given(
    lost=st.frozensets(st.sampled_from([found.name for found in MTTYS[0].facts])),
    errno_name=ERRNOS,
)
def test_whatever_is_lost_of_a_device_it_is_not_compatible_with_the_other_type(
    lost: frozenset[str], errno_name: str
) -> None:
    single = next(found for found in MTTYS if found.value("mdev_type") == "mtty-1")
    double = next(found for found in MTTYS if found.value("mdev_type") == "mtty-2")
    assert verdict(without(single, lost, errno_name), double).outcome != "compatible"
    assert verdict(double, without(single, lost, errno_name)).outcome != "compatible"


@given(rule=st.sampled_from(RULES), kernel=st.sampled_from((None, "", "custom")))
def test_an_unknown_kernel_leaves_the_verdict_unknown(rule: Rule, kernel: str | None) -> None:
    release = None if kernel is None else Fact("kernel_release", kernel, "kernel", "x")
    assert verdict(mtty(), mtty(), source_kernel=release, rule=rule).outcome == "unknown"
    assert verdict(mtty(), mtty(), target_kernel=release, rule=rule).outcome == "unknown"


@pytest.mark.parametrize("why", [misses.CHANGED, misses.VANISHED])
def test_a_device_that_changed_while_it_was_read_is_never_compatible(why: str) -> None:
    changed = mtty()._replace(misses=(Miss("sys/d", misses.ERRNO_OF[why], why),))
    assert verdict(changed, mtty(), source_kernel=NEW_KERNEL).outcome == "unknown"
    assert verdict(mtty(), changed).outcome == "unknown"


def test_the_profile_says_which_fact_is_missing_and_why() -> None:
    found = verdict(without(mtty(), frozenset({"mdev_type"}), "EACCES"), mtty())
    (judgement,) = found.judgements
    (reason,) = judgement.undecided
    assert reason.code == "field.unread"
    assert reason.fields == ("nr_ports",)
    assert reason.detail == "mdev_type: EACCES sys/mdev_type"


def test_a_fact_that_is_absent_without_a_miss_is_unread_all_the_same() -> None:
    bare = mtty()._replace(facts=tuple(f for f in mtty().facts if f.name == "driver"))
    assert verdict(bare, mtty()).outcome == "unknown"
