"""Stabbing: what the tree finds is what asking each interval finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devcompat.fleet import stabbing
from devcompat.fleet.stabbing import Intervals

ENDS = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda ends: tuple(sorted(ends)))


@pytest.mark.parametrize("few", [0, 1, 3, stabbing.FEW])
@given(intervals=st.lists(ENDS, max_size=60), point=st.integers(-1, 13))
def test_each_interval_with_the_point_is_found_once(
    few: int, intervals: list[tuple[int, int]], point: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stabbing, "FEW", few)
        tree = Intervals([low for low, _ in intervals], [high for _, high in intervals])
        wanted = [number for number, (low, high) in enumerate(intervals) if low <= point <= high]
        assert sorted(tree.containing(point)) == wanted
