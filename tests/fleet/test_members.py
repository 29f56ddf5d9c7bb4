"""Members: after any comings and goings what a sorted list of them says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devcompat.fleet import members
from devcompat.fleet.members import NO_KEY, Members

KEYS = st.integers(0, 30)


@given(
    chunk=st.sampled_from([1, 2, 4]),
    begin=st.sets(KEYS),
    steps=st.lists(st.tuples(st.booleans(), KEYS), max_size=40),
    count=st.integers(0, 6),
)
def test_members_are_a_sorted_list(
    chunk: int, begin: set[int], steps: list[tuple[bool, int]], count: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(members, "CHUNK", chunk)
        found, wanted = Members(sorted(begin)), set(begin)
        for comes, key in steps:
            (found.add if comes else found.discard)(key)
            (wanted.add if comes else wanted.discard)(key)
            assert (found.size, found.lowest) == (len(wanted), min(wanted, default=NO_KEY))
            assert list(found) == sorted(wanted)
            assert list(found.first(count)) == sorted(wanted)[:count]
            assert (key in found) == (key in wanted)
