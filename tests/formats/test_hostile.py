"""Documents as large as may be, and wrong all over, are refused or read in bounded time.

Here belongs the bound, in seconds of the processor. It must not know how a document is read.
"""

import contextlib
import signal
from collections.abc import Iterator

import pytest

from devcompat.formats.registry import FORMATS, read_document
from devcompat.language.problems import InputError

from .hostile import documents

MOST = 5.0
"""Ten times what the slowest takes on a small machine; a search that explodes takes for ever."""


@pytest.fixture
def clock() -> Iterator[None]:
    """Make what takes longer than it may fail, and not hang, also within a regular expression."""

    def fail(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, fail)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


@pytest.mark.parametrize("form", FORMATS)
def test_no_document_takes_long(form: str, clock: None) -> None:
    for data in documents(form):
        signal.setitimer(signal.ITIMER_PROF, MOST)
        try:
            with contextlib.suppress(InputError):
                read_document(data, "d", form)
        except TimeoutError:
            pytest.fail(f"more than {MOST} s for {data[:60]!r} ...")
