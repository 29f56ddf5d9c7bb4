"""A recipe writes what it says, and nothing that sysfs cannot take gets into one.

The shell lines are run by a real shell on a directory that stands for sysfs.
"""

import json
import shlex
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devcompat.language.problems import InputError
from devcompat.provision.commands import mdevctl, mdevctl_line, shell_lines
from devcompat.provision.recipe import MOST_BYTES, Copied, Recipe, Step, make_recipe

UUID = "0f5d0000-0000-4000-8000-000000000001"
OTHER = "0f5d0000-0000-4000-8000-000000000002"
PARENT, TYPE = "0000:00:02.0", "i915-GVTg_V5_8"
CREATE = f"sys/class/mdev_bus/{PARENT}/mdev_supported_types/{TYPE}/create"
DEVICE = f"sys/bus/mdev/devices/{UUID}"


def recipe(*attributes: tuple[str, str], copied: tuple[Copied, ...] = ()) -> Recipe:
    return make_recipe(PARENT, TYPE, UUID, attributes, copied)


def test_steps_are_in_order_with_paths_below_the_root() -> None:
    made = recipe(
        ("z", "1"), ("a", "x y"), copied=(Copied("fps", "30", f"sys/bus/mdev/devices/{OTHER}/fps"),)
    )
    assert made.steps == (
        Step("create", CREATE, UUID),
        Step("write", f"{DEVICE}/z", "1"),
        Step("write", f"{DEVICE}/a", "x y"),
        Step("copy", f"{DEVICE}/fps", "30", f"sys/bus/mdev/devices/{OTHER}/fps"),
    )
    assert made.undo == Step("write", f"{DEVICE}/remove", "1")


def test_a_uuid_is_written_in_lower_case() -> None:
    assert make_recipe("mtty", "mtty-1", UUID.upper()).uuid == UUID


@pytest.mark.parametrize(
    "uuid",
    ["", "x", UUID[:-1], UUID + "0", f"{{{UUID}}}", UUID.replace("-", ""), UUID + "\n", f" {UUID}",
     "0f5d0000-0000-4000-8000-00000000000g", "0f5d00000000-4000-8000-0000-00000001"],
)  # fmt: skip
def test_what_is_no_uuid_is_refused(uuid: str) -> None:
    with pytest.raises(InputError) as raised:
        make_recipe("mtty", "mtty-1", uuid)
    assert raised.value.problems[0].code == "create.uuid"


HOSTILE = [
    "", ".", "..", "../..", "a/b", "/etc", "a\nb", "a b", "a\0b", "a\x1b[31m", "\N{BULLET}",
    "x" * 256,
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_no_file_of_sysfs_has_is_refused(name: str) -> None:
    for parent, type_id, attribute in (
        (name, TYPE, "a"), (PARENT, name, "a"), (PARENT, TYPE, name)
    ):  # fmt: skip
        with pytest.raises(InputError) as raised:
            make_recipe(parent, type_id, UUID, ((attribute, "1"),))
        assert raised.value.problems[0].code == "create.name"
        with pytest.raises(InputError) as raised:
            make_recipe(parent, type_id, UUID, (), (Copied(attribute),))
        assert raised.value.problems[0].code == "create.name"


@pytest.mark.parametrize("name", ["remove", "uevent", "driver_override"])
def test_a_file_that_is_no_attribute_of_the_driver_is_not_written(name: str) -> None:
    with pytest.raises(InputError) as raised:
        recipe((name, "1"))
    assert raised.value.problems[0].code == "create.name"


@pytest.mark.parametrize(
    "text",
    ["", "a\nb", "a\n", "\n", "a\0", "\0", "\r", "\t", "\x1b[31m", "\u202ea", "\ud800",
     "x" * (MOST_BYTES + 1), "\N{BULLET}" * MOST_BYTES],
)  # fmt: skip
def test_a_text_that_sysfs_cannot_take_is_refused(text: str) -> None:
    for attributes, copied in (((("a", text),), ()), ((), (Copied("a", text),))):
        with pytest.raises(InputError) as raised:
            make_recipe(PARENT, TYPE, UUID, attributes, copied)
        assert raised.value.problems[0].code == "create.value"


@pytest.mark.parametrize("place", ["etc/passwd", "sys/bus/mdev/devices/$(reboot)/fps", "`reboot`"])
def test_a_place_at_the_source_that_is_none_is_refused(place: str) -> None:
    with pytest.raises(InputError):
        recipe(copied=(Copied("fps", None, place),))


# As commands


def run(tmp_path: Path, made: Recipe, **variables: str) -> tuple[int, str]:
    """Run the lines in a shell, below a directory that stands for the root."""
    for step in made.steps:
        (tmp_path / step.path).parent.mkdir(parents=True, exist_ok=True)
    lines = (
        " && ".join(shell_lines(made))
        .replace(" > /sys/", " > sys/")
        .replace(" > '/sys/", " > 'sys/")
    )
    done = subprocess.run(
        ["sh", "-c", lines], cwd=tmp_path, capture_output=True, env=variables, check=False
    )
    return done.returncode, done.stderr.decode()


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=9)


@settings(deadline=None, max_examples=40)
@given(
    texts=st.lists(
        TEXTS | st.text("'\"\\$`!%-# ;&|<>*?~(){}[]x0", min_size=1, max_size=9),
        min_size=1,
        max_size=3,
    )
)
def test_law_a_shell_writes_just_the_texts(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    root = tmp_path_factory.mktemp("root")
    made = recipe(*((f"a{number}", text) for number, text in enumerate(texts)))
    assert run(root, made) == (0, "")
    for step in made.steps:
        assert step.text is not None
        assert (root / step.path).read_bytes() == step.text.encode()


def test_names_that_a_shell_would_take_apart_are_quoted(tmp_path: Path) -> None:
    made = make_recipe("a;b", "$(x)'\"-1", UUID)
    assert run(tmp_path, made) == (0, "")
    assert (tmp_path / made.steps[0].path).read_text() == UUID


def test_a_text_that_is_not_known_is_a_variable_that_must_be_set(tmp_path: Path) -> None:
    made = recipe(copied=(Copied("frame-rate", None, f"sys/bus/mdev/devices/{OTHER}/frame-rate"),))
    code, said = run(tmp_path, made)
    assert code != 0
    assert f"read /sys/bus/mdev/devices/{OTHER}/frame-rate on its host" in said
    assert (
        not (tmp_path / DEVICE / "frame-rate").exists()
        or not (tmp_path / DEVICE / "frame-rate").read_text()
    )
    assert run(tmp_path, made, SOURCE_1_frame_rate="a b'c") == (0, "")
    assert (tmp_path / DEVICE / "frame-rate").read_text() == "a b'c"
    assert mdevctl(made) is None


def test_mdevctl_is_given_attributes_in_order() -> None:
    given_to = mdevctl(recipe(("z", "1"), ("a", 'it\'s "q"'), copied=(Copied("fps", "30"),)))
    assert given_to is not None
    assert given_to.details == {
        "mdev_type": TYPE,
        "start": "manual",
        "attrs": [{"z": "1"}, {"a": 'it\'s "q"'}, {"fps": "30"}],
    }
    named = ["--uuid", UUID, "--parent", PARENT, "--jsonfile", "/dev/stdin"]
    assert list(given_to.start) == ["mdevctl", "start", *named]
    assert list(given_to.define) == ["mdevctl", "define", *named]
    assert list(given_to.defined) == ["mdevctl", "start", "--uuid", UUID]


def test_the_line_for_mdevctl_gives_it_the_details() -> None:
    given_to = mdevctl(recipe(("a", "it's \N{BULLET}")))
    assert given_to is not None
    line = mdevctl_line(given_to, given_to.define)
    printed = subprocess.run(
        ["sh", "-c", f"mdevctl() {{ cat; echo; printf '%s\\n' \"$@\"; }}; {line}"],
        capture_output=True,
        check=True,
    ).stdout.decode()
    details, *words = printed.splitlines()
    assert json.loads(details) == given_to.details
    assert words == list(given_to.define[1:])
    assert shlex.split(line)[-len(given_to.define) :] == list(given_to.define)
