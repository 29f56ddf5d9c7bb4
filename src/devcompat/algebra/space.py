"""Space: the fields of several objects, each with its cells, made when they are asked for.

Belongs here: which texts have to be told apart in a field, over all objects concerned.
Must not know: which object is compared with which.
"""

from collections.abc import Sequence

from devcompat.algebra.cells.field import Alone, FieldCells
from devcompat.algebra.parts import Parts
from devcompat.algebra.work import Work


class Space:
    """The cells of the fields of `objects`; all of them share one budget."""

    def __init__(self, objects: Sequence[Parts], work: Work) -> None:
        self._objects = objects
        self._cells: dict[str, FieldCells] = {}
        self.work = work

    def cells(self, name: str) -> FieldCells:
        """Return the cells of a field, for the demands of all objects on it."""
        if name not in self._cells:
            demands: dict[object, Alone] = {}
            listed: dict[str, None] = {}
            self.work.spend(len(self._objects) // 2)
            for item in self._objects:
                wanted = item.wanted(name)
                if wanted is not None:
                    key = wanted if isinstance(wanted, str) else (wanted.type, wanted.domain)
                    demands[key] = wanted
                    continue
                component = item.coupled[name]
                place = component.names.index(name)
                tuples = item.tuples(component, self.work)
                listed.update(dict.fromkeys(texts[place] for texts in tuples or ()))
            self._cells[name] = FieldCells(demands.values(), listed, self.work)
        return self._cells[name]
