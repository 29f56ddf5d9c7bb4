"""A domain's assigned devices, each with its line; and XML that is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devcompat.guest.domain import AssignedDevice, Domain, read_domain
from devcompat.guest.elements import LIMIT, MAX_DEPTH, DomainError

UUID = "83b8f4f2-509f-382f-3c1e-e6bfe0fa1001"
VF = "<address type='pci' domain='0x0000' bus='0x01' slot='0x10' function='0x2'/>"
LIVE = f"""\
<domstatus state='running' reason='booted' pid='4242'>
  <taint flag='hook'/>
  <domain type='kvm' id='5' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
    <name>t1</name>
    <uuid>83b8f4f2-509f-382f-3c1e-e6bfe0fad0d0</uuid>
    <devices>
      <emulator>/usr/bin/qemu-system-x86_64</emulator>
      <disk type='file' device='disk'><source file='/var/lib/t1.qcow2'/></disk>
      <interface type='network'>
        <source network='vfs'/>
        <actual type='hostdev' managed='yes'>
          <source>{VF}</source>
        </actual>
        <address type='pci' domain='0x0000' bus='0x07' slot='0x00' function='0x0'/>
      </interface>
      <interface type='bridge'><source bridge='br0'/></interface>
      <interface type='vdpa'>
        <source dev='/dev/vhost-vdpa-0'/>
      </interface>
      <hostdev mode='subsystem' type='mdev' managed='no' model='vfio-pci' display='off'>
        <source>
          <address uuid='{UUID}'/>
        </source>
        <alias name='hostdev0'/>
      </hostdev>
    </devices>
  </domain>
</domstatus>
"""


def domain(devices: str, *, rest: str = "") -> bytes:
    return (
        f"<domain type='kvm'><name>t</name>\n<devices>\n{devices}</devices>{rest}</domain>".encode()
    )


def only(devices: str) -> AssignedDevice:
    (device,) = read_domain(domain(devices), "t.xml").devices
    return device


def problem(data: bytes) -> tuple[str, int | None, int | None]:
    with pytest.raises(DomainError) as caught:
        read_domain(data, "t.xml")
    assert caught.value.source == "t.xml"
    first = caught.value.problems[0]
    assert first.expected
    if first.position is None:
        return first.code, None, None
    return first.code, first.position.line, first.position.column


def test_a_live_domain_gives_its_devices_in_order() -> None:
    assert read_domain(LIVE.encode(), "t1.xml") == Domain(
        "t1",
        "83b8f4f2-509f-382f-3c1e-e6bfe0fad0d0",
        (
            AssignedDevice("pci", "0000:01:10.2", "interface hostdev", 9, managed=True),
            AssignedDevice("vdpa", "/dev/vhost-vdpa-0", "interface vdpa", 17),
            AssignedDevice("mdev", UUID, "hostdev mdev", 20, model="vfio-pci"),
        ),
    )


def test_a_domain_without_assigned_devices_has_none() -> None:
    assert read_domain(domain("<disk type='file'/>"), "t.xml") == Domain("t", "", ())


def test_a_pci_device_is_named_as_sysfs_names_it() -> None:
    device = only(
        f"<hostdev mode='subsystem' type='pci' managed='yes'><source>{VF}</source></hostdev>"
    )
    assert device == AssignedDevice("pci", "0000:01:10.2", "hostdev pci", 3, managed=True)


@pytest.mark.parametrize(
    ("numbers", "address"),
    [
        ("domain='0x10000' bus='0xff' slot='0x1f' function='0x7'", "10000:ff:1f.7"),
        ("bus='1' slot='16'", "0000:01:10.0"),
        ("domain='0' bus='010' slot='0X1F' function='2'", "0000:08:1f.2"),
    ],
)
def test_numbers_are_read_as_libvirt_reads_them(numbers: str, address: str) -> None:
    source = f"<source><address {numbers}/></source>"
    assert only(f"<hostdev type='pci'>{source}</hostdev>").address == address


def test_a_uuid_is_given_in_lower_case_with_dashes() -> None:
    written = UUID.replace("-", "").upper()
    device = only(f"<hostdev type='mdev'><source><address uuid='{written}'/></source></hostdev>")
    assert device.address == UUID


def test_an_interface_on_a_virtual_function_is_its_pci_device() -> None:
    device = only(f"<interface type='hostdev' managed='yes'><source>{VF}</source></interface>")
    assert (device.kind, device.address, device.managed) == ("pci", "0000:01:10.2", True)


def test_a_transient_device_of_a_team_is_marked() -> None:
    teaming = "<teaming type='transient' persistent='ua-backup0'/>"
    device = only(f"<interface type='hostdev'><source>{VF}</source>{teaming}</interface>")
    assert device.transient


def test_a_vdpa_disk_is_its_node() -> None:
    device = only("<disk type='vhostvdpa'><source dev='/dev/vhost-vdpa-2'/></disk>")
    assert (device.kind, device.address) == ("vdpa", "/dev/vhost-vdpa-2")


@pytest.mark.parametrize(
    ("xml", "element", "address"),
    [
        (
            "<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/></source></hostdev>",
            "hostdev usb",
            "id=0x1234",
        ),
        (
            "<hostdev type='scsi'><source><adapter name='scsi_host0'/></source></hostdev>",
            "hostdev scsi",
            "name=scsi_host0",
        ),
        (
            "<hostdev type='scsi_host'><source protocol='vhost' wwpn='naa.5'/></hostdev>",
            "hostdev scsi_host",
            "protocol=vhost wwpn=naa.5",
        ),
        (
            "<hostdev mode='capabilities' type='misc'><source><char>/x</char></source></hostdev>",
            "hostdev capabilities misc",
            "/x",
        ),
        ("<hostdev/>", "hostdev", ""),
        (f"<disk type='nvme'><source>{VF}</source></disk>", "disk nvme", "0000:01:10.2"),
    ],
)
def test_what_is_not_covered_is_listed_as_other(xml: str, element: str, address: str) -> None:
    device = only(xml)
    assert (device.kind, device.element, device.address) == ("other", element, address)


QEMU = "http://libvirt.org/schemas/domain/qemu/1.0"
RAW = "value='vfio-pci,host=01:10.2'"


@pytest.mark.parametrize(
    "arguments",
    [
        f"<q:commandline xmlns:q='{QEMU}'><q:arg value='-device'/><q:arg {RAW}/></q:commandline>",
        f"<commandline xmlns='{QEMU}'><arg value='-device'/><arg {RAW}/></commandline>",
        f"<commandline xmlns='{QEMU}'><x:arg {RAW} xmlns:x='{QEMU}'/></commandline>",
        f"<x:commandline xmlns:x='{QEMU}'><arg xmlns='{QEMU}' {RAW}></arg></x:commandline>",
    ],
)
def test_a_device_given_to_qemu_behind_libvirts_back_is_listed(arguments: str) -> None:
    (device,) = read_domain(domain("", rest=arguments), "t.xml").devices
    assert (device.kind, device.element) == ("other", "qemu:arg")
    assert device.address == "vfio-pci,host=01:10.2"


def test_an_argument_of_no_namespace_is_none_of_qemus() -> None:
    arguments = f"<commandline><arg {RAW}/></commandline>"
    assert read_domain(domain("", rest=arguments), "t.xml").devices == ()


def test_a_prefix_that_is_not_declared_is_an_error() -> None:
    arguments = f"<qemu:commandline>\n<qemu:arg {RAW}/></qemu:commandline>"
    assert problem(domain("", rest=arguments))[0] == "domain.syntax"


@pytest.mark.parametrize(
    ("xml", "code", "line"),
    [
        ("<hostdev type='mdev'>\n<source/></hostdev>", "domain.address-missing", 4),
        ("\n<hostdev type='mdev'/>", "domain.address-missing", 4),
        (
            "<hostdev type='mdev'><source>\n<address uuid='xyz'/></source></hostdev>",
            "domain.address-malformed",
            4,
        ),
        ("<hostdev type='pci'><source/></hostdev>", "domain.address-missing", 3),
        (
            "<hostdev type='pci'><source>\n\n<address bus='0x01' slot='0x20'/></source></hostdev>",
            "domain.address-malformed",
            5,
        ),
        (
            "<hostdev type='pci'><source><address bus='09' slot='1'/></source></hostdev>",
            "domain.address-malformed",
            3,
        ),
        ("<interface type='vdpa'>\n<source/></interface>", "domain.address-missing", 4),
        ("<interface type='hostdev'/>", "domain.address-missing", 3),
    ],
)
def test_an_element_that_does_not_say_which_device_is_an_error_with_its_line(
    xml: str, code: str, line: int
) -> None:
    assert problem(domain(xml))[:2] == (code, line)


def test_all_bad_elements_are_reported_together() -> None:
    with pytest.raises(DomainError) as caught:
        read_domain(domain("<hostdev type='mdev'/>\n<interface type='vdpa'/>"), "t.xml")
    assert [found.position and found.position.line for found in caught.value.problems] == [3, 4]


BILLION_LAUGHS = (
    b"<!DOCTYPE lolz [<!ENTITY lol 'lol'>"
    + b"".join(
        b"<!ENTITY l%d '%s'>" % (level, b"&l%d;" % (level - 1) * 10 if level > 1 else b"&lol;")
        for level in range(1, 10)
    )
    + b"]><domain><name>&l9;</name></domain>"
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "domain.not-a-domain"),
        (b" \n\t", "domain.not-a-domain"),
        (b"\0" * 1000, "domain.syntax"),
        (b"not XML", "domain.syntax"),
        (b"<domain>", "domain.syntax"),
        (b"<domain><devices></domain>", "domain.syntax"),
        (b"<domain/><domain/>", "domain.syntax"),
        (b"\xff\xfe\xfa", "domain.syntax"),
        (b"<?xml version='1.0' encoding='no-such'?><domain/>", "domain.syntax"),
        (b"<domain name='&unknown;'/>", "domain.syntax"),
        (b"<network/>", "domain.not-a-domain"),
        (b"<domainsnapshot><domain/></domainsnapshot>", "domain.not-a-domain"),
        (b"<domstatus/>", "domain.not-a-domain"),
        (BILLION_LAUGHS, "domain.doctype"),
        (b"<!DOCTYPE domain SYSTEM 'file:///etc/passwd'><domain/>", "domain.doctype"),
        (b"<domain>" + b" " * LIMIT + b"</domain>", "domain.too-large"),
        (b"<domain>" * (MAX_DEPTH + 1), "domain.too-deep"),
        (b"<domain>" + b"<a>" * 500_000, "domain.too-deep"),
        (
            b"<domain><devices>" + b"<hostdev/>" * 5000 + b"</devices></domain>",
            "domain.too-many-devices",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value[:20]),
)
def test_what_is_no_sane_domain_is_refused(data: bytes, code: str) -> None:
    assert problem(data)[0] == code


def test_a_syntax_error_has_its_position() -> None:
    assert problem(b"<domain>\n  <devices>\n  </device>\n</domain>") == ("domain.syntax", 3, 5)


def test_a_comment_hides_a_device() -> None:
    assert read_domain(domain("<!-- <hostdev type='mdev'/> -->"), "t.xml").devices == ()


def test_devices_elsewhere_in_the_document_do_not_count() -> None:
    data = b"<domain><metadata><devices><hostdev type='mdev'/></devices></metadata></domain>"
    assert read_domain(data, "t.xml").devices == ()


@given(st.binary(max_size=200) | st.text("<>/='\" dominhsetvu&;!-\n", max_size=200).map(str.encode))
def test_any_bytes_give_a_domain_or_a_domain_error(data: bytes) -> None:
    problems = 0
    try:
        found = read_domain(data, "x")
    except DomainError as error:
        problems = len(error.problems)
    else:
        assert isinstance(found, Domain)
        problems = 1
    assert problems
