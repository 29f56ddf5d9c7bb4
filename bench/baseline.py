"""Bench baseline: what 500 classes of one driver accept together: `python -m bench.baseline`.

Here belongs a pool as fleets have it, and how long its baseline takes. It must not know how a
baseline is made.
"""

import time
from random import Random

from devcompat.algebra.baseline.baseline import baseline
from devcompat.language.parser import parse
from devcompat.match.compiled import Compiled, compile_document

CLASSES = 500
GOAL = 0.2
"""Seconds of processor time."""
ROUNDS = 5
_FEATURES = ("csum", "tso", "rss", "lro", "vlan", "ptp", "ipsec", "gso")


def pool(count: int, seed: int = 1) -> list[str]:
    """Return documents of a driver's releases on several generations of hardware."""
    random = Random(seed)  # noqa: S311
    return [_document(random) for _ in range(count)]


def _document(random: Random) -> str:
    minor, queues = random.randint(4, 9), random.choice((8, 16, 16, 32, 64))
    own = [*_FEATURES[:3], *(name for name in _FEATURES[3:] if random.random() < 0.8)]
    types = random.choice(("1,2,4", "1,2,4,8", "2,4,8"))
    lines = [
        "SELF: vendor=15b3 device=101e driver=vf mdev_type=V5_4 aggregator=4 queues=8",
        f"state=1.{minor} features={'+'.join(own)} caps={random.choice(('0xff', '0xf7', '0x7f'))}",
    ]
    for lowest, more in ((random.randint(0, 3), ""), (0, 'mode={m:string:"",legacy}')):
        lines += [
            "COMPATIBLE: vendor=15b3 device={d:string:101e,1018} driver=vf",
            f"mdev_type=V5_{{t:int:{types}}} aggregator={{t}} queues={{q:int:1..{queues}}}",
            f"state={{v:version:>=1.{lowest},<1.{minor + 1}}} features={{f:set:{','.join(own)}}}",
            f"caps={{c:mask:{random.choice(('0xff', '0xf7', '0x7f'))}}}",
            f"firmware={{w:version:>={random.randint(10, 14)}.0,<40}} {more}",
        ]
    return "\n".join(lines)


def compiled(documents: list[str]) -> list[Compiled]:
    """Return devices whose COMPATIBLE objects are ready to be matched."""
    devices = [compile_document(parse(text)) for text in documents]
    for device in devices:
        assert device.objects
    return devices


def main() -> None:
    """Print the best of some rounds; the objects are compiled before, as those of a fleet are."""
    devices = compiled(pool(CLASSES))
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        found = baseline(devices)
        times.append(time.process_time() - began)
    best = min(times)
    said = "below" if best < GOAL else "NOT below"
    print(f"baseline of {CLASSES} classes: {found.outcome}, {best * 1000:.0f} ms, {said} the goal")


if __name__ == "__main__":
    main()
