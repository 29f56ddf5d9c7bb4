"""A type descriptor is no device's: `parameters.unset` in every layout, on both sides, in a batch.

Here belongs that no way in forgets it. What fixing gives is in the conformance suite.
"""

import io
import json
from pathlib import Path

import pytest

from devcompat.formats.registry import FORMATS, LAYOUTS
from devcompat.language.parser import parse
from devcompat.language.problems import InputError
from devcompat.match.verdict import RULES, Rule
from devcompat.verbs.batch import check_lines
from devcompat.verbs.check import check
from devcompat.verbs.convert import convert, convert_to_files
from devcompat.verbs.inputs import load_document
from devcompat.verbs.outputs import save_files

TYPE = parse("SELF: t=V_{p} COMPATIBLE: t=V_{p} PARAMETERS: g={p:int:1..8}")
DEVICE = parse("SELF: t=V_1 COMPATIBLE: t=V_1")


@pytest.mark.parametrize("form", [*FORMATS, *LAYOUTS])
@pytest.mark.parametrize("rule", RULES)
def test_a_type_is_no_side_in_any_layout(form: str, rule: Rule, tmp_path: Path) -> None:
    place = tmp_path / "type"
    if form in LAYOUTS:
        save_files(str(place), convert_to_files(TYPE, form))
    else:
        place.write_bytes(convert(TYPE, form))
    described = load_document(str(place), form)
    for source, target in ((described, DEVICE), (DEVICE, described)):
        with pytest.raises(InputError) as caught:
            check(source, target, rule)
        (problem,) = caught.value.problems
        assert problem.code == "parameters.unset"
        assert problem.position is not None or form == "toml"
        assert caught.value.source == str(place)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("side", ["source", "target"])
def test_a_type_in_a_batch_is_an_error_of_its_line(form: str, side: str) -> None:
    described, device = convert(TYPE, form).decode(), convert(DEVICE, form).decode()
    request = {"id": 1, "format": form, "source": device, "target": device, side: described}
    good = {"id": 2, "format": form, "source": device, "target": device}
    lines = io.BytesIO("".join(json.dumps(line) + "\n" for line in (request, good)).encode())
    first, second = check_lines(lines)
    assert isinstance(first["error"], dict)
    assert (first["error"]["code"], first["error"]["source"]) == ("parameters.unset", side)
    assert second["outcome"] == "compatible"
