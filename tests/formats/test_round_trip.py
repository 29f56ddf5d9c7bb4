"""Law: what one format writes reads back equal, and every format holds what the others hold."""

import json

import pytest
from hypothesis import HealthCheck, given, settings

from devcompat.formats.registry import FORMATS, detect, read_document, write_document
from devcompat.language.nodes import Descriptor
from tests.strategies import DocumentPair, document_pairs

from .descriptors import descriptors

SLOW = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_written_reads_back_equal(form: str) -> None:
    @SLOW
    @given(descriptors())
    def law(descriptor: Descriptor) -> None:
        written = write_document(descriptor, form)
        assert read_document(written, "w", form).descriptor == descriptor

    law()


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_written_shows_its_format_and_writes_the_same_again(form: str) -> None:
    @SLOW
    @given(descriptors())
    def law(descriptor: Descriptor) -> None:
        written = write_document(descriptor, form)
        assert detect(written) == form
        assert write_document(read_document(written).descriptor, form) == written

    law()


@SLOW
@given(descriptors())
def test_text_and_json_of_a_descriptor_read_back_equal_to_each_other(
    descriptor: Descriptor,
) -> None:
    text = read_document(write_document(descriptor, "text"), "t", "text").descriptor
    structured = read_document(write_document(descriptor, "json"), "j", "json").descriptor
    assert text == structured
    assert hash(text) == hash(structured)


@SLOW
@given(document_pairs())
def test_text_that_people_write_goes_through_json_unchanged(pair: DocumentPair) -> None:
    for written in pair[:2]:
        descriptor = read_document(written.encode(), "t", "text").descriptor
        through = read_document(write_document(descriptor, "json"), "j", "json").descriptor
        assert through == descriptor
        assert read_document(write_document(through, "text")).descriptor == descriptor


@SLOW
@given(descriptors())
def test_json_is_what_the_standard_library_reads_too(descriptor: Descriptor) -> None:
    written = write_document(descriptor, "json")
    assert written.endswith(b"}\n")
    again = json.dumps(json.loads(written)).encode()
    assert read_document(again, "j", "json").descriptor == descriptor


@pytest.mark.parametrize("form", FORMATS)
def test_empty_objects_survive(form: str) -> None:
    source = b"SELF:\nCOMPATIBLE:\nCOMPATIBLE:\n"
    descriptor = read_document(source).descriptor
    assert len(descriptor.compatible) == 2
    assert read_document(write_document(descriptor, form)).descriptor == descriptor
