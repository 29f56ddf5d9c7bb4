"""The suite is no part of what is installed: a wheel has nothing but the package."""

import zipfile
from pathlib import Path

import pytest
from flit_core import buildapi  # type: ignore[import-untyped]

from tests.conformance.corpus import ROOT


def test_a_wheel_has_nothing_of_the_suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    name = buildapi.build_wheel(str(tmp_path))
    with zipfile.ZipFile(tmp_path / name) as wheel:
        assert {path.split("/")[0].split("-")[0] for path in wheel.namelist()} == {"devcompat"}
