"""What each kind's plan is, for machines in different states; the tool that is run."""

from pathlib import Path

import pytest

from devcompat.language.problems import InputError
from devcompat.provision import tool
from devcompat.provision.commands import act_line
from devcompat.provision.plan import Forbidden
from devcompat.provision.ports import GivenUp, ToolFailed
from devcompat.provision.sriov_plan import Wanted, plan_vf, vf_address
from devcompat.provision.tool import VdpaTool
from devcompat.provision.vdpa_plan import Wanted as WantedVdpa
from devcompat.provision.vdpa_plan import plan_vdpa

from .kernel import BUS, PF, Kernel, new_machine
from .plans import machine_of, run

VF0, VF1 = "0000:01:10.0", "0000:01:10.2"


def planned(root: Path, **wanted: int | None) -> list[str]:
    with machine_of(Kernel(root)) as machine:
        plan = plan_vf(Wanted(PF, "mlx5_vfio_pci", **wanted), machine.sight)  # type: ignore[arg-type]
        return [act_line(step.act) for step in plan.steps]


def refused(root: Path, **wanted: int | None) -> str:
    with pytest.raises(InputError) as caught:
        planned(root, **wanted)
    return caught.value.problems[0].code


def test_addresses_are_those_of_the_captured_igb() -> None:
    found = [vf_address("0000:01:00.0", number, 128, 2) for number in range(4)]
    assert found == ["0000:01:10.0", "0000:01:10.2", "0000:01:10.4", "0000:01:10.6"]
    assert vf_address("0000:3b:1f.7", 300, 1, 1) == "0000:3d:05.4"


def test_vfs_are_made_where_there_are_none(tmp_path: Path) -> None:
    root = new_machine(tmp_path)
    pf = f"/sys/bus/pci/devices/{PF}"
    assert planned(root, number=1, vfs=4) == [
        f"printf %s 0 > {pf}/sriov_drivers_autoprobe",
        f"printf %s 4 > {pf}/sriov_numvfs",
        f"printf %s 1 > {pf}/sriov_drivers_autoprobe",
        f"printf %s mlx5_vfio_pci > /sys/bus/pci/devices/{VF1}/driver_override",
        f"printf %s {VF1} > /sys/bus/pci/drivers/mlx5_vfio_pci/bind",
    ]
    (tmp_path / BUS / PF / "sriov_drivers_autoprobe").write_text("0\n")
    assert len(planned(root)) == 3
    assert refused(root, number=1) == "create.none-free"
    assert refused(root, vfs=8) == "create.none-free"


def test_where_there_are_some_their_number_is_not_touched(tmp_path: Path) -> None:
    root = new_machine(tmp_path, 2)
    assert refused(root) == "create.none-free"  # all are on igbvf: none is taken unasked
    assert refused(root, number=2) == "create.none-free"
    named = planned(root, number=0)
    assert named[0] == f"printf %s {VF0} > /sys/bus/pci/drivers/igbvf/unbind"
    assert not any("sriov" in line for line in named)
    Kernel(root).write("sys/bus/pci/drivers/igbvf/unbind", VF1)
    assert planned(root)[-1].startswith(f"printf %s {VF1} ")


def test_a_function_that_is_none_is_said(tmp_path: Path) -> None:
    root = new_machine(tmp_path)
    (tmp_path / BUS / PF / "sriov_offset").write_text("x\n")
    assert refused(root) == "create.function"
    (tmp_path / BUS / PF / "sriov_numvfs").unlink()
    assert refused(root) == "create.function"


def test_a_driver_that_is_not_loaded_is_missing_and_all_is_undone(tmp_path: Path) -> None:
    kernel = Kernel(new_machine(tmp_path))
    with machine_of(kernel) as machine:
        plan = plan_vf(Wanted(PF, "hisi_acc_vfio_pci"), machine.sight)
    done = run(plan, kernel)
    assert done.outcome == "undone"
    assert done.failed is not None
    assert (done.failed.code, done.failed.step.name) == ("step.missing", "bind")


@pytest.mark.parametrize(
    "wanted",
    [
        WantedVdpa("-v", "m"), WantedVdpa("v;x", "m"), WantedVdpa("v", "-m"), WantedVdpa("v", ""),
        WantedVdpa("v", "m", "zz"), WantedVdpa("v", "m", features="32"),
        WantedVdpa("v", "m", max_vqp="0"), WantedVdpa("v", "m", max_vqp="-1"),
    ],
)  # fmt: skip
def test_words_that_the_tool_could_take_for_others_are_refused(wanted: WantedVdpa) -> None:
    with pytest.raises(InputError):
        plan_vdpa(wanted)


def with_tool(
    folder: Path, script: str, monkeypatch: pytest.MonkeyPatch, limit: float = 60
) -> VdpaTool:
    program = folder / "vdpa"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(tool, "_FOLDERS", (str(folder),))
    return VdpaTool("/", limit)


def test_the_tool_is_run_by_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vdpa = with_tool(tmp_path, 'for w; do echo "[$w]"; done; echo $LC_ALL', monkeypatch)
    assert vdpa.run(("vdpa", "-j", "dev", "show", "v0")) == "[-j]\n[dev]\n[show]\n[v0]\nC\n"


def test_what_the_tool_says_when_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vdpa = with_tool(tmp_path, "echo 'kernel answers: File exists' >&2; exit 255", monkeypatch)
    with pytest.raises(ToolFailed, match="File exists") as caught:
        vdpa.run(("vdpa", "dev", "add", "name", "v0"))
    assert caught.value.ended
    vdpa = with_tool(tmp_path, "kill -9 $$", monkeypatch)
    with pytest.raises(ToolFailed) as caught:
        vdpa.run(("vdpa", "dev", "del", "v0"))
    assert not caught.value.ended
    vdpa = with_tool(tmp_path, "exec sleep 5", monkeypatch, 0.1)
    with pytest.raises(GivenUp, match=r"nothing after 0.1 s") as given_up:
        vdpa.run(("vdpa", "dev", "del", "v0"))
    assert not given_up.value.pending
    (tmp_path / "vdpa").unlink()
    with pytest.raises(ToolFailed, match="no vdpa tool"):
        vdpa.run(("vdpa", "dev", "del", "v0"))


def test_nothing_else_is_run_and_not_for_another_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vdpa = with_tool(tmp_path, "touch ran", monkeypatch)
    for words in (("sh", "-c", "x"), ("vdpa", "--batch", "f"), ("vdpa", "dev", "a b")):
        with pytest.raises(Forbidden):
            vdpa.run(words)
    with pytest.raises(ToolFailed, match="running kernel"):
        VdpaTool(str(tmp_path)).run(("vdpa", "dev", "del", "v0"))
