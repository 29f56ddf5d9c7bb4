"""What is saved comes back; what is older is refused; what changed is noted."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.pool import Pool

from devcompat.language.problems import InputError
from devcompat.store.errors import StoreError
from devcompat.store.records import Change, StoredDevice, StoredReport, StoredType
from devcompat.store.store import Store, open_store

from .reports import AT, LATER, device, digest_of, document_of, outcomes, report, save


def test_what_is_saved_comes_back_in_the_order_of_names(url: str) -> None:
    reports = [report(host) for host in ("h2", "h10", "H3", "h1", "é", "z", "_", "😀")]
    with open_store(url) as store:
        assert outcomes(store, *reports) == ["new"] * len(reports)
        assert list(store.iter_reports()) == sorted(reports)
    with open_store(url, must_exist=True) as store:
        assert list(store.iter_reports()) == sorted(reports)
        assert [host.host for host in store.hosts()] == sorted(item.host for item in reports)


def test_every_field_comes_back(url: str) -> None:
    devices = (
        device("a", state="used", vm="vm-1", kind="vf", parent="p", since=AT),
        device("b", info=b'{"x": [1, "\\u0000"]}', since=AT),
        device("c", state="reserved", info=b'"\xc3\xa9"', since=AT),
    )
    sent = report("h", devices=devices, labels={"ключ": "\0 '\""}, generation=2**63 - 1)
    sent = sent._replace(classes={digest_of("a"): document_of("a")})
    with open_store(url) as store:
        save(store, sent)
        assert store.find_host("h") == sent
        assert store.find_host("H") is None


def test_a_host_without_devices_and_info_of_null(url: str) -> None:
    bare = StoredReport("h", 0, {}, (), (), AT)
    null = report("i", devices=(device("a", info=b"null", since=AT),))
    with open_store(url) as store:
        save(store, bare, null)
        assert store.find_host("h") == bare
        found = store.find_host("i")
        assert found is not None
        assert found.devices == (device("a", since=AT),)


def test_a_later_report_replaces_all_of_the_earlier(url: str) -> None:
    with open_store(url) as store:
        save(store, report("h", 1, "abc"), report("i", 1, "a"))
        later = report("h", 3, "d", LATER, labels={})
        assert outcomes(store, later) == ["replaced"]
        assert list(store.iter_reports()) == [later, report("i", 1, "a")]


def test_a_load_can_be_repeated(url: str) -> None:
    reports = [report(f"h{number}", 4) for number in range(5)]
    with open_store(url) as store:
        save(store, *reports)
        again = [item._replace(received=LATER) for item in reports]
        assert outcomes(store, *again) == ["same"] * 5
        assert list(store.iter_reports()) == reports


def test_an_older_report_is_stale_and_one_that_does_not_count_is_believed(url: str) -> None:
    with open_store(url) as store:
        save(store, report("h", 4, "a"), report("i", 0, "a"))
        for stale in (report("h", 3, "a"), report("h", 4, "b"), report("h", 0, "b")):
            assert [tuple(saved) for saved in store.save([stale])] == [("h", "stale", 4, 0)]
        assert outcomes(store, report("h", 4, labels={}, models="a")) == ["stale"]
        assert outcomes(store, report("i", 0, "b"), report("i", 0, "b")) == ["replaced", "same"]
        assert store.find_host("h") == report("h", 4, "a")
        assert [found.generation for found in store.hosts()] == [4, 0]


def test_a_host_that_is_told_twice_in_one_load_is_what_it_said_last(url: str) -> None:
    with open_store(url) as store:
        said = [report("h", 1, "a"), report("h", 2, "b", LATER), report("h", 1, "a")]
        assert outcomes(store, *said) == ["new", "replaced", "stale"]
        assert len(store.changes("h")) == 1


def test_history_tells_what_changed_appeared_and_vanished(url: str) -> None:
    with open_store(url) as store:
        save(store, report("h", 1, "abc"))
        assert store.changes("h") == []
        second = report("h", 5, "axcd", LATER)
        second = second._replace(
            devices=tuple(item for item in second.devices if not item.address.endswith(".2"))
        )
        assert [tuple(saved) for saved in store.save([second])] == [("h", "replaced", 5, 3)]
        a, b, c, d, x = map(digest_of, "abcdx")
        place = "0000:65:00."
        assert store.changes("h") == [
            Change("h", f"{place}1", LATER, 1, 5, b, x),
            Change("h", f"{place}2", LATER, 1, 5, c, None),
            Change("h", f"{place}3", LATER, 1, 5, None, d),
        ]
        assert store.changes("h", f"{place}2") == [Change("h", f"{place}2", LATER, 1, 5, c, None)]
        assert store.changes("i") == store.changes("h", "none") == []
        found = store.find_host("h")
        assert found is not None
        assert [item.since for item in found.devices] == [AT, LATER, LATER]
        # What left no device behind is still known: history names it.
        assert store.classes() == {digest_of(model): document_of(model) for model in "abcdx"}
        assert a in found.classes
        assert c not in found.classes


def test_a_change_that_is_none_of_the_class_is_saved_and_is_no_history(url: str) -> None:
    with open_store(url) as store:
        save(store, report("h", 1, "a"))
        used = report("h", 2, "a", LATER)
        used = used._replace(devices=(used.devices[0]._replace(state="used", vm="v"),))
        save(store, used)
        assert store.changes("h") == []
        found = store.find_host("h")
        assert found is not None
        assert found.devices == (used.devices[0]._replace(since=AT),)


def test_a_load_needs_no_more_variables_than_any_sqlite_has(file: str) -> None:
    """Before version 3.32 SQLite took 999 in one statement, and 32,766 by default since."""

    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)

    event.listen(Pool, "connect", limit)
    try:
        with open_store(file) as store:
            many = [report("h", models=[f"m{number}" for number in range(1500)])]
            many += [report(f"h{number:04d}", models=[]) for number in range(1100)]
            assert {saved.outcome for saved in store.save(many, batch=2000)} == {"new"}
            assert {saved.outcome for saved in store.save(many, batch=2000)} == {"same"}
    finally:
        event.remove(Pool, "connect", limit)


def test_forgetting_a_host_forgets_its_history(url: str) -> None:
    with open_store(url) as store:
        save(store, report("h", 7, "a"), report("i", 7, "a"), report("h", 8, "b"))
        assert store.forget("h")
        assert not store.forget("h")
        assert store.changes("h") == []
        assert list(store.iter_reports()) == [report("i", 7, "a")]
        assert outcomes(store, report("h", 1, "a")) == ["new"]


def test_status_counts(url: str) -> None:
    with open_store(url) as store:
        save(store, report("h", 1, "ab"), report("i", 1, "bc"), report("i", 2, "c"))
        status = store.status()
        assert status[2:] == (2, 3, 2, 3, 2)
        assert status.name == store.name


def test_a_class_is_given_once_and_then_known_by_its_digest(url: str) -> None:
    with open_store(url) as store:
        save(store, report("h"))
    without = report("i")._replace(classes={}, descriptors={})
    with open_store(url) as store:
        save(store, without)
        assert store.find_host("i") == report("i")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (report("h", models="q")._replace(classes={}), "neither given nor known"),
        (report("h", types=(StoredType("p", "t", 1, "c-1"),)), "neither given nor known"),
        (report("h", devices=(StoredDevice("a", "\0"),)), "NUL"),
        (report("a\0b"), "NUL"),
        (report("\ud800"), "surrogate"),
        (report("h", devices=(device("\ud800"),)), "surrogate"),
        (report("h", devices=(device("a"), device("a"))), "one address"),
        (report("h", devices=(device("a", info=b'1, "x": 2'),)), "INFO"),
        (report("h", devices=(device("a", info=b'"\xff"'),)), "INFO"),
        (report("h", devices=(device("a", vm="\ud800"),)), "UTF-8"),
        (report("h", labels={"a": "\ud800"}), "UTF-8"),
        (report("h", 2**63), "64 bits"),
    ],
)
def test_what_no_store_can_hold_is_refused(url: str, wrong: StoredReport, said: str) -> None:
    with open_store(url) as store:
        save(store, report("a"))
        with pytest.raises(StoreError, match=r"store\.value") as raised:
            save(store, report("b"), wrong)
        assert said in raised.value.problems[0].found
        assert isinstance(raised.value, InputError)
        assert list(store.iter_reports()) == [report("a")]
        save(store, report("b"))


def test_batches_are_committed_as_they_are_told(url: str) -> None:
    with open_store(url) as store, open_store(url) as other:
        told = store.save([report(f"h{number}") for number in range(5)], batch=2)
        assert other.hosts() == []
        next(told)
        assert len(other.hosts()) == 2
        next(told)
        next(told)
        assert len(other.hosts()) == 4
        told.close()  # type: ignore[attr-defined]
        assert len(store.hosts()) == 4


@pytest.mark.parametrize("ended", [KeyboardInterrupt, ValueError])
def test_what_is_on_its_way_is_told_before_reading_ends_with_an_error(
    url: str, ended: type[BaseException]
) -> None:
    def reports() -> Iterator[StoredReport]:
        yield from [report(f"h{number}") for number in range(5)]
        raise ended

    with open_store(url) as store:
        told: list[str] = []
        with pytest.raises(ended):
            told.extend(saved.host for saved in store.save(reports(), batch=2))
        assert told == ["h0", "h1", "h2", "h3"]
        assert [found.host for found in store.hosts()] == told
        save(store, report("h4"))


def test_a_host_that_is_refused_does_no_harm_to_those_before(url: str) -> None:
    wrong = report("h4", devices=(device("a"), device("a")))
    with open_store(url) as store:
        told: list[str] = []
        saving = store.save([*(report(f"h{number}") for number in range(4)), wrong], batch=2)
        with pytest.raises(StoreError, match=r"store\.value"):
            told.extend(saved.host for saved in saving)
        assert told == ["h0", "h1", "h2", "h3"]
        assert [found.host for found in store.hosts()] == told


_HOSTS = ["h1", "h2", "h3"]
_REPORTS = st.builds(
    report, st.sampled_from(_HOSTS), st.integers(0, 3), st.lists(st.sampled_from("abc"), max_size=3)
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.one_of(_REPORTS, st.sampled_from(_HOSTS)), max_size=12))
def test_any_sequence_leaves_what_a_dictionary_would(
    url: str, steps: list[StoredReport | str]
) -> None:
    model: dict[str, StoredReport] = {}
    with open_store(url) as store:
        for host in _HOSTS:
            store.forget(host)
        for step in steps:
            if isinstance(step, str):
                assert store.forget(step) == (model.pop(step, None) is not None)
                continue
            old = model.get(step.host)
            expected = expected_outcome(old, step)
            assert outcomes(store, step) == [expected]
            if expected in ("new", "replaced"):
                model[step.host] = step
        assert list(store.iter_reports()) == [model[host] for host in sorted(model)]


def expected_outcome(old: StoredReport | None, new: StoredReport) -> str:
    if old is None:
        return "new"
    if new.generation > old.generation:
        return "replaced"
    if new == old:
        return "same"
    return "replaced" if new.generation == old.generation == 0 else "stale"


def test_a_store_can_be_used_after_it_was_closed(url: str) -> None:
    store: Store = open_store(url)
    save(store, report("h"))
    store.close()
    assert store.find_host("h") == report("h")
    store.close()


def test_a_store_in_sqlite_is_one_file_when_it_is_closed(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/fleet.db") as store:
        save(store, report("h"))
    assert [path.name for path in tmp_path.iterdir()] == ["fleet.db"]


def test_devices_are_equal_whatever_since_was_given(url: str) -> None:
    with open_store(url) as store:
        save(store, report("h", devices=(StoredDevice("a", digest_of("a"), since="whenever"),)))
        found = store.find_host("h")
        assert found is not None
        assert found.devices[0].since == AT
