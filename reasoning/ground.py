"""What deriving starts from: the norms and the ontology, loaded once however many enterprises are derived."""

from collections.abc import Iterable

from pyoxigraph import Triple

from duibiao.reasoning.derived import Known, derive
from duibiao.reasoning.scratch import Reversible


class Ground:
    """The norms and the ontology, and what deriving looks up in them."""

    def __init__(self, norms: Iterable[Triple]) -> None:
        self._data = Reversible(norms)
        self._known = Known.of(self._data)

    def derived(self, stated: Iterable[Triple]) -> frozenset[Triple]:
        """What follows for an enterprise from its statements."""
        with self._data.changed(stated) as data:
            return frozenset(derive(data, self._known))
