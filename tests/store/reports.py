"""Reports: what the tests save."""

import hashlib
from collections.abc import Iterable
from typing import Any

from devcompat.store.records import Saved, StoredDevice, StoredReport, StoredType
from devcompat.store.store import Store

AT = "2026-11-27T00:00:00Z"
LATER = "2026-11-28T00:00:00Z"


def digest_of(name: str) -> str:
    return "c-" + hashlib.sha256(name.encode()).hexdigest()[:12]


def document_of(name: str) -> bytes:
    return b'{"self":{"model":"%s"}}' % name.encode()


def device(address: str, model: str = "a", **other: Any) -> StoredDevice:
    return StoredDevice(address, digest_of(model))._replace(**other)


def report(
    host: str,
    generation: int = 1,
    models: Iterable[str] = ("a", "b"),
    received: str = AT,
    **other: Any,
) -> StoredReport:
    """Return a report of one device a model, with the classes and descriptors that it names."""
    models = tuple(models)
    made = StoredReport(
        host,
        generation,
        {"zone": "z1", "rack": "r2"},
        tuple(
            device(f"0000:65:00.{number}", model, since=received, info=b'{"serial":"%d"}' % number)
            for number, model in enumerate(models)
        ),
        (StoredType("0000:65:00.0", "i915-GVTg_V5_4", 3, digest_of("type"), 2, "gpu"),),
        received,
        {digest_of(model): document_of(model) for model in models},
        {digest_of("type"): document_of("type")},
    )
    return made._replace(**other)


def save(store: Store, *reports: StoredReport, batch: int = 1000) -> list[Saved]:
    return list(store.save(reports, batch=batch))


def outcomes(store: Store, *reports: StoredReport) -> list[str]:
    return [saved.outcome for saved in save(store, *reports)]
