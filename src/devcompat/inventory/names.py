"""Names: the facts that discovery states, as a table; the documentation is drawn from it.

Belongs here: each fact's name, the kinds of device that have it, what it means, where it is from.
Must not know: how a fact is read.

In a name `<...>` stands for a part that varies; it may hold dots. An operator may state facts under
other names in an overlay.
"""

from typing import Final, NamedTuple

from devcompat.inventory.records import KINDS, Kind, Origin

_PCI: Final[tuple[Kind, ...]] = ("vf", "pf", "pci")
_VFIO: Final[tuple[Kind, ...]] = ("mdev", *_PCI)
_VDPA: Final[tuple[Kind, ...]] = ("vdpa",)
_MDEV: Final[tuple[Kind, ...]] = ("mdev",)
_BOUND: Final[tuple[Kind, ...]] = (*_PCI, "vdpa")
_PORTS: Final[tuple[Kind, ...]] = ("pf", "pci", "devlink")
_DEVLINK: Final[tuple[Kind, ...]] = ("vf", *_PORTS)


class FactName(NamedTuple):
    """One row; `found` is a path below the device's directory, or a tool and its key."""

    name: str
    kinds: tuple[Kind, ...]
    origin: Origin
    meaning: str
    found: str


def _kernel(kinds: tuple[Kind, ...], *rows: tuple[str, str, str]) -> tuple[FactName, ...]:
    return tuple(FactName(name, kinds, "kernel", *rest) for name, *rest in rows)


def _tool(kinds: tuple[Kind, ...], *rows: tuple[str, str, str]) -> tuple[FactName, ...]:
    return tuple(FactName(name, kinds, "tool", *rest) for name, *rest in rows)


FACT_NAMES: Final[tuple[FactName, ...]] = (
    *_kernel(
        KINDS,
        ("driver", "driver that is bound; no fact if none is", "`driver` (link)"),
        ("driver_version", "version that the driver's module states", "`driver/module/version`"),
        ("uevent.<KEY>", "one line of the device's uevent", "`uevent`"),
    ),
    *_kernel(
        _MDEV,
        ("mdev_type", "identifier of the mdev's type", "`mdev_type` (link)"),
        (
            "device_api",
            "how user space drives it: vfio-pci, vfio-ccw, vfio-ap",
            "`mdev_type/device_api`",
        ),
        ("type_name", "name of the mdev's type", "`mdev_type/name`"),
        ("type_description", "description of the mdev's type", "`mdev_type/description`"),
        (
            "available_instances",
            "how many more of this type its parent can make",
            "`mdev_type/available_instances`",
        ),
        (
            "dynamic_resources.<attribute>",
            "an attribute that is copied to a device which takes this one over",
            "each attribute that `mdev_type/dynamic_resources` names",
        ),
        ("parent_driver", "driver of the parent; no fact if it has none", "`../driver` (link)"),
        ("parent_driver_version", "version of the parent's driver", "`../driver/module/version`"),
        ("parent_vendor", "PCI vendor of the parent", "`../vendor`"),
        ("parent_device", "PCI device of the parent", "`../device`"),
        ("parent_subsystem_vendor", "PCI subsystem vendor of the parent", "`../subsystem_vendor`"),
        ("parent_subsystem_device", "PCI subsystem device of the parent", "`../subsystem_device`"),
    ),
    *_kernel(
        _PCI,
        ("vendor", "PCI vendor, such as 0x8086", "`vendor`, as `config` of a VF reads ffff"),
        ("device", "PCI device, such as 0x10ca", "`device`, as `config` of a VF reads ffff"),
        ("subsystem_vendor", "PCI subsystem vendor", "`subsystem_vendor`"),
        ("subsystem_device", "PCI subsystem device", "`subsystem_device`"),
        ("class", "PCI class, such as 0x020000", "`class`"),
        ("revision", "PCI revision, such as 0x01", "`revision`"),
        ("numa_node", "NUMA node; -1 if the machine does not say", "`numa_node`"),
    ),
    *_kernel(
        ("vf",),
        ("physfn", "address of the physical function", "`physfn` (link)"),
        ("vf_index", "number of the virtual function, from 0", "`physfn/virtfn<N>` (link)"),
    ),
    *_kernel(
        ("pf",),
        ("sriov_totalvfs", "how many virtual functions it can have", "`sriov_totalvfs`"),
    ),
    *_kernel(
        ("pf", "devlink"),
        ("sriov_numvfs", "how many virtual functions it has", "`sriov_numvfs`"),
    ),
    *_kernel(
        ("pf",),
        (
            "sriov_vf_device",
            "PCI device of its virtual functions, hexadecimal without 0x",
            "`sriov_vf_device`",
        ),
    ),
    *_kernel(
        ("vf",),
        (
            "nvidia_vgpu_type",
            "number of the vGPU type in use, 0 for none",
            "`nvidia/current_vgpu_type`",
        ),
        (
            "nvidia_creatable_vgpu_types",
            "table of the vGPU types that can be set now",
            "`nvidia/creatable_vgpu_types`",
        ),
    ),
    *_kernel(
        _BOUND,
        (
            "driver_override",
            "the only driver that may bind; no fact if any may (`(null)`)",
            "`driver_override`",
        ),
    ),
    *_kernel(
        _VFIO,
        ("iommu_group", "number of the IOMMU group", "`iommu_group` (link)"),
        ("iommu_group_type", "the group's domain type, such as DMA-FQ", "`iommu_group/type`"),
        ("iommu_group_name", "the group's name, if it has one", "`iommu_group/name`"),
        ("vfio_group", "number of the group's node `/dev/vfio/N`", "`sys/class/vfio/N`"),
        ("vfio_device", "name of the VFIO device, such as vfio0", "`vfio-dev/<name>`"),
        (
            "vfio_cdev",
            "its node `/dev/vfio/devices/<name>`, where the kernel makes one",
            "`vfio-dev/<name>/dev`",
        ),
        (
            "vfio_debugfs_migration",
            "whether the driver registered migration operations: yes or no",
            "`sys/kernel/debug/vfio/<address>/migration` (vfio_device_debugfs_init)",
        ),
    ),
    *_kernel(
        _VDPA,
        ("vhost_vdpa", "name of the node, such as vhost-vdpa-0", "`vhost-vdpa-<N>`"),
    ),
    *_tool(
        _VDPA,
        ("vdpa_type", "class of the device, such as network", "`vdpa -j dev show`: `type`"),
        ("vdpa_mgmtdev", "management device that made it", "`vdpa -j dev show`: `mgmtdev`"),
        ("vdpa_vendor_id", "virtio vendor", "`vdpa -j dev show`: `vendor_id`"),
        ("vdpa_max_vqs", "how many virtqueues it has", "`vdpa -j dev show`: `max_vqs`"),
        ("vdpa_max_vq_size", "entries of a virtqueue", "`vdpa -j dev show`: `max_vq_size`"),
        (
            "vdpa_config.<key>",
            "one entry of the device's configuration: mac, mtu, link, ...; lists joined by `+`",
            "`vdpa -j dev config show`",
        ),
        (
            "vdpa_mgmtdev_features",
            "features that its management device can give, joined by `+`",
            "`vdpa -j mgmtdev show`: `dev_features`",
        ),
        (
            "vdpa_mgmtdev_classes",
            "classes that its management device can make, joined by `+`",
            "`vdpa -j mgmtdev show`: `supported_classes`",
        ),
        (
            "vdpa_mgmtdev_max_vqs",
            "virtqueues that its management device can give",
            "`vdpa -j mgmtdev show`: `max_supported_vqs`",
        ),
    ),
    *_tool(
        _DEVLINK,
        ("devlink_handle", "devlink's name for it, bus/device", "`devlink -j dev info`: the key"),
        ("devlink_driver", "driver, as devlink says", "`devlink -j dev info`: `driver`"),
        ("devlink_fixed.<name>", "a version that cannot change", "`devlink -j dev info`: `fixed`"),
        ("devlink_running.<name>", "a version that runs, such as fw.mgmt", "... `running`"),
        ("devlink_stored.<name>", "a version that runs after a reset", "... `stored`"),
    ),
    *_tool(
        ("vf",),
        (
            "devlink_port.<key>",
            "one entry of the port of this VF: index, flavour, function.migratable, ...",
            "`devlink -j port show`: the port with flavour pcivf, this VF's PF and number",
        ),
    ),
    *_tool(
        _PORTS,
        (
            "devlink_ports.<index>.<key>",
            "one entry of a port that belongs to no VF listed here",
            "`devlink -j port show`",
        ),
    ),
    FactName(
        "probe_migration_flags",
        KINDS,
        "probe",
        "what VFIO_DEVICE_FEATURE_MIGRATION answered, decimal: 1 STOP_COPY, 2 P2P, 4 PRE_COPY",
        "`facts/*.json`: `probe`: `migration_flags`",
    ),
    FactName(
        "probe_migration_errno",
        KINDS,
        "probe",
        "the errno that VFIO_DEVICE_FEATURE_MIGRATION gave; ENOTTY: it cannot migrate",
        "`facts/*.json`: `probe`: `errno`",
    ),
)

KERNEL_RELEASE: Final = "kernel_release"
"""The one fact of a host: `uname -r`, from MANIFEST.json or proc/sys/kernel/osrelease."""


def find_row(name: str) -> FactName | None:
    """Return the row that describes the fact of that name, or None for one of an operator's own."""
    for row in FACT_NAMES:
        prefix, varies, _ = row.name.partition("<")
        if name == row.name or (varies and name.startswith(prefix) and name != prefix):
            return row
    return None
