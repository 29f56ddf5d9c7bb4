"""Space: the cells of fields, made for the objects that are compared there, and kept.

Belongs here: which texts have to be told apart in a field, over the objects concerned.
Must not know: which object is compared with which.
"""

from collections.abc import Sequence

from devcompat.algebra.cells.field import Alone, FieldCells
from devcompat.algebra.parts import TUPLES, Parts
from devcompat.algebra.ranges.ways import Variant, variants
from devcompat.algebra.work import Work
from devcompat.match.component import Component


class Space:
    """The cells that were made for one question, and its budget."""

    def __init__(self, work: Work) -> None:
        self._cells: dict[object, FieldCells] = {}
        self._variants: dict[int, tuple[Component, list[Variant]]] = {}
        self.work = work

    def variants(self, component: Component) -> list[Variant]:
        """Return a component for each value of its variables that have few. Raises Unclear."""
        key = id(component)
        if key not in self._variants:
            found = variants(component)
            self._variants[key] = (component, found)  # kept, so that no other gets its id
            self.work.spend(len(found) * 30 * len(component.fields))
        return self._variants[key][1]

    def cells(self, name: str, objects: Sequence[Parts], most: int = TUPLES) -> FieldCells:
        """Return the cells of a field, for the demands of objects on it.

        Texts of coupled fields are told apart where there are at most `most` together.
        """
        demands: dict[object, Alone] = {}
        listed: dict[str, None] = {}
        self.work.spend(2 * len(objects))
        for item in objects:
            wanted = item.wanted(name)
            if wanted is not None:
                demands[item.meaning(name)] = wanted
                continue
            component = item.coupled[name]
            place = component.names.index(name)
            tuples = item.tuples(component, self.work, most)
            listed.update(dict.fromkeys(texts[place] for texts in tuples or ()))
        key = (frozenset(demands), frozenset(listed))
        if key not in self._cells:
            self._cells[key] = FieldCells(demands.values(), listed, self.work)
        return self._cells[key]
