"""What holds for every test: no law fails because the machine is busy, nor by chance in CI.

Where `CI` is set, laws try the same examples for the same commit: one that passed passes again.
Elsewhere each run tries others, and `make laws` many: that is where a law is found broken.
"""

from os import environ

from hypothesis import HealthCheck, settings

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "repeatable",
    settings.get_profile("patient"),
    derandomize=True,
    database=None,
    print_blob=True,
)
settings.load_profile("repeatable" if environ.get("CI") else "patient")
