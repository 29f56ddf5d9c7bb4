"""The registries: every code once, well-formed, with sentences that can be printed."""

import re

import pytest

from devcompat.codes.baselines import BASELINES
from devcompat.codes.differences import DIFFERENCES
from devcompat.codes.errors import ERRORS
from devcompat.codes.evidence import EVIDENCE
from devcompat.codes.lint import LINTS
from devcompat.codes.plans import PLANS
from devcompat.codes.reasons import REASONS
from devcompat.codes.registry import Entry, find_entry, iter_entries
from devcompat.codes.steps import STEPS

ENTRIES = iter_entries()


def test_no_code_stands_in_two_registries() -> None:
    assert len({entry.code for entry in ENTRIES}) == len(ENTRIES)
    tables = (BASELINES, DIFFERENCES, ERRORS, EVIDENCE, LINTS, PLANS, REASONS, STEPS)
    assert len(ENTRIES) == sum(map(len, tables))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_code_is_well_formed_and_explained_in_sentences(entry: Entry) -> None:
    assert re.fullmatch(r"[a-z]+(\.[a-z0-9]+(-[a-z0-9]+)*)?", entry.code)
    assert entry.section in {"", *map(str, range(1, 12))}
    for said in (entry.meaning, entry.next_step):
        assert said.isprintable()
        assert said.endswith((".", "NAME", ")"))
        assert said[0].isupper() or not said[0].isalpha()
        assert len(said) <= 200
    assert find_entry(entry.code) == entry


def test_codes_that_the_specification_names_are_there() -> None:
    named = {
        "field.missing", "field.unexpected", "value.differs", "value.not-allowed",
        "value.out-of-range", "value.malformed", "variables.conflict", "field.opaque",
        "field.unread", "match.budget", "descriptor.missing",
    }  # fmt: skip
    assert named <= {entry.code for entry in EVIDENCE}


def test_reasons_answer_yes_no_or_unknown() -> None:
    assert {reason.answer for reason in REASONS} == {"yes", "no", "unknown"}
