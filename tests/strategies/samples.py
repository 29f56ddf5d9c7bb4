"""Fixed samples: the same pairs in every run.

Here belongs drawing without chance. It must not know what the pairs are drawn for.
"""

from typing import TypeVar, cast

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from .choices import ByChance
from .pairs import DocumentPair, document_pairs
from .types import TypeCase, draw_type_case, type_cases

T = TypeVar("T")


def distinct_pairs(draws: int) -> list[DocumentPair]:
    """Draw so many pairs and keep those that differ; another run draws the same."""
    return _distinct(document_pairs(), draws)


def distinct_type_cases(draws: int) -> list[TypeCase]:
    """Draw so many cases of type descriptors and keep those that differ, the same in each run."""
    return _distinct(type_cases(), draws)


def many_type_cases(count: int, seed: int) -> list[TypeCase]:
    """Return so many different cases of type descriptors, the same for the same seed."""
    draw = cast("st.DrawFn", ByChance(seed))
    found: dict[TypeCase, None] = {}
    while len(found) < count:
        found.setdefault(draw_type_case(draw))
    return list(found)


def _distinct(strategy: st.SearchStrategy[T], draws: int) -> list[T]:
    found: dict[T, None] = {}

    @settings(
        derandomize=True,
        max_examples=draws,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(drawn: T) -> None:
        found.setdefault(drawn)

    collect()
    return list(found)
