"""A file is written whole or not at all."""

import os
from pathlib import Path

import pytest

from devcompat.language.problems import InputError
from devcompat.verbs.outputs import save_bytes


def names(directory: Path) -> list[str]:
    return [path.name for path in directory.iterdir()]


def code_of(path: Path | str) -> str:
    with pytest.raises(InputError) as raised:
        save_bytes(str(path), b"new")
    return raised.value.problems[0].code


def test_a_new_file_is_written_and_an_old_one_replaced_with_its_rights(tmp_path: Path) -> None:
    save_bytes(str(tmp_path / "a"), b"one")
    (tmp_path / "a").chmod(0o640)
    save_bytes(str(tmp_path / "a"), b"two")
    assert (tmp_path / "a").read_bytes() == b"two"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640
    assert names(tmp_path) == ["a"]


def test_a_link_stays_a_link_and_its_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "link").symlink_to("file")
    save_bytes(str(tmp_path / "link"), b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"new"


def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    assert code_of(tmp_path / "fifo") == "file.special"
    assert code_of("/dev/null") == "file.special"
    assert code_of(tmp_path) == "file.directory"
    assert code_of(tmp_path / "no" / "file") == "file.unwritable"
    assert code_of("a\0b") == "file.unwritable"
    assert code_of("x" * 300) == "file.unwritable"
    assert names(tmp_path) == ["fifo"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_the_old_file_stays_if_writing_fails(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(os, step, fail)
    assert code_of(tmp_path / "a") == "file.unwritable"
    assert (tmp_path / "a").read_bytes() == b"old"
    assert names(tmp_path) == ["a"]
