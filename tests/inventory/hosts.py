"""Strategies: any host at all, also ones that no machine has."""

from hypothesis import strategies as st

from devcompat.inventory.records import (
    KINDS,
    ORIGINS,
    CreatableType,
    Device,
    Fact,
    Host,
    Judged,
    Miss,
    NativeDescriptor,
    StatedDescriptor,
)

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)

FACTS = st.builds(Fact, TEXTS, TEXTS, st.sampled_from(ORIGINS), TEXTS)
MISSES = st.builds(Miss, TEXTS, TEXTS, TEXTS, TEXTS)
_FACT_TUPLES = st.lists(FACTS, max_size=3).map(tuple)
_MISS_TUPLES = st.lists(MISSES, max_size=3).map(tuple)

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)
_FILES = st.dictionaries(TEXTS, TEXTS, max_size=3).map(lambda found: tuple(found.items()))
_JUDGED = st.builds(
    Judged,
    st.none() | st.dictionaries(TEXTS, _JSON, max_size=2),
    st.none() | TEXTS,
    st.none() | TEXTS,
).map(lambda judged: None if judged == Judged() else judged)

_NATIVE = st.none() | st.builds(NativeDescriptor, TEXTS, TEXTS, files=_FILES)
_STATED = st.none() | st.builds(StatedDescriptor, TEXTS, TEXTS, st.booleans())

DEVICES = st.builds(
    Device,
    address=TEXTS,
    kind=st.sampled_from(KINDS),
    parent=TEXTS,
    facts=_FACT_TUPLES,
    native=_NATIVE,
    stated=_STATED,
    misses=_MISS_TUPLES,
    judged=_JUDGED,
)
TYPES = st.builds(
    CreatableType,
    parent=TEXTS,
    type_id=TEXTS,
    name=st.none() | TEXTS,
    description=st.none() | TEXTS,
    device_api=st.none() | TEXTS,
    available_instances=st.none() | st.integers(min_value=0),
    misses=_MISS_TUPLES,
    facts=_FACT_TUPLES,
    native=_NATIVE,
    stated=_STATED,
    judged=_JUDGED,
)
HOSTS = st.builds(
    Host,
    name=TEXTS,
    root=TEXTS,
    kernel=st.none() | FACTS,
    devices=st.lists(DEVICES, max_size=2).map(tuple),
    types=st.lists(TYPES, max_size=2).map(tuple),
    misses=_MISS_TUPLES,
    constructed=st.booleans(),
)
