"""Machine: what a measurement was made on and with. Belongs here: versions, processor, cores."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

PACKAGES = (
    "devcompat", "cel-expr-python", "common-expression-language", "jsonschema-rs", "lark",
)  # fmt: skip


def described() -> dict[str, str]:
    """Return versions and hardware by name."""
    return {
        "python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.machine()}",
    }


def _processor() -> str:
    """Return the processor's model as the kernel names it."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or "unknown"
