"""A descriptor in several files is read safely, and written whole or not at all."""

import os
from pathlib import Path

import pytest

from devcompat.language.nodes import Descriptor
from devcompat.language.parser import parse
from devcompat.language.problems import InputError
from devcompat.verbs import bundles
from devcompat.verbs.inputs import load_document
from devcompat.verbs.outputs import save_files


def put(directory: Path, files: dict[str, str]) -> str:
    for path, text in files.items():
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_text(text)
    return str(directory)


def read(directory: Path, files: dict[str, str], form: str | None = None) -> Descriptor:
    return load_document(put(directory, files), form).descriptor


def code_of(name: Path, form: str | None = None) -> str:
    with pytest.raises(InputError) as raised:
        load_document(str(name), form)
    return raised.value.problems[0].code


LAYOUTS = {
    "text": {"migration_compatible": "SELF: a=1 COMPATIBLE: a=1"},
    "json": {"migration_compatible": '{"self": {"a": 1}, "compatible": [{"fields": {"a": 1}}]}'},
    "dir": {"migration/self": "a=1", "migration/compatible": "a=1"},
    "flat": {"migration-self-traits": "a=1", "migration-compatible-traits": "a=1"},
    "keys": {"migration/self/a": "1", "migration/compatible/1/a": "1"},
}
WANTED = parse("SELF: a=1 COMPATIBLE: a=1").descriptor


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_device_directory_is_read_in_every_layout(layout: str, tmp_path: Path) -> None:
    others = {"uevent": "DRIVER=x", "migration-x": "", "driver/migration/self": "b=2"}
    assert read(tmp_path, {**LAYOUTS[layout], **others}) == WANTED
    (tmp_path / "link").symlink_to(".")
    assert load_document(str(tmp_path / "link"), layout).descriptor == WANTED


TYPE = {"device_api": "vfio-pci\n", "software_version": "2.1\n", "name": "x", "create": ""}


def test_a_types_directory_is_read_with_its_own_name(tmp_path: Path) -> None:
    found = read(tmp_path / "mdev_supported_types" / "V5_4", TYPE)
    assert (
        found
        == parse(
            "SELF: type=V5_4 device_api=vfio-pci software_version=2.1 COMPATIBLE: type=V5_4"
            " device_api=vfio-pci software_version={version1:version:>=2.0,<2.2}"
        ).descriptor
    )
    named = {"compatible_type": "V5\n", "dynamic_resources": "fps\n"}
    other = read(tmp_path / "mdev_supported_types" / "V5_4", named, "type")
    assert other.self_object.fields[0].value.literal() == "V5"  # type: ignore[union-attr]
    assert other.info is not None


def test_a_type_that_publishes_nothing_about_migration_is_no_descriptor(tmp_path: Path) -> None:
    put(tmp_path, {"device_api": "vfio-pci", "available_instances": "1"})
    assert code_of(tmp_path) == "file.directory"
    assert code_of(tmp_path, "type") == "layout.missing"


def test_two_layouts_are_refused_unless_one_is_named(tmp_path: Path) -> None:
    put(tmp_path, {**LAYOUTS["dir"], **LAYOUTS["flat"], **LAYOUTS["text"]})
    assert code_of(tmp_path) == "layout.several"
    for form in ("dir", "flat", "text"):
        assert load_document(str(tmp_path), form).descriptor == WANTED
    assert code_of(tmp_path, "keys") == "layout.missing"


def test_a_directory_without_a_descriptor_is_a_directory(tmp_path: Path) -> None:
    assert code_of(tmp_path) == "file.directory"
    (tmp_path / "migration").mkdir()
    assert code_of(tmp_path) == "file.directory"
    assert code_of(tmp_path, "text") == "file.directory"
    assert code_of(tmp_path, "dir") == "layout.missing"
    (tmp_path / "file").write_text("SELF:")
    assert code_of(tmp_path / "file", "dir") == "layout.missing"


def test_special_files_and_broken_links_in_a_layout_are_refused(tmp_path: Path) -> None:
    put(tmp_path, LAYOUTS["dir"])
    (tmp_path / "migration" / "info").symlink_to("/dev/zero")
    assert code_of(tmp_path) == "file.special"
    (tmp_path / "migration" / "info").unlink()
    (tmp_path / "migration" / "info").symlink_to("nowhere")
    assert code_of(tmp_path) == "file.missing"
    (tmp_path / "migration" / "info").unlink()
    os.mkfifo(tmp_path / "migration" / "info")
    assert code_of(tmp_path) == "file.special"


def test_links_that_lead_to_files_are_followed(tmp_path: Path) -> None:
    put(tmp_path / "there", LAYOUTS["dir"])
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "migration").symlink_to("../there/migration")
    assert load_document(str(tmp_path / "here")).descriptor == WANTED
    (tmp_path / "there" / "migration" / "compatible").unlink()
    (tmp_path / "there" / "migration" / "compatible9").symlink_to("self")
    assert load_document(str(tmp_path / "here")).descriptor == WANTED


@pytest.mark.parametrize("layout", ["dir", "keys"])
def test_the_directory_of_a_layout_may_be_named_itself(layout: str, tmp_path: Path) -> None:
    put(tmp_path, LAYOUTS[layout])
    folder = tmp_path / "migration"
    assert load_document(str(folder)).descriptor == WANTED
    assert load_document(f"{folder}/", layout).descriptor == WANTED
    assert code_of(folder, "flat") == "layout.missing"
    other = folder.rename(tmp_path / "of-any-name")
    assert load_document(str(other)).descriptor == WANTED
    (other / "extra").write_text("a=1")
    assert code_of(other) == "layout.file"


def test_a_position_is_below_the_directory_that_was_named(tmp_path: Path) -> None:
    put(tmp_path, {"migration/self": "a=1\nb=}\n"})
    for folder, file in ((tmp_path, "migration/self"), (tmp_path / "migration", "self")):
        with pytest.raises(InputError) as raised:
            load_document(str(folder))
        (problem,) = raised.value.problems
        assert problem.position is not None
        assert (problem.position.file, *problem.position) == (file, 2, 3)
        assert raised.value.source == str(folder)


def test_a_layout_that_is_too_deep_or_loops_ends(tmp_path: Path) -> None:
    put(tmp_path, LAYOUTS["keys"])
    (tmp_path / "migration" / "info").symlink_to("..")
    assert code_of(tmp_path) == "layout.file"


def test_all_files_together_are_a_document(tmp_path: Path) -> None:
    put(tmp_path, {f"migration/compatible{n}": "#" * 9000 for n in range(1, 8)})
    assert code_of(tmp_path) == "object.self-missing"
    put(tmp_path, {"migration/compatible8": "#" * 9000})
    assert code_of(tmp_path) == "limit.document"


def test_too_many_files_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "MAX_FILES", 2)
    assert read(tmp_path, LAYOUTS["keys"]) == WANTED
    put(tmp_path, {"migration/info/a": "1"})
    assert code_of(tmp_path) == "limit.document"


FILES = {"migration/self": b"a=1\n", "migration/info": b"b=2\n"}


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def refused(name: Path) -> str:
    with pytest.raises(InputError) as raised:
        save_files(str(name), FILES)
    return raised.value.problems[0].code


def test_files_are_written_into_a_new_or_an_empty_directory(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir(mode=0o750)
    for name in ("new", "empty"):
        save_files(str(tmp_path / name), FILES)
        assert names(tmp_path / name / "migration") == ["info", "self"]
    assert (tmp_path / "empty").stat().st_mode & 0o777 == 0o750
    assert names(tmp_path) == ["empty", "new"]


def test_what_is_there_is_never_touched(tmp_path: Path) -> None:
    put(tmp_path, {"full/x": "x", "file": "x"})
    assert refused(tmp_path / "full") == "file.exists"
    assert refused(tmp_path / "file") == "file.exists"
    assert refused(tmp_path / "no" / "where") == "file.unwritable"
    assert names(tmp_path) == ["file", "full"]


def test_nothing_is_left_if_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "rename", fail)
    assert refused(tmp_path / "new") == "file.unwritable"
    assert names(tmp_path) == []
    with pytest.raises(InputError):
        save_files(str(tmp_path / "new"), {"a": b"", "a/b": b""})
    assert names(tmp_path) == []
