"""Collecting: an object's declarations taken out of its values, where fields have no order.

Belongs here: from a section whose values declare to one whose variables are declared apart.
Must not know: files, which layout has no order.
"""

from devcompat.language import limits
from devcompat.language.assembly import Section
from devcompat.language.nodes import Variable
from devcompat.language.report import Report
from devcompat.language.scope import Scope
from devcompat.language.templates import VARIABLE_NAME, Part, Placeholder
from devcompat.language.tokens import RawField


def collected(section: Section, report: Report) -> Section:
    """Return a COMPATIBLE section with its declarations apart; any other section as it is."""
    if section.name != "COMPATIBLE":
        return section
    collector = _Collector(report)
    fields = [collector.without_declarations(raw) for raw in section.fields]
    declared = collector.declared
    if len(declared) > limits.VARIABLES:
        extra = list(declared.values())[limits.VARIABLES]
        expected = f"at most {limits.VARIABLES} variables in an object"
        report.add("limit.variables", extra.offset, extra.name, expected)
    return section._replace(fields=fields, declared=declared, hidden=frozenset(collector.hidden))


class _Collector:
    """The variables of one object, by name; `hidden` are those whose declaration is wrong."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._scope = Scope(report)
        self.declared: dict[str, Variable] = {}
        self.hidden: set[str] = set()

    def without_declarations(self, raw: RawField) -> RawField:
        """Return the field with each declaration in its value replaced by a use."""
        self.hidden.update(raw.lost or ())
        parts = [
            self._use(part, raw) if isinstance(part, Placeholder) else part for part in raw.parts
        ]
        return raw._replace(parts=parts)

    def _use(self, part: Placeholder, raw: RawField) -> Part:
        name, declaring, rest = part.body.partition(":")
        sound = VARIABLE_NAME.fullmatch(name) is not None and len(name) <= limits.NAME_BYTES
        if not declaring or not sound:
            return part
        if name in self.declared or name in self.hidden:
            expected = "one declaration; use {" + name + "} elsewhere"
            self._report.add("variable.redeclared", raw.at(part.offset), name, expected)
        else:
            self._declare(name, rest, part, raw)
        return Placeholder(name, part.offset)

    def _declare(self, name: str, rest: str, part: Placeholder, raw: RawField) -> None:
        type_name, has_domain, domain = rest.partition(":")
        text = domain if has_domain else None
        variable = self._scope.declare(name, type_name, text, part, raw.at)
        if variable is None:
            self.hidden.add(name)
        else:
            self.declared[name] = variable
