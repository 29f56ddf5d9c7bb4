"""Fixed samples: the same pairs in every run.

Here belongs drawing without chance. It must not know what the pairs are drawn for.
"""

from hypothesis import HealthCheck, Phase, given, settings

from .pairs import DocumentPair, document_pairs


def distinct_pairs(draws: int) -> list[DocumentPair]:
    """Draw so many pairs and keep those that differ; another run draws the same."""
    pairs: dict[DocumentPair, None] = {}

    @settings(
        derandomize=True,
        max_examples=draws,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(document_pairs())
    def collect(pair: DocumentPair) -> None:
        pairs.setdefault(pair)

    collect()
    return list(pairs)
