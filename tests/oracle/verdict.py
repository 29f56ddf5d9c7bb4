"""What the oracle answers.

Here belong the records of an answer and what follows from them alone. They must not know how the
answer was found.
"""

from dataclasses import dataclass

COMPATIBLE = "compatible"
INCOMPATIBLE = "incompatible"
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """How one SELF fares with one COMPATIBLE object.

    `failing` holds the fields that cannot match with their variables free, and the unexpected
    ones; `codes` their failure codes where the specification makes them certain; `opaque` the
    fields nobody can decide here; `conflicts` the groups of other fields, linked by variables, that
    match each alone but not jointly; `binding` is the preferred one, if the object is not
    incompatible.
    """

    outcome: str
    failing: frozenset[str]
    codes: dict[str, str]
    opaque: frozenset[str]
    conflicts: tuple[frozenset[str], ...]
    binding: dict[str, int | str] | None

    @property
    def conflict(self) -> bool:
        """Whether fields that match each alone do not match jointly."""
        return bool(self.conflicts)

    @property
    def failures(self) -> int:
        """Each failing field counts one, and each group of linked fields in conflict one."""
        return len(self.failing) + len(self.conflicts)


@dataclass(frozen=True)
class OracleVerdict:
    """An outcome with its evidence; `findings` has one entry for each COMPATIBLE object in order.

    Under the rule `both` the evidence stands in `parts` (target-accepts, then source-lists).
    """

    outcome: str
    findings: tuple[Finding, ...] = ()
    parts: tuple["OracleVerdict", ...] = ()

    @property
    def object_index(self) -> int | None:
        """First matching COMPATIBLE object."""
        return self.first(COMPATIBLE)

    @property
    def binding(self) -> dict[str, int | str] | None:
        """Preferred binding of the first matching COMPATIBLE object."""
        index = self.object_index
        return None if index is None else self.findings[index].binding

    @property
    def failing_fields(self) -> tuple[frozenset[str], ...]:
        """Failing fields of each COMPATIBLE object."""
        return tuple(finding.failing for finding in self.findings)

    @property
    def failure_codes(self) -> tuple[dict[str, str], ...]:
        """Certain failure codes by field, of each COMPATIBLE object."""
        return tuple(finding.codes for finding in self.findings)

    @property
    def conflicts(self) -> tuple[bool, ...]:
        """Which COMPATIBLE objects have a conflict between fields that match each alone."""
        return tuple(finding.conflict for finding in self.findings)

    @property
    def nearest(self) -> int | None:
        """The COMPATIBLE object with the fewest failures, the first of equals."""
        counts = [finding.failures for finding in self.findings]
        return counts.index(min(counts)) if counts else None

    def first(self, outcome: str) -> int | None:
        """First COMPATIBLE object with this outcome."""
        outcomes = [finding.outcome for finding in self.findings]
        return outcomes.index(outcome) if outcome in outcomes else None
