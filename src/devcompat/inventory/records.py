"""Records: what is known of one machine, as values.

Belongs here: facts with their origin, misses, devices, creatable types, the host that holds them.
Must not know: how anything was read, how it is written down (serial), what it means for migration.

Absent is not false and unknown is not absent: an attribute that was read is a `Fact`, one that
could not be read is a `Miss`, one that is rightly not there is neither.
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
"""A value of a JSON document."""

Origin = Literal["kernel", "tool", "probe", "operator"]
"""Who says so: read from the kernel, printed by devlink or vdpa, answered by the device to a
question through VFIO, or stated in an overlay."""
ORIGINS: Final[tuple[Origin, ...]] = ("kernel", "tool", "probe", "operator")

Kind = Literal["mdev", "vf", "pf", "pci", "vdpa", "devlink"]
"""What a device is: a mediated device; an SR-IOV virtual or physical function; another PCI device
that is listed because it is on a vfio driver, has a descriptor, or is named by a facts file; a vDPA
device; a device on another bus that devlink names."""
KINDS: Final[tuple[Kind, ...]] = ("mdev", "vf", "pf", "pci", "vdpa", "devlink")


class Fact(NamedTuple):
    """One thing that is known, and who says so.

    `name` is one of `names.FACT_NAMES`, or the operator's own; `value` is the text as it was found,
    without the newline that ends it; `source` is a path below the root (no leading slash), or the
    overlay file's name.
    """

    name: str
    value: str
    origin: Origin
    source: str


class Miss(NamedTuple):
    """One thing that could not be read.

    `path` is below the root (no leading slash); `errno_name` is the symbol, such as `EIO`; `why` is
    a code of `misses.MISS_CODES`; `name` is the fact that is unknown for it, "" for none.
    """

    path: str
    errno_name: str
    why: str
    name: str = ""


class NativeDescriptor(NamedTuple):
    """A device's or a type's own descriptor, verbatim, and its path below the root.

    `text` is that of `migration_compatible`. In a layout of several files it is empty, `path` is
    the directory, and `files` has each file's path below that with the file's text. A device that
    has none may have its type's, in the layout `type`; then `path` is the type's directory.
    """

    text: str
    path: str
    files: tuple[tuple[str, str], ...] = ()


class StatedDescriptor(NamedTuple):
    """A descriptor that an operator states in an overlay, verbatim, and the overlay's name.

    `override` is true if the entry says that it counts against what was read.
    """

    text: str
    source: str
    override: bool = False


class Judged(NamedTuple):
    """What `discover --json` adds beside a device or type: kept as it stands, given no meaning.

    `migration` is the answer whether the device can migrate, with its reason; `descriptor` the text
    of the descriptor that was used, `basis` how it is known. None where a document has none.
    """

    migration: Mapping[str, Json] | None = None
    descriptor: str | None = None
    basis: str | None = None


class Device(NamedTuple):
    """One device of a host.

    `address` is a mdev's UUID, a PCI address `dddd:bb:dd.f`, or the name of a vDPA or devlink
    device; `parent` the address or name of the device that it hangs from, "" if it has none.
    A name appears twice in `facts` only if an overlay overrides: the later one counts.
    """

    address: str
    kind: Kind
    parent: str
    facts: tuple[Fact, ...] = ()
    native: NativeDescriptor | None = None
    stated: StatedDescriptor | None = None
    misses: tuple[Miss, ...] = ()
    judged: Judged | None = None

    def fact(self, name: str) -> Fact | None:
        """Return the fact of that name that counts, or None: `miss` says whether it is unknown."""
        return next((fact for fact in reversed(self.facts) if fact.name == name), None)

    def value(self, name: str) -> str | None:
        """Return the value of the fact that counts, or None if there is no such fact."""
        fact = self.fact(name)
        return None if fact is None else fact.value

    def miss(self, name: str) -> Miss | None:
        """Return why a fact that is not there is unknown, or None if it is known to be absent.

        A miss without a name is about the whole device.
        """
        named = (miss for miss in self.misses if miss.name == name)
        return next(named, None) or next((miss for miss in self.misses if not miss.name), None)


class CreatableType(NamedTuple):
    """A mdev type that a parent offers: what could be created there.

    `parent` and `type_id` as the kernel names them (`0000:00:02.0`, `i915-GVTg_V5_4`). A text is
    None if the parent does not give it or it could not be read (then there is a miss);
    `available_instances` is how many more can be created if nothing else is, None likewise: types
    of one parent share what it has (pools). `facts` are those that a device of the type would have
    besides: its driver where a device of the same parent shows it, the parent's, an operator's.
    `native` and `stated` are a type's descriptor, which may have PARAMETERS.
    """

    parent: str
    type_id: str
    name: str | None
    description: str | None
    device_api: str | None
    available_instances: int | None
    misses: tuple[Miss, ...] = ()
    facts: tuple[Fact, ...] = ()
    native: NativeDescriptor | None = None
    stated: StatedDescriptor | None = None
    judged: Judged | None = None

    @property
    def address(self) -> str:
        """Return `PARENT/TYPE`, by which a user names the type on its host."""
        return f"{self.parent}/{self.type_id}"

    @property
    def path(self) -> str:
        """Return the type's directory below the root."""
        return f"sys/class/mdev_bus/{self.parent}/mdev_supported_types/{self.type_id}"

    def own_facts(self) -> tuple[Fact, ...]:
        """Return what was read of the type itself, as the facts that a device of it would have."""
        count = self.available_instances
        read = (
            ("mdev_type", self.type_id),
            ("device_api", self.device_api),
            ("type_name", self.name),
            ("type_description", self.description),
            ("available_instances", None if count is None else str(count)),
        )
        return tuple(
            Fact(name, value, "kernel", self.path) for name, value in read if value is not None
        )

    def value(self, name: str) -> str | None:
        """Return the value of the fact that counts, or None if there is no such fact."""
        return next((fact.value for fact in reversed(self.facts) if fact.name == name), None)


class Host(NamedTuple):
    """One machine, live or captured.

    `root` labels where it was read from, as the user named it; `kernel` is the fact
    `kernel_release`, None if unknown (then there is a miss); `misses` are those of no device;
    `constructed` is true for a capture whose manifest says that no kernel published it.
    """

    name: str
    root: str
    kernel: Fact | None
    devices: tuple[Device, ...]
    types: tuple[CreatableType, ...]
    misses: tuple[Miss, ...] = ()
    constructed: bool = False

    def find_device(self, address: str) -> Device | None:
        """Return the device of that address, in any case of letters, or None."""
        wanted = address.lower()
        return next((device for device in self.devices if device.address.lower() == wanted), None)
