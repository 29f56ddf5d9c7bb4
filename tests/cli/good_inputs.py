"""Good inputs: command lines that are answered, by the name of the golden file with the answer.

Here belong what users ask, and words of it that come often. It must not know the answers (golden/).
"""

MTTY = "83b8f4f2-509f-382f-3c1e-e6bfe0fa1001"
MDPY = "83b8f4f2-509f-382f-3c1e-e6bfe0fa3001"
TYPED = r"SELF: device_api=vfio-pci software_version=2.1.7 compatible_pv=none+ppgtt x=1\n"
FEATURED = r"SELF: vendor=acme features=a+b level=3 feature_mask=0x5 security=on api=1.2\n"

NEW = "0f5d0000-0000-4000-8000-000000000001"
RECIPE = f"--recipe --uuid {NEW}"
GVTG_TYPE = "constructed-types/0000:00:02.0/i915-GVTg_V5"
ACME = "captures/constructed-types/sys/class/mdev_bus/0000:65:00.0/mdev_supported_types"

LINTED = (
    r"SELF: d=10-4 v=2\nCOMPATIBLE: d=10-{n:int:1..9} v={v:version:~=2}\n"
    r"COMPATIBLE: v={v:version:>=3,<2}\nCOMPATIBLE: d=1 v={s:string:2,3,2}\nCOMPATIBLE: d=1 v=3\n"
)

WIDE = r"SELF: type=pci n=2\nCOMPATIBLE: type=pci n={n:int:1..9}\n"

GOOD = {
    "compatible": "devcompat check a.txt b.txt",
    "compatible-json": "devcompat check a.json b.txt --json",
    "compatible-yaml-toml": "devcompat check a.yaml b.toml",
    "convert-yaml": "devcompat convert opaque.txt --to yaml",
    "convert-toml": "devcompat convert type.txt --to toml",
    "convert-json": "devcompat convert b.toml --to json",
    "convert-text": "devcompat convert - --to text <a.json",
    "convert-to-file": "devcompat convert a.txt --to json -o n.json && cat n.json && rm n.json",
    "convert-replaces": "cp a.txt c.txt && devcompat convert b.txt --to text -o c.txt --json && "
    "cat c.txt && rm c.txt",
    "convert-dir": "devcompat convert b.txt --to dir -o new && grep -r . new | sort; rm -r new",
    "convert-flat": "devcompat convert b.txt --to flat -o new --json; rm -r new",
    "convert-keys": "devcompat convert type.txt --to keys -o new && "
    "devcompat convert new --to text; rm -r new",
    "incompatible-layout": "devcompat check refusing.txt keys",
    "convert-set": "devcompat convert type.txt --to text --set n=4",
    "convert-set-as-json": "devcompat convert type.txt --to json --set n=4 --json",
    "convert-as-json": "devcompat convert a.txt --to yaml --json",
    "compatible-both": "devcompat check b.txt b.txt --rule both",
    "compatible-stdin": "cat a.txt | devcompat check - b.txt",
    "compatible-device-directory": "devcompat check a.txt native",
    "incompatible": "devcompat check a.txt refusing.txt",
    "incompatible-json": "devcompat check a.txt refusing.txt --json",
    "incompatible-nothing-accepted": "devcompat check a.txt mute.txt",
    "incompatible-both": "devcompat check a.txt b.txt --rule both",
    "unknown": "devcompat check a.txt opaque.txt",
    "batch": "devcompat check --batch batch.jsonl",
    "batch-empty": "devcompat check --batch empty.txt",
    "check-devices": f"devcompat check {MTTY} {MDPY} --in fleet.json",
    "check-weak-basis": f"devcompat check {MTTY} {MTTY} --in fleet.json --min-basis native",
    "discover-old-kernel": "devcompat discover --root captures/constructed-old-kernel",
    "lint": "devcompat lint a.txt b.txt refusing.txt opaque.txt type.txt a.json b.toml",
    "lint-findings": f"printf '{LINTED}' | devcompat lint -",
    "lint-findings-json": f"printf '{LINTED}' | devcompat lint - --json",
    "lint-github": f"printf '{LINTED}' | devcompat lint - --github",
    "lint-diff": f"printf '{LINTED}' | devcompat lint - --diff",
    "enumerate": "devcompat enumerate b.txt",
    "enumerate-too-many": "devcompat enumerate b.txt --limit 1",
    "enumerate-json": "devcompat enumerate b.txt --json",
    "fleet-status": "devcompat fleet status --store fleet.db",
    "fleet-status-json": "devcompat fleet status --store fleet.db --json",
    "fleet-forget-nobody": "devcompat fleet forget n9 --store fleet.db",
    "fleet-history-unchanged": "devcompat fleet history n1/0000:65:00.4 --store fleet.db",
    "fleet-hosts": "devcompat fleet hosts --store fleet.db",
    "find": f"devcompat find {MTTY} --in fleet.json",
    "find-store": f"devcompat find mdev-created/{MTTY} --store region.db",
    "find-store-all": f"devcompat find mdev-created/{MTTY} --store region.db --all --free",
    "find-store-count": f"devcompat find mdev-created/{MTTY} --store region.db --count",
    "find-store-names": f"devcompat find mdev-created/{MTTY} --store region.db --names --limit 3",
    "find-store-limit": f"devcompat find mdev-created/{MTTY} --store region.db --limit 1",
    "find-store-by-host": f"devcompat find mdev-created/{MTTY} --store region.db --by-host",
    "find-store-json": f"devcompat find mdev-created/{MTTY} --store region.db --return --json",
    "find-store-same": f"devcompat find mdev-created/{MTTY} --store region.db --same=nr_ports "
    "--all",
    "find-store-label": f"devcompat find mdev-created/{MTTY} --store region.db --label zone=z1",
    "find-store-file": "devcompat find a.txt --store region.db --count",
    "find-store-vm": "devcompat find --vm ports.json --store region.db",
    "find-store-vm-json": "devcompat find --vm ports.json --store region.db --limit 1 --json",
    "find-store-vm-none": "devcompat find --vm vm.xml --store region.db",
    "why": f"devcompat why mdev-created/{MTTY} mdev-created-cdev-iommufd --store region.db",
    "why-json": f"devcompat why mdev-created/{MTTY} mdev-types-only --store region.db --json",
    "matrix": "devcompat matrix --store region.db",
    "matrix-json": "devcompat matrix --store region.db --rule both --json",
    "matrix-svg": "devcompat matrix --store region.db --svg m.svg && cat m.svg; rm m.svg",
    "what-if": "devcompat what-if --upgrade upgrade.yaml --store vgpus.db",
    "what-if-order": "devcompat what-if --upgrade upgrade.yaml --store vgpus.db --order --limit 1",
    "what-if-json": "devcompat what-if --upgrade upgrade.yaml --store vgpus.db --order --json "
    "--limit 1",
    "what-if-svg": "devcompat what-if --upgrade upgrade.yaml --store vgpus.db --order --svg w.svg "
    ">w.txt; cat w.svg; rm w.svg w.txt",
    "baseline": f"printf '{WIDE}' | devcompat baseline b.txt -",
    "baseline-json": f"printf '{WIDE}' | devcompat baseline b.txt - --json",
    "baseline-to-yaml": f"printf '{WIDE}' | devcompat baseline b.txt - -o n.yaml --to yaml && "
    "cat n.yaml && rm n.yaml",
    "baseline-nothing": "devcompat baseline --store fleet.db",
    "baseline-nothing-json": "devcompat baseline a.txt b.txt --json",
    "baseline-cannot-write": "devcompat baseline b.txt opaque.txt",
    "baseline-undecided": "devcompat baseline opaque.txt opaque.txt",
    "baseline-label": "devcompat baseline --store fleet.db --label zone=z2",
    "pools": "devcompat pools --store vgpus.db",
    "pools-limit": "devcompat pools --store region.db --limit 1",
    "pools-json": "devcompat pools --store fleet.db --json",
    "pools-none": "devcompat pools a.txt",
    "export": "devcompat export --store region.db",
    "export-json": "devcompat export --store region.db --version-field nr_ports --json",
    "find-all": f"devcompat find {MTTY} --in fleet.json --all",
    "find-count": f"devcompat find {MTTY} --in fleet.json --count",
    "preflight": "devcompat preflight vm.xml --root captures/mdev-created",
    "preflight-to": "devcompat preflight vm.xml --root captures/mdev-created --to captures",
    "preflight-vocabulary": "devcompat preflight vm.xml --root captures/mdev-created --to captures "
    "--overlay levels.yaml --vocabulary features",
    "name-with-escapes": "devcompat check odd*name.txt b.txt",
    "create": f"devcompat create {MTTY} --from mtty/mtty-1 --in fleet.json {RECIPE}",
    "create-json": f"devcompat create {MTTY} --from mtty/mtty-1 --in fleet.json {RECIPE} --json",
    "create-parameters": f"devcompat create gvtg.txt --from {GVTG_TYPE}_8 --in captures {RECIPE}",
    "create-parameters-json": f"devcompat create gvtg.txt --from {GVTG_TYPE}_4 --in captures "
    f"{RECIPE} --json",
    "create-of-a-file": "devcompat create a.txt --from slice.txt --parent 0000:65:00.0 "
    f"--type acme-slice {RECIPE}",
    "create-copies": f"devcompat create {ACME}/acme-s1 --from {ACME}/acme-s1 {RECIPE}",
    "create-copies-known": "devcompat create ac3e0000-0000-4000-8000-000000000001 "
    f"--from 0000:65:00.0/acme-s1 --in captures {RECIPE}",
    "create-no-parameters-fit": "devcompat create refusing.txt --from slice.txt --parent p "
    f"--type t {RECIPE}",
    "create-incompatible": f"devcompat create {MTTY} --from mtty/mtty-2 --in fleet.json {RECIPE}",
    "create-immovable": f"devcompat create {MTTY} --from mdpy/mdpy-hd --in fleet.json {RECIPE}",
    "create-none-left": f"devcompat create big.txt --from {GVTG_TYPE}_1 --in captures {RECIPE}",
    "create-count-not-read": f"devcompat create {ACME}/acme-s1 --from 0000:65:00.0/acme-blind "
    f"--in captures {RECIPE}",
    "create-count-not-read-json": f"devcompat create {ACME}/acme-s1 --from {ACME}/acme-blind "
    f"{RECIPE} --json",
    "create-by-vocabulary": "devcompat create level.txt --from levels.txt --parent p --type t "
    f"--vocabulary features {RECIPE}",
    "create-dry-run": f"devcompat create {MTTY} --from mtty/mtty-1 --in fleet.json --uuid {NEW} "
    "--root captures/mdev-types-only",
    "create-dry-run-there": f"devcompat create {MTTY} --from mtty/mtty-1 --in fleet.json "
    f"--uuid {MTTY} --root captures/mdev-created",
    "create-dry-run-vdpa": "devcompat create a.txt --from b.txt --mgmtdev vdpasim_net --name v9 "
    "--mac 52:54:00:00:00:01 --features 0x20 --max-vqp 2 --root captures/vdpa-sim",
    "create-dry-run-json": "devcompat create a.txt --from b.txt --mgmtdev vdpasim_net "
    "--name vnet1 --root captures/vdpa-sim --json",
    "create-executed-capture": f"devcompat create {MTTY} --from mtty/mtty-1 --in fleet.json "
    f"--uuid {NEW} --root captures/mdev-types-only --execute --state st --wait 0; rm -r st",
    "create-vf-unknown": "devcompat create a.txt --from sriov-igb/0000:01:10.4 --driver "
    "mlx5_vfio_pci --root captures/sriov-igb",
    "create-leftovers-none": "devcompat create --leftovers --root captures/mdev-types-only",
    "create-leftovers-none-json": "devcompat create --leftovers --root captures/mdev-types-only "
    "--json",
    "create-weak-basis": f"devcompat create {MTTY} --from mtty/mtty-1 --in fleet.json {RECIPE} "
    "--min-basis native",
    "discover-types": "devcompat discover --root captures/constructed-types",
    "find-types": "devcompat find gvtg.txt --in captures/constructed-types --all",
    "derive-mdev-type": f"printf '{TYPED}' | devcompat derive - --vocabulary mdev-type",
    "derive-features": f"printf '{FEATURED}' | devcompat derive - --vocabulary features",
    "derive-json": f"printf '{TYPED}' | devcompat derive - --vocabulary mdev-type --json",
    "derive-to-yaml": f"printf '{TYPED}' | devcompat derive - --vocabulary mdev-type --to yaml",
    "derive-refused": "echo 'SELF: level=high api=x' | devcompat derive - --vocabulary features",
    "derive-refused-json": "echo SELF: level=x | devcompat derive - --vocabulary features --json",
    "check-vocabulary": "devcompat check mute.txt mute.txt --vocabulary features",
    "check-vocabulary-refused": "devcompat check a.txt mute.txt --vocabulary vocabulary.yaml",
    "check-vocabulary-of-its-own": "devcompat check a.txt b.txt --vocabulary vocabulary.yaml",
    "explain": "devcompat explain variables.conflict",
    "explain-yaml": "devcompat explain yaml.lines",
    "explain-json": "devcompat explain field.missing --json",
}
