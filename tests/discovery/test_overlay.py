"""An operator states what is missing; what was read counts, unless the operator overrides it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devcompat.discovery import overlay_syntax
from devcompat.discovery.machine import discover_host
from devcompat.discovery.overlay import Entry, Match, Overlay
from devcompat.discovery.overlay_file import LIMIT, MAX_PROBLEMS, read_overlay
from devcompat.discovery.overlay_syntax import OverlayError
from devcompat.inventory.records import Device, Fact, StatedDescriptor
from devcompat.language.problems import Position
from tests.discovery.trees import MDEV, UUID, put, with_functions, with_mdev

YAML = """\
devices:
  - match:
      address: 0000:01:10.0
    facts: {firmware: 0123, level: 1e3, tuned: no, empty: }
    descriptor: |
      SELF:
        a=1
  - match: {host: node7, mdev_type: mtty-1, driver: mtty, kind: mdev}
    override: true
    facts:
      driver: other
"""
TOML = """\
[[devices]]
match = {address = "0000:01:10.0"}
facts = {firmware = "0123", level = 7}
descriptor = '''
SELF:
  a=1
'''

[[devices]]
match = {host = "node7", mdev_type = "mtty-1", driver = "mtty", kind = "mdev"}
override = true
facts.driver = "other"
"""
HEAD = "devices:\n- match: {address: x}\n"


def test_yaml_is_read_as_it_is_written() -> None:
    assert read_overlay(YAML.encode(), "o.yaml") == Overlay(
        "o.yaml",
        (
            Entry(
                Match(address="0000:01:10.0"),
                (("firmware", "0123"), ("level", "1e3"), ("tuned", "no"), ("empty", "")),
                "SELF:\n  a=1\n",
                line=2,
            ),
            Entry(
                Match("node7", None, "mtty-1", "mtty", "mdev"),
                (("driver", "other"),),
                override=True,
                line=8,
            ),
        ),
    )


def test_toml_says_the_same_with_integers_as_decimal_text() -> None:
    overlay = read_overlay(TOML.encode(), "o.toml")
    assert [entry.match for entry in overlay.entries] == [
        entry.match for entry in read_overlay(YAML.encode(), "o.yaml").entries
    ]
    assert overlay.entries[0].facts == (("firmware", "0123"), ("level", "7"))
    assert overlay.entries[0].descriptor == "SELF:\n  a=1\n"
    assert overlay.entries[1].override


def test_a_file_is_read_by_its_suffix() -> None:
    for name, text in {"a.yaml": YAML, "a.YML": YAML, "a.toml": TOML}.items():
        marked = "\N{ZERO WIDTH NO-BREAK SPACE}" * (name == "a.yaml") + text
        overlay = read_overlay(marked.encode(), name)
        assert overlay.name == name
        assert len(overlay.entries) == 2


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "overlay.type", None, None),
        ("# nothing\n", "overlay.type", None, None),
        ("- match: {}\n", "overlay.type", 1, 1),
        ("devices: {}\n", "overlay.type", 1, 10),
        ("other: 1\n", "overlay.unknown-key", 1, 1),
        ("devices:\n  - text\n", "overlay.type", 2, 5),
        ("devices:\n- facts: {a: 1}\n", "overlay.match", 2, 3),
        ("devices:\n- match: {host: a}\n  facts: {a: 1}\n", "overlay.match", 2, 10),
        ("devices:\n- match: {adress: a}\n  facts: {}\n", "overlay.unknown-key", 2, 11),
        ("devices:\n- match: {kind: gpu}\n  facts: {}\n", "overlay.value", 2, 17),
        ("devices:\n- match: {address: '65:00.1'}\n  facts: {}\n", "overlay.value", 2, 20),
        (HEAD, "overlay.empty", 2, 3),
        (HEAD + "  fact: {}\n", "overlay.unknown-key", 3, 3),
        (HEAD + "  facts: [a]\n", "overlay.type", 3, 10),
        (HEAD + "  facts: {a: [b]}\n", "overlay.type", 3, 14),
        (HEAD + "  facts: {a b: c}\n", "overlay.value", 3, 16),
        (HEAD + f"  facts: {{{'a' * 65}: c}}\n", "overlay.value", 3, 78),
        (HEAD + f"  facts: {{a: {'b' * 1025}}}\n", "overlay.value", 3, 14),
        (HEAD + "  facts: {a: b, a: c}\n", "overlay.duplicate-key", 3, 17),
        (HEAD + "  facts: {[a]: c}\n", "overlay.type", 3, 11),
        (HEAD + "  facts: {}\n  override: yes\n", "overlay.type", 4, 13),
        (HEAD + "  descriptor: {a: b}\n", "overlay.type", 3, 15),
        (HEAD + "  facts: &a {}\n", "overlay.alias", 3, 10),
        (HEAD + "  facts: {a: *b}\n", "overlay.alias", 3, 14),
        (HEAD + "  facts: {a: !!int 3}\n", "overlay.alias", 3, 14),
        (HEAD + "  facts: !!python/object:os.system {}\n", "overlay.alias", 3, 10),
        ("devices: []\n---\ndevices: []\n", "overlay.syntax", 2, 1),
        ("devices: [\n", "overlay.syntax", 2, 1),
        ("devices:\n\t- a\n", "overlay.syntax", 2, 1),
        ("devices: []\nx: \x07\n", "overlay.syntax", 2, 4),
    ],
)
def test_a_mistake_in_yaml_is_an_error_with_its_place(
    text: str, code: str, line: int | None, column: int | None
) -> None:
    with pytest.raises(OverlayError) as caught:
        read_overlay(text.encode(), "o.yaml")
    first = caught.value.problems[0]
    assert (first.code, first.position) == (
        code,
        None if line is None or column is None else Position(line, column),
    )
    assert first.expected
    assert caught.value.source == "o.yaml"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "overlay.type"),
        ("devices = 3", "overlay.type"),
        ("[[devices]]\nmatch = {}\nfacts = {}", "overlay.match"),
        ("[[devices]]\nmatch = {address = 'a'}\nfacts = {a = 1.5}", "overlay.type"),
        ("[[devices]]\nmatch = {address = 'a'}\nfacts = {a = true}", "overlay.type"),
        ("[[devices]]\nmatch = {address = 'a'}\nfacts = {a = 2020-07-29}", "overlay.type"),
        ("[[devices]]\nmatch = {address = 'a'}\nfacts = {}\noverride = 1", "overlay.type"),
        (
            "[[devices]]\nmatch = {address = 'a'}\nfacts = {a = 0x" + "f" * 9000 + "}",
            "overlay.syntax",
        ),
        (
            "[[devices]]\nmatch = {address = 'a'}\nfacts = {a = " + "9" * 9000 + "}",
            "overlay.syntax",
        ),
        ("a = " + "[" * 5000, "overlay.syntax"),
        ("[[devices]]\nmatch = {address = 'a'", "overlay.syntax"),
    ],
)
def test_a_mistake_in_toml_is_an_error(text: str, code: str) -> None:
    with pytest.raises(OverlayError) as caught:
        read_overlay(text.encode(), "o.toml")
    assert caught.value.problems[0].code == code


def test_a_syntax_error_in_toml_has_its_place() -> None:
    with pytest.raises(OverlayError) as caught:
        read_overlay(b"a = 1\nb = = 2\n", "o.toml")
    assert caught.value.problems[0].position == Position(2, 5)


def test_all_mistakes_are_reported_together_up_to_a_limit() -> None:
    with pytest.raises(OverlayError) as caught:
        read_overlay(("devices:\n" + "- match: {}\n" * 30).encode(), "o.yaml")
    assert len(caught.value.problems) == MAX_PROBLEMS
    assert caught.value.unreported == 60 - MAX_PROBLEMS


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"{}", "o.json", "overlay.format"),
        (b"{}", "overlay", "overlay.format"),
        (b"#" * (LIMIT + 1), "o.yaml", "overlay.too-large"),
        (b"a: b\nc: \xff", "o.yaml", "overlay.not-utf8"),
        (b"\0" * 100, "o.yaml", "overlay.syntax"),
        (b"[" * LIMIT, "o.yaml", "overlay.too-deep"),
        (b"- " * (LIMIT // 2), "o.yaml", "overlay.too-deep"),
        (b"{a: " * (LIMIT // 4), "o.yaml", "overlay.too-deep"),
        (b"? " * (LIMIT // 2), "o.yaml", "overlay.too-deep"),
    ],
)
def test_what_is_no_overlay_at_all_is_an_error(data: bytes, name: str, code: str) -> None:
    with pytest.raises(OverlayError) as caught:
        read_overlay(data, name)
    assert caught.value.problems[0].code == code


def test_more_items_than_any_sane_file_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overlay_syntax, "MAX_ITEMS", 30)
    with pytest.raises(OverlayError) as caught:
        read_overlay(b"a:\n" * 30, "o.yaml")
    assert caught.value.problems[0].code == "overlay.too-large"


def test_the_place_of_a_bad_byte_is_told() -> None:
    with pytest.raises(OverlayError) as caught:
        read_overlay(b"a: b\nc: \xff", "o.yaml")
    assert caught.value.problems[0].position == Position(2, 4)


@given(st.text("devicsmath: {}[]-&*!|>\n\t'\"#?,%@`\\~0", max_size=60))
def test_any_text_gives_an_overlay_or_an_overlay_error(text: str) -> None:
    for name in ("o.yaml", "o.toml"):
        problems = 1
        try:
            read_overlay(text.encode(), name)
        except OverlayError as error:
            problems = len(error.problems)
        assert problems


# What an overlay does


def applied(root: Path, *entries: Entry, address: str = UUID) -> Device:
    device = discover_host(root, Overlay("o.yaml", entries), "node7").find_device(address)
    assert device is not None
    return device


def test_a_fact_that_is_not_there_is_stated(tmp_path: Path) -> None:
    entry = Entry(Match(mdev_type="mtty-1"), (("firmware", "7"),), line=3)
    device = applied(with_mdev(tmp_path), entry)
    assert device.fact("firmware") == Fact("firmware", "7", "operator", "o.yaml:3")


def test_a_fact_that_could_not_be_read_is_stated_and_the_miss_stays(tmp_path: Path) -> None:
    kind = "sys/devices/virtual/mtty/mtty/mdev_supported_types/mtty-1"
    (with_mdev(tmp_path) / kind / "device_api").unlink()
    device = applied(tmp_path, Entry(Match(kind="mdev"), (("device_api", "vfio-pci"),)))
    assert device.value("device_api") == "vfio-pci"
    assert [miss.name for miss in device.misses] == ["device_api"]


def test_a_fact_that_was_read_is_not_replaced_and_that_is_told(tmp_path: Path) -> None:
    device = applied(with_mdev(tmp_path), Entry(Match(kind="mdev"), (("driver", "x"),), line=9))
    assert device.value("driver") == "mtty"
    assert [(miss.path, miss.why, miss.name) for miss in device.misses] == [
        ("o.yaml:9", "miss.overlay-ignored", "driver")
    ]


def test_a_fact_that_was_read_is_overridden_on_demand_and_both_are_kept(tmp_path: Path) -> None:
    device = applied(with_mdev(tmp_path), Entry(Match(kind="mdev"), (("driver", "x"),), None, True))
    facts = [(fact.value, fact.origin) for fact in device.facts if fact.name == "driver"]
    assert facts == [("mtty", "kernel"), ("x", "operator")]
    assert device.value("driver") == "x"
    assert device.misses == ()


def test_stating_what_was_read_changes_nothing(tmp_path: Path) -> None:
    plain = discover_host(with_mdev(tmp_path)).find_device(UUID)
    for override in (False, True):
        entry = Entry(Match(kind="mdev"), (("driver", "mtty"),), None, override)
        assert applied(tmp_path, entry) == plain


def test_a_later_entry_replaces_what_an_earlier_one_stated(tmp_path: Path) -> None:
    device = applied(
        with_mdev(tmp_path),
        Entry(Match(kind="mdev"), (("firmware", "7"),), "SELF: a=1"),
        Entry(Match(address=UUID), (("firmware", "8"),), "SELF: a=2"),
    )
    assert [fact.value for fact in device.facts if fact.name == "firmware"] == ["8"]
    assert device.stated == StatedDescriptor("SELF: a=2", "o.yaml")


def test_a_descriptor_is_taken_where_the_device_publishes_none(tmp_path: Path) -> None:
    device = applied(with_mdev(tmp_path), Entry(Match(address=UUID), (), "SELF: a=1", line=2))
    assert device.stated == StatedDescriptor("SELF: a=1", "o.yaml:2")
    assert device.native is None


def test_a_published_descriptor_counts_unless_overridden(tmp_path: Path) -> None:
    put(with_mdev(tmp_path), {f"{MDEV}/migration_compatible": "SELF: own=1\n"})
    device = applied(tmp_path, Entry(Match(address=UUID), (), "SELF: a=1"))
    assert device.native is not None
    assert device.stated is None
    assert [(miss.why, miss.name) for miss in device.misses] == [
        ("miss.overlay-ignored", "migration_compatible")
    ]
    device = applied(tmp_path, Entry(Match(address=UUID), (), "SELF: a=1", True))
    assert device.native is not None
    assert device.stated == StatedDescriptor("SELF: a=1", "o.yaml", override=True)


@pytest.mark.parametrize(
    "match",
    [
        Match(host="node8", address=UUID),
        Match(address=UUID, driver="other"),
        Match(mdev_type="mtty-2"),
        Match(kind="vf"),
    ],
)
def test_an_entry_applies_only_if_all_that_it_demands_holds(tmp_path: Path, match: Match) -> None:
    assert applied(with_mdev(tmp_path), Entry(match, (("firmware", "7"),))).fact("firmware") is None


def test_an_entry_for_this_host_that_matches_nothing_is_a_miss_of_the_host(tmp_path: Path) -> None:
    entries = tuple(
        Entry(Match(host=host, kind="vdpa"), (("a", "b"),), line=line)
        for line, host in enumerate((None, "node7", "node8"), 1)
    )
    overlay = Overlay("o.yaml", entries)
    host = discover_host(with_mdev(tmp_path), overlay, "node7")
    assert [(miss.path, miss.why) for miss in host.misses] == [("o.yaml:2", "miss.overlay-unused")]
    host = discover_host(tmp_path, overlay, "node7", alone=True)
    assert [miss.path for miss in host.misses] == ["o.yaml:1", "o.yaml:2"]


def test_an_entry_that_matches_a_device_of_the_only_host_is_used(tmp_path: Path) -> None:
    overlay = Overlay("o.yaml", (Entry(Match(kind="mdev"), (("a", "b"),), line=1),))
    assert discover_host(with_mdev(tmp_path), overlay, alone=True).misses == ()


def test_a_plain_pci_device_that_an_entry_names_is_listed(tmp_path: Path) -> None:
    with_functions(tmp_path)
    (tmp_path / "sys/devices/pci0000:00/0000:01:10.0/physfn").unlink()
    entry = Entry(Match(address="0000:01:10.0"), (), "SELF: a=1")
    assert applied(tmp_path, entry, address="0000:01:10.0").kind == "pci"


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        ("devices:\n# é\n- é".encode() + b"\xff", "overlay.not-utf8", (3, 4)),
        (b"a: b\r\xff", "overlay.not-utf8", (2, 1)),
        (b"\xef\xbb\xbf\xff", "overlay.not-utf8", (1, 1)),
        ("# \u2028\n# \x85\n]".encode(), "overlay.syntax", (3, 1)),
        (b"# \r\n\r]", "overlay.syntax", (3, 1)),
        ("é\x07".encode(), "overlay.syntax", (1, 2)),
    ],
)
def test_lines_and_columns_are_those_of_every_other_reader(
    data: bytes, code: str, place: tuple[int, int]
) -> None:
    with pytest.raises(OverlayError) as caught:
        read_overlay(data, "o.yaml")
    assert [(found.code, found.position) for found in caught.value.problems] == [(code, place)]
