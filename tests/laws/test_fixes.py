"""What `lint --fix` changes means the same, in every format, and leaves nothing more to change.

Belongs here: the law over documents of small domains. Must not know: how texts are cut.
"""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from devcompat.algebra.diff import diff
from devcompat.algebra.lint.checks import lint
from devcompat.formats.registry import read_document, write_document
from devcompat.language.parser import parse
from devcompat.match.compiled import compile_document
from devcompat.verbs.lint import STRUCTURED, Linted
from devcompat.verbs.lint_fix import fix
from tests.strategies.differences import pairs


def linted(data: bytes, form: str) -> Linted:
    """Return what lint finds in a text."""
    document = read_document(data, "", form)
    return Linted("d", document, lint(document, structured=form in STRUCTURED), None, form)


def fixed(data: bytes, form: str) -> bytes | None:
    """Return the fixed text, None if there is nothing to fix. Fails where a law is broken."""
    found = linted(data, form)
    made = fix(found)
    fixable = [one for one in found.findings if one.code == "lint.covered"]
    if made is None:
        assert not fixable, "what is covered stays"
        return None
    after = linted(made.after.encode(), form)
    assert found.document is not None
    assert after.document is not None
    relation = diff(compile_document(found.document), compile_document(after.document)).relation
    assert relation in {"equal", "undecided"}
    assert fix(after) is None
    assert not any(one.code in {done.code for done in made.done} for one in after.findings)
    return made.after.encode()


@pytest.mark.parametrize("form", ["text", *STRUCTURED])
@given(seed=st.integers(0, 2**32), twice=st.booleans())
@example(seed=12468, twice=True)
@settings(max_examples=40)
def test_a_fix_means_the_same_and_is_all_there_is(form: str, seed: int, twice: bool) -> None:
    (pair,) = pairs(1, seed)
    objects = pair.old.split("COMPATIBLE:")
    text = "COMPATIBLE:".join([*objects, *objects[1:]] if twice else objects)
    if form == "text":
        fixed(re.sub(":int:([^}]+)}", r":int:\1,\1}", text).encode(), form)
    data = write_document(parse(text).descriptor, form)
    made = fixed(data, form)
    if made is None and twice:
        # Objects without demands, or that never match, are told as that, and not as covered.
        found = linted(data, form)
        assert found.document is not None
        told = {one.object_index for one in found.findings}
        assert told >= set(range(len(found.document.descriptor.compatible)))
