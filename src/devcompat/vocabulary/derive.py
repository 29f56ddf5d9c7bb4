"""Derive: from a SELF and its fields' rules to the descriptor that follows (section 11).

Belongs here: putting the fields' acceptances together. Must not know: where rules come from.
"""

from collections.abc import Mapping

from devcompat.language.nodes import Descriptor, Field, Object, Template
from devcompat.vocabulary.rules import accepted, variable_names


def derive(texts: Mapping[str, str], rules: Mapping[str, str]) -> Descriptor:
    """Return the descriptor of a device whose SELF has `texts`, by a rule for each field.

    Raises KeyError for a field without a rule: what is compared is always said.
    """
    variables = variable_names(texts)
    acceptances = {
        name: accepted(rules[name], variables[name], text) for name, text in texts.items()
    }
    accepting = Object(
        tuple(Field(name, found.value) for name, found in acceptances.items()),
        tuple(found.variable for found in acceptances.values() if found.variable is not None),
    )
    fields = tuple(Field(name, Template((text,) if text else ())) for name, text in texts.items())
    return Descriptor(Object(fields), (accepting,))
